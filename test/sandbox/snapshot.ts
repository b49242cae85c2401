import {
  type Account,
  type AccountContents,
  arnOf,
  type ManagedPolicy,
  type Role,
  type StoredParameter,
} from './state';

type Dictionary<Value> = Readonly<Record<string, Value>>;

/**
 * Everything in an account as plain JSON with sorted keys. What the sandbox keeps only to play IAM's
 * propagation (times of changes, former trust policies, last use) is left out, so a change and its undoing
 * give the snapshot that was there before.
 */
export interface AccountSnapshot {
  readonly roles: Dictionary<RoleSnapshot>;
  readonly policies: Dictionary<PolicySnapshot>;
  readonly users: Dictionary<{ readonly path: string; readonly id: string; readonly createdAt: number }>;
  readonly instanceProfiles: Dictionary<{
    readonly path: string;
    readonly id: string;
    readonly createdAt: number;
    readonly role: string | null;
  }>;
  /** Region -> name -> parameter. */
  readonly parameters: Dictionary<Dictionary<ParameterSnapshot>>;
}

export interface RoleSnapshot {
  readonly path: string;
  readonly id: string;
  readonly createdAt: number;
  readonly description: string;
  readonly maxSessionSeconds: number;
  readonly boundaryArn: string | null;
  readonly trust: string;
  readonly trustPrincipalIds: Dictionary<string>;
  readonly tags: Dictionary<string>;
  readonly inline: Dictionary<string>;
  readonly attached: readonly string[];
}

export interface PolicySnapshot {
  readonly path: string;
  readonly id: string;
  readonly createdAt: number;
  readonly description: string;
  readonly defaultVersionId: string;
  readonly nextVersion: number;
  readonly versions: Dictionary<{ readonly document: string; readonly createdAt: number }>;
  readonly tags: Dictionary<string>;
}

export interface ParameterSnapshot {
  readonly type: string;
  readonly value: string;
  readonly tier: string;
  readonly description: string | null;
  readonly version: number;
  readonly tags: Dictionary<string>;
}

export function takeSnapshot({ contents }: Account): AccountSnapshot {
  return {
    roles: byName(contents.roles.values(), snapshotRole),
    policies: byName(contents.policies.values(), snapshotPolicy),
    users: byName(contents.users.values(), ({ path, id, createdAt }) => ({ path, id, createdAt })),
    instanceProfiles: byName(contents.instanceProfiles.values(), ({ path, id, createdAt, roleName }) => ({
      path,
      id,
      createdAt,
      role: roleName ?? null,
    })),
    parameters: sorted(
      [...contents.parameters]
        .filter(([, store]) => store.size > 0)
        .map(([region, store]) => [region, byName(store.values(), snapshotParameter)]),
    ),
  };
}

/** The contents of an account as they were when the snapshot was taken. */
export function contentsOf(account: Account, snapshot: AccountSnapshot): AccountContents {
  const named = <From, To>(items: Dictionary<From>, make: (name: string, item: From) => To) =>
    new Map(Object.entries(items).map(([name, item]) => [name.toLowerCase(), make(name, item)]));
  return {
    roles: named(snapshot.roles, (name, role) => restoreRole(account, name, role)),
    policies: named(snapshot.policies, (name, policy) => restorePolicy(account, name, policy)),
    users: named(snapshot.users, (name, user) => ({
      name,
      arn: arnOf(account, 'iam', `user${user.path}${name}`),
      ...user,
    })),
    instanceProfiles: named(snapshot.instanceProfiles, (name, { role, ...profile }) => ({
      name,
      arn: arnOf(account, 'iam', `instance-profile${profile.path}${name}`),
      ...profile,
      roleName: role ?? undefined,
    })),
    parameters: new Map(
      Object.entries(snapshot.parameters).map(([region, store]) => [
        region,
        new Map(Object.entries(store).map(([name, parameter]) => [name, restoreParameter(name, parameter)])),
      ]),
    ),
  };
}

function snapshotRole(role: Role): RoleSnapshot {
  const trust = role.trust.at(-1);
  return {
    path: role.path,
    id: role.id,
    createdAt: role.createdAt,
    description: role.description,
    maxSessionSeconds: role.maxSessionSeconds,
    boundaryArn: role.boundaryArn ?? null,
    trust: trust?.document ?? '',
    trustPrincipalIds: sorted(trust?.principalIds ?? []),
    tags: sorted(role.tags),
    inline: sorted(role.inline),
    attached: [...role.attached].sort(),
  };
}

function restoreRole(account: Account, name: string, role: RoleSnapshot): Role {
  const { boundaryArn, trust, trustPrincipalIds, tags, inline, attached, ...plain } = role;
  const principalIds = new Map(Object.entries(trustPrincipalIds));
  return {
    name,
    arn: arnOf(account, 'iam', `role${role.path}${name}`),
    ...plain,
    boundaryArn: boundaryArn ?? undefined,
    trust: [{ document: trust, principalIds, effectiveAt: role.createdAt }],
    tags: new Map(Object.entries(tags)),
    inline: new Map(Object.entries(inline)),
    attached: new Set(attached),
    removedAt: new Map(),
    lastUsed: undefined,
  };
}

function snapshotPolicy(policy: ManagedPolicy): PolicySnapshot {
  const versions = [...policy.versions.values()];
  return {
    path: policy.path,
    id: policy.id,
    createdAt: policy.createdAt,
    description: policy.description,
    defaultVersionId: policy.defaultVersionId,
    nextVersion: policy.nextVersion,
    versions: sorted(versions.map(({ id, document, createdAt }) => [id, { document, createdAt }])),
    tags: sorted(policy.tags),
  };
}

function restorePolicy(account: Account, name: string, policy: PolicySnapshot): ManagedPolicy {
  const versions = Object.entries(policy.versions).map(([id, version]) => [id, { id, ...version }] as const);
  return {
    name,
    arn: arnOf(account, 'iam', `policy${policy.path}${name}`),
    ...policy,
    versions: new Map(versions),
    tags: new Map(Object.entries(policy.tags)),
    updatedAt: policy.createdAt,
    detachedAt: 0,
  };
}

function snapshotParameter(parameter: StoredParameter): ParameterSnapshot {
  const { type, value, tier, description, version, tags } = parameter;
  return { type, value, tier, description: description ?? null, version, tags: sorted(tags) };
}

function restoreParameter(name: string, parameter: ParameterSnapshot): StoredParameter {
  return {
    ...parameter,
    name,
    description: parameter.description ?? undefined,
    tags: new Map(Object.entries(parameter.tags)),
    modifiedAt: 0,
  };
}

function byName<Item extends { readonly name: string }, Value>(
  items: Iterable<Item>,
  show: (item: Item) => Value,
): Dictionary<Value> {
  return sorted([...items].map((item) => [item.name, show(item)]));
}

function sorted<Value>(entries: Iterable<readonly [string, Value]>): Dictionary<Value> {
  return Object.fromEntries([...entries].sort(([one], [other]) => (one < other ? -1 : 1)));
}
