import type { AccountSnapshot } from '../../sandbox';
import { differences } from '../canonical-state';
import type { Story } from '../story';
import type { Violations } from './violation';

/** What others have in an account, as text: unique ids and version numbers included. */
export interface Neighbours {
  readonly names: Readonly<
    Record<'roles' | 'policies' | 'instanceProfiles' | 'parameters', readonly string[]>
  >;
  readonly contents: string;
}

/** Takes everything in an account for others' that is there before the stack, apart from the roles of the story. */
export function neighboursOf(untouched: AccountSnapshot, { roles }: Story): Neighbours {
  const names = {
    roles: Object.keys(untouched.roles).filter((name) => !roles.includes(name)),
    policies: Object.keys(untouched.policies),
    instanceProfiles: Object.keys(untouched.instanceProfiles),
    parameters: Object.values(untouched.parameters).flatMap((store) => Object.keys(store)),
  };
  return { names, contents: contentsOf(untouched, names) };
}

/** Nothing of anybody else has changed: not even a version number. */
export function neighbourViolations({ names, contents }: Neighbours, after: AccountSnapshot): Violations {
  return differences(contents, contentsOf(after, names)).map(
    (difference) => `something of others has changed: ${difference}`,
  );
}

function contentsOf(snapshot: AccountSnapshot, names: Neighbours['names']): string {
  return JSON.stringify({
    roles: only(snapshot.roles, names.roles),
    policies: only(snapshot.policies, names.policies),
    instanceProfiles: only(snapshot.instanceProfiles, names.instanceProfiles),
    parameters: Object.values(snapshot.parameters).map((store) => only(store, names.parameters)),
  });
}

function only<Value>(items: Readonly<Record<string, Value>>, names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, items[name]]));
}
