import { randomUUID } from 'node:crypto';
import { mainRegionOf } from '../partitions';
import { type Account, arnOf } from '../state';
import type { PublishedStack } from './published-stack';

/** A stack that somebody else has made. */
export interface StackSeed {
  readonly name: string;
  /** Default: one that is made up, in the region. */
  readonly id?: string;
  /** Default: the main region of the account's partition. */
  readonly region?: string;
  /** Default `CREATE_COMPLETE`, of the stack and of its resources. */
  readonly status?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly resources?: readonly {
    readonly logicalId: string;
    readonly type: string;
    readonly physicalId?: string;
    readonly status?: string;
  }[];
  readonly exports?: Readonly<Record<string, string>>;
}

const SETTLED = 'CREATE_COMPLETE';

export function stackOf(account: Account, seed: StackSeed, createdAt: Date): PublishedStack {
  const {
    name,
    region = mainRegionOf(account.partition),
    status = SETTLED,
    tags = {},
    resources = [],
    exports = {},
  } = seed;
  return {
    id: seed.id ?? arnOf(account, 'cloudformation', `stack/${name}/${randomUUID()}`, region),
    name,
    status,
    createdAt,
    tags,
    exports,
    resources: resources.map((resource) => ({ status: SETTLED, ...resource, changedAt: createdAt })),
  };
}
