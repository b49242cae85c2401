import { createHash } from 'node:crypto';
import type { Parameters } from './parameters';

/**
 * Reads that the same replicas answer. Replicas of different groups are late independently of each other, so that their
 * answers may contradict each other.
 */
export type Replica = keyof typeof READS;

const READS = {
  roles: ['iam:GetRole', 'iam:ListRoles', 'iam:ListRoleTags'],
  attachments: ['iam:ListAttachedRolePolicies', 'iam:ListEntitiesForPolicy'],
  inlinePolicies: ['iam:ListRolePolicies', 'iam:GetRolePolicy'],
  policyLists: ['iam:ListPolicies'],
  policies: ['iam:GetPolicy', 'iam:GetPolicyVersion', 'iam:ListPolicyVersions', 'iam:ListPolicyTags'],
  instanceProfiles: ['iam:ListInstanceProfilesForRole', 'iam:GetInstanceProfile'],
  stacks: [
    'cloudformation:DescribeStacks',
    'cloudformation:DescribeStackResources',
    'cloudformation:DescribeStackResource',
  ],
} as const;

// Of this module's own making.
export const REPLICAS = Object.keys(READS) as readonly Replica[];

const REPLICA_OF: ReadonlyMap<string, Replica> = new Map(
  REPLICAS.flatMap((replica) => READS[replica].map((read) => [read, replica] as const)),
);

/** The group of a read such as `iam:GetRole`; undefined for what is never late. */
export function replicaOf(read: string): Replica | undefined {
  return REPLICA_OF.get(read);
}

/**
 * How late reads may be. SSM's GetParameter is up to date always; IAM is eventually consistent in everything
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency).
 */
export interface LagSettings {
  /** Decides how late each single read is. */
  readonly seed: number;
  /** The time that passes for replicas, in milliseconds. Default: the clock. */
  readonly now: () => number;
  /** The latest that a read of the group may be, in milliseconds. Zero means never. */
  readonly upToMs: Readonly<Record<Replica, number>>;
}

/** Lag as callers give it: what is left out stays. */
export interface LagChange {
  readonly seed?: number;
  readonly now?: () => number;
  readonly upToMs?: Partial<Record<Replica, number>>;
}

export const NO_LAG: LagSettings = {
  seed: 1,
  now: Date.now,
  upToMs: {
    roles: 0,
    attachments: 0,
    inlinePolicies: 0,
    policyLists: 0,
    policies: 0,
    instanceProfiles: 0,
    stacks: 0,
  },
};

export function mergeLag(current: LagSettings, change: LagChange = {}): LagSettings {
  return { ...current, ...change, upToMs: { ...current.upToMs, ...change.upToMs } };
}

/** The latest that any read may be: for so long the past has to be kept. */
export function longestLagMs({ upToMs }: LagSettings): number {
  return Math.max(...Object.values(upToMs));
}

/** Draws how late each read is: by the seed, by what is asked, and by how many times that was asked before. */
export class LagDraw {
  readonly #asked = new Map<string, number>();

  /** Begins to count anew. */
  restart(): void {
    this.#asked.clear();
  }

  /** The moment whose state a read shows; undefined when it shows the present. All pages of a list are equally late. */
  momentOf(read: string, parameters: Parameters, { seed, now, upToMs }: LagSettings): number | undefined {
    const replica = replicaOf(read);
    const upTo = replica === undefined ? 0 : upToMs[replica];
    if (upTo === 0) return undefined;
    const { Marker: marker, NextToken: token = marker, ...asked } = parameters.values;
    const question = `${read} ${JSON.stringify(asked)}`;
    const count = (this.#asked.get(question) ?? 0) + (token === undefined ? 1 : 0);
    this.#asked.set(question, count);
    return now() - upTo * fractionOf(`${seed} ${count} ${question}`);
  }
}

const UINT32_RANGE = 2 ** 32;

/** A number in [0, 1) that looks random and is always the same for a text. */
function fractionOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() / UINT32_RANGE;
}
