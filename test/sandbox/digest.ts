import type { AccountSnapshot, ParameterSnapshot, PolicySnapshot, RoleSnapshot } from './snapshot';

type Dictionary<Value> = Readonly<Record<string, Value>>;

/** A snapshot without what differs between two runs that came to the same end. */
export interface AccountDigest {
  readonly roles: Dictionary<Omit<RoleSnapshot, 'id' | 'createdAt' | 'trustPrincipalIds'>>;
  readonly policies: Dictionary<{
    readonly path: string;
    readonly description: string;
    readonly document: string;
    readonly tags: Dictionary<string>;
  }>;
  readonly users: readonly string[];
  readonly instanceProfiles: Dictionary<{ readonly path: string; readonly role: string | null }>;
  readonly parameters: Dictionary<Dictionary<Omit<ParameterSnapshot, 'version'>>>;
}

export function digestOf(snapshot: AccountSnapshot): AccountDigest {
  return {
    roles: mapValues(snapshot.roles, ({ id: _, createdAt: _at, trustPrincipalIds: _ids, ...role }) => role),
    policies: mapValues(snapshot.policies, digestPolicy),
    users: Object.keys(snapshot.users),
    instanceProfiles: mapValues(snapshot.instanceProfiles, ({ path, role }) => ({ path, role })),
    parameters: mapValues(snapshot.parameters, (store) =>
      mapValues(store, ({ version: _version, ...parameter }) => parameter),
    ),
  };
}

function digestPolicy({ path, description, versions, defaultVersionId, tags }: PolicySnapshot) {
  return { path, description, document: versions[defaultVersionId]?.document ?? '', tags };
}

function mapValues<From, To>(items: Dictionary<From>, map: (item: From) => To): Dictionary<To> {
  return Object.fromEntries(Object.entries(items).map(([name, item]) => [name, map(item)]));
}
