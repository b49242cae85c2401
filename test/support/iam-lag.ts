import type { CustomerAccount } from './customer-account';

/** From now on each of IAM's reads of a role itself shows what was there up to so many milliseconds ago. */
export function lagRoles({ sandbox, virtualTime }: CustomerAccount, seed: number, upTo: number): void {
  sandbox.configure({ lag: { seed, now: virtualTime.now, upToMs: { roles: upTo } } });
}

/** From now on each of IAM's reads shows what was there up to so many milliseconds ago, each kind for itself. */
export function lagIam({ sandbox, virtualTime }: CustomerAccount, seed: number, upTo: number): void {
  const upToMs = {
    roles: upTo,
    attachments: upTo,
    inlinePolicies: upTo,
    policyLists: upTo,
    policies: upTo,
    instanceProfiles: upTo,
  };
  sandbox.configure({ lag: { seed, now: virtualTime.now, upToMs } });
}
