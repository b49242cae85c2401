import { type PermissionSets, publishedPermissionSets } from '../datadog/permission-sets';
import type { DatadogSite } from '../datadog/sites';
import { shortened, show } from '../runtime/text';
import { contract, propertyNames } from './contract';
import { datadogAccountProblem, type FurtherAccounts } from './datadog-account';
import { readSite, withoutDelegation } from './datadog-site';
import { actionPatternProblem, excludedActionProblem, isActionPattern } from './exclude-actions';
import { InvalidProperties, type Properties, PropertyReader, showValue } from './property-reader';
import {
  accountIdProblem,
  descriptionProblem,
  externalIdProblem,
  pathProblem,
  policyArnProblem,
  regionProblem,
  releaseProblem,
  revisionProblem,
  roleNameProblem,
  sessionDurationProblem,
} from './property-rules';
import type { AccountScope, ExistingRoleMode, IntegrationSpec } from './spec';
import { readTags } from './tags';

/** What the administrator who has installed the provider has decided for all of its integrations. */
export interface Installation {
  /** ARN of the boundary of every role that names no other. */
  readonly permissionsBoundary: string | null;
  /** Accounts that a role may trust besides Datadog's. */
  readonly furtherDatadogAccountIds: FurtherAccounts;
  /** What `ExcludeActions` is held against; null where another release's sets have let it pass. */
  readonly permissionSets: PermissionSets | null;
}

const NOTHING_DECIDED: Installation = {
  permissionsBoundary: null,
  furtherDatadogAccountIds: [],
  permissionSets: publishedPermissionSets,
};

/**
 * Turns the properties of one event into the spec of the integration.
 *
 * @param scope partition and account of the stack
 * @throws InvalidProperties with every fault, when there is one
 */
export function parseProperties(
  properties: Properties,
  scope: AccountScope,
  installation: Installation = NOTHING_DECIDED,
): IntegrationSpec {
  const reader = new PropertyReader(properties);
  reader.refuseUnknown(propertyNames);

  const site = readSite(reader);
  const datadogAccountId = readDatadogAccountId(reader, site, scope, installation.furtherDatadogAccountIds);
  if (!reader.isPresent('ExternalId')) {
    reader.fault(
      'ExternalId',
      'is missing; copy it from the AWS integration page in Datadog: without it anybody with a Datadog account could be let in.',
    );
  }
  const spec = {
    partition: scope.partition,
    accountId: scope.accountId,
    datadogSite: site?.site ?? '',
    datadogAccountId: datadogAccountId ?? '',
    externalId: reader.checkedString('ExternalId', externalIdProblem, showExternalId) ?? '',
    roleName: reader.checkedString('RoleName', roleNameProblem) ?? contract.RoleName.default,
    path: reader.checkedString('Path', pathProblem) ?? contract.Path.default,
    description: reader.checkedString('Description', descriptionProblem) ?? contract.Description.default,
    maxSessionDurationSeconds: Number(
      reader.checkedString('MaxSessionDuration', sessionDurationProblem) ??
        contract.MaxSessionDuration.default,
    ),
    permissionsBoundary:
      reader.checkedString('PermissionsBoundary', policyArnProblem(scope)) ??
      installation.permissionsBoundary,
    tags: readTags(reader),
    ...readPermissions(reader, installation.permissionSets),
    resourceCollection: reader.boolean('ResourceCollection') ?? contract.ResourceCollection.default,
    managedPolicyArns: reader.stringList(
      'ManagedPolicyArns',
      contract.ManagedPolicyArns.maxEntries,
      policyArnProblem(scope),
    ),
    regions: reader.stringList('Regions', contract.Regions.maxEntries, regionProblem(scope)),
    existingRole:
      reader.choice('ExistingRole', contract.ExistingRole.choices) ?? contract.ExistingRole.default,
    selfTest: reader.choice('SelfTest', contract.SelfTest.choices) ?? contract.SelfTest.default,
  } satisfies IntegrationSpec;
  // No part of the spec: another value of them is another event, and that is all.
  reader.checkedString('Revision', revisionProblem);
  reader.checkedString('Release', releaseProblem);

  if (reader.faults.length > 0) throw new InvalidProperties(reader.faults);
  return spec;
}

/** Whether these properties say that a role of others may be adopted. */
export function asksForAdoption(properties: Properties): boolean {
  return properties['ExistingRole'] === ('Adopt' satisfies ExistingRoleMode);
}

/** The release of the template that these properties stand in, if they tell a possible one. */
export function releaseOf(properties: Properties): string | undefined {
  const reader = new PropertyReader(properties);
  const release = reader.checkedString('Release', releaseProblem);
  return reader.faults.length === 0 ? release : undefined;
}

/** The role that these properties name, if they name a possible one: all that a Delete needs to know. */
export function roleNameOf(properties: Properties): string | undefined {
  const reader = new PropertyReader(properties);
  const roleName = reader.checkedString('RoleName', roleNameProblem);
  return reader.faults.length === 0 ? (roleName ?? contract.RoleName.default) : undefined;
}

/** What is left out is held against the set only where that one is known. */
function readPermissions(
  reader: PropertyReader,
  sets: PermissionSets | null,
): Pick<IntegrationSpec, 'permissions' | 'excludeActions'> {
  const chosen = reader.choice('Permissions', contract.Permissions.choices);
  const permissions = chosen ?? contract.Permissions.default;
  const isKnown = chosen !== undefined || !reader.isPresent('Permissions');
  const raw = reader.raw('ExcludeActions');
  const all = Array.isArray(raw) ? raw.filter(isActionPattern) : [];
  const excludeActions = reader.stringList(
    'ExcludeActions',
    contract.ExcludeActions.maxEntries,
    (entry) =>
      actionPatternProblem(entry) ??
      (isKnown && sets !== null ? excludedActionProblem(entry, all, permissions, sets) : undefined),
  );
  return { permissions, excludeActions };
}

/** Never whole: a faulty one is mostly the right one with a slip. What is wrong with it is said beside it. */
function showExternalId(value: unknown): string {
  return typeof value === 'string' ? show(shortened(value)) : showValue(value);
}

function readDatadogAccountId(
  reader: PropertyReader,
  site: DatadogSite | undefined,
  { partition }: AccountScope,
  further: FurtherAccounts,
): string | undefined {
  const override = reader.checkedString('DatadogAccountId', (value) =>
    site === undefined ? accountIdProblem(value) : datadogAccountProblem(value, site, partition, further),
  );
  if (site === undefined) return undefined;
  const published = site.accounts[partition];
  if (published !== undefined) return override ?? published;
  return reader.fault('DatadogSite', withoutDelegation(site, partition));
}
