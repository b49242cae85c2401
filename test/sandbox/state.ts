import type { History } from './history';
import type { RegionalContents } from './regional-contents';
import type { AccountSettings } from './settings';
import type { ChangeSet } from './stacks/change-set';
import type { PublishedStack } from './stacks/published-stack';

export type Tags = Map<string, string>;

/** A trust policy as it was written, with the unique ids that its principals had at that moment. */
export interface TrustPolicy {
  readonly document: string;
  /** Role or user ARN as written -> the unique id of that role or user. */
  readonly principalIds: ReadonlyMap<string, string>;
  /** From when on AssumeRole follows it, in milliseconds since the epoch. */
  readonly effectiveAt: number;
}

export interface Role {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly id: string;
  readonly createdAt: number;
  description: string;
  maxSessionSeconds: number;
  boundaryArn: string | undefined;
  /** Oldest first. The last one is what IAM shows; AssumeRole may still follow an earlier one. */
  trust: readonly TrustPolicy[];
  readonly tags: Tags;
  /** Inline policies: name -> document. */
  readonly inline: Map<string, string>;
  /** ARNs of managed policies, in the order they were attached. */
  readonly attached: Set<string>;
  /** Instance profiles and policies that were removed a moment ago, by kind. */
  readonly removedAt: Map<Removable, number>;
  lastUsed: { readonly at: number; readonly region: string } | undefined;
}

export type Removable = 'attachment' | 'inline policy' | 'instance profile';

export interface PolicyVersion {
  readonly id: string;
  readonly document: string;
  readonly createdAt: number;
}

export interface ManagedPolicy {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly id: string;
  readonly description: string;
  readonly createdAt: number;
  updatedAt: number;
  defaultVersionId: string;
  nextVersion: number;
  readonly versions: Map<string, PolicyVersion>;
  readonly tags: Tags;
  detachedAt: number;
}

export interface User {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly id: string;
  readonly createdAt: number;
}

export interface InstanceProfile {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly id: string;
  readonly createdAt: number;
  roleName: string | undefined;
}

export interface StoredParameter {
  readonly name: string;
  type: string;
  value: string;
  tier: string;
  description: string | undefined;
  version: number;
  modifiedAt: number;
  readonly tags: Tags;
}

/** Everything in one account. Names are keys in lower case: IAM compares them without regard to case. */
export interface AccountContents {
  readonly roles: Map<string, Role>;
  readonly policies: Map<string, ManagedPolicy>;
  readonly users: Map<string, User>;
  readonly instanceProfiles: Map<string, InstanceProfile>;
  /** Region -> parameter name -> parameter. */
  readonly parameters: Map<string, Map<string, StoredParameter>>;
}

export interface Account {
  readonly id: string;
  readonly partition: string;
  settings: AccountSettings;
  contents: AccountContents;
  /**
   * Stacks by id, deleted ones included. Not among the contents: whoever runs them keeps them, whatever snapshot the
   * account is put back to.
   */
  readonly stacks: Map<string, PublishedStack>;
  /** Change sets of stacks, by id. */
  readonly changeSets: Map<string, ChangeSet>;
  /** What services other than IAM and SSM keep, by region: as little among the contents as stacks, which make most of it. */
  readonly regional: Map<string, RegionalContents>;
  /** What replicas that lag may still show. */
  readonly past: {
    readonly contents: History<AccountContents>;
    readonly stacks: History<ReadonlyMap<string, PublishedStack>>;
  };
}

export function emptyContents(): AccountContents {
  return {
    roles: new Map(),
    policies: new Map(),
    users: new Map(),
    instanceProfiles: new Map(),
    parameters: new Map(),
  };
}

/** An ARN of the account. Region and account are empty for what is global or AWS's own. */
export function arnOf(account: Account, service: string, resource: string, region = ''): string {
  return `arn:${account.partition}:${service}:${region}:${account.id}:${resource}`;
}
