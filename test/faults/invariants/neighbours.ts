import { REGISTRATION_TYPE } from '../../support/registration';
import { differences } from '../canonical-state';
import type { Snapshot } from '../snapshot';
import type { Story } from '../story';
import type { Violations } from './violation';

const ACCOUNT_ID = '123456789012';

/** What others have in an account, as text: unique ids and version numbers included. */
export interface Neighbours {
  readonly names: Readonly<
    Record<'roles' | 'policies' | 'instanceProfiles' | 'parameters' | 'registrations', readonly string[]>
  >;
  readonly contents: string;
}

/** Takes everything for others' that is there before the stack, apart from the roles of the story and what it adopts in Datadog. */
export function neighboursOf(untouched: Snapshot, { roles, resource, deployed, act }: Story): Neighbours {
  const given = [...deployed, ...(act.kind === 'deploy' ? [act.properties] : [])];
  const adopts =
    resource?.type === REGISTRATION_TYPE && given.some((one) => one['ExistingRegistration'] === 'Adopt');
  const names = {
    roles: Object.keys(untouched.roles).filter((name) => !roles.includes(name)),
    policies: Object.keys(untouched.policies),
    instanceProfiles: Object.keys(untouched.instanceProfiles),
    parameters: Object.values(untouched.parameters).flatMap((store) => Object.keys(store)),
    registrations: untouched.registrations
      .filter(({ attributes }) => !adopts || attributes.aws_account_id !== ACCOUNT_ID)
      .map(({ id }) => id),
  };
  return { names, contents: contentsOf(untouched, names) };
}

/** Nothing of anybody else has changed: not even a version number. */
export function neighbourViolations({ names, contents }: Neighbours, after: Snapshot): Violations {
  return differences(contents, contentsOf(after, names)).map(
    (difference) => `something of others has changed: ${difference}`,
  );
}

function contentsOf(snapshot: Snapshot, names: Neighbours['names']): string {
  return JSON.stringify({
    roles: only(snapshot.roles, names.roles),
    policies: only(snapshot.policies, names.policies),
    instanceProfiles: only(snapshot.instanceProfiles, names.instanceProfiles),
    parameters: Object.values(snapshot.parameters).map((store) => only(store, names.parameters)),
    registrations: snapshot.registrations.filter(({ id }) => names.registrations.includes(id)),
  });
}

function only<Value>(items: Readonly<Record<string, Value>>, names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, items[name]]));
}
