import core from './permissions/core.json';
import full1 from './permissions/full-1.json';
import full2 from './permissions/full-2.json';
import full3 from './permissions/full-3.json';
import full4 from './permissions/full-4.json';
import { files } from './permissions/index.json';
import standard from './permissions/standard.json';

export type PermissionSetName = 'Core' | 'Standard' | 'Full';

export const permissionSetNames: readonly PermissionSetName[] = ['Core', 'Standard', 'Full'];

/** The IAM actions of one of Datadog's permission sets, all of them on every resource. */
export interface PermissionSet {
  /** Date of the published list, `YYYY-MM-DD`. */
  readonly version: string;
  /** Actions of the role's inline policy. */
  readonly inlineActions: readonly string[];
  /** Actions of the additional managed policies, to be packed into as few as fit. */
  readonly managedActions: readonly string[];
}

export type PermissionSets = Readonly<Record<PermissionSetName, PermissionSet>>;

/** A policy document as Datadog publishes it, as far as it is used. */
export interface PublishedPolicy {
  readonly Statement: readonly { readonly Action: readonly string[] }[];
}

const actionsOf = (...policies: readonly PublishedPolicy[]) =>
  policies.flatMap((policy) => policy.Statement.flatMap((statement) => statement.Action));

/** A set is as new as the newest of its documents. */
function latestOf(...names: readonly (keyof typeof files)[]): string {
  return names.map((name) => files[name].date).reduce((latest, date) => (date > latest ? date : latest));
}

/** The sets as https://docs.datadoghq.com/integrations/guide/aws-manual-setup/ publishes them, bundled. */
export const publishedPermissionSets: PermissionSets = {
  Core: { version: files['core.json'].date, inlineActions: actionsOf(core), managedActions: [] },
  Standard: {
    version: files['standard.json'].date,
    inlineActions: actionsOf(standard),
    managedActions: [],
  },
  Full: {
    version: latestOf('standard.json', 'full-1.json', 'full-2.json', 'full-3.json', 'full-4.json'),
    inlineActions: actionsOf(standard),
    managedActions: actionsOf(full1, full2, full3, full4),
  },
};
