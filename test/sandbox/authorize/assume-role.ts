import type { Caller } from '../identities';
import type { Account, Role, TrustPolicy } from '../state';
import type { World } from '../world';
import type { ConditionContext } from './conditions';
import { type ConditionKeys, contextOf, forResourcePolicies, tagKeys } from './context';
import { ALLOWED, type Decision, explicitDenial, implicitDenial, type PolicyType } from './decision';
import {
  type AuthorizationRequest,
  effectOf,
  findExplicitDenial,
  findImplicitDenial,
  layersOfCaller,
} from './evaluate';
import { matchPrincipals, type PrincipalMatch, sparedByNotPrincipal } from './principals';

export interface AssumeRoleTarget {
  readonly account: Account;
  readonly role: Role;
}

/** The condition keys of an `sts:` action on a role, with those that the request itself brings. */
export function assumeRoleContext(
  world: World,
  caller: Caller,
  { account, role }: AssumeRoleTarget,
  region: string,
  now: number,
  keys: ConditionKeys,
): ConditionContext {
  return contextOf({
    caller,
    callerAccount: world.account(caller.accountId),
    resourceAccount: account,
    region,
    now,
    keys: { ...tagKeys('aws:ResourceTag/', role.tags), ...tagKeys('iam:ResourceTag/', role.tags), ...keys },
  });
}

/** A new role is not assumable before all of IAM knows it. */
export function isAssumable(world: World, role: Role, now: number): boolean {
  return now >= role.createdAt + world.propagation.roleAssumableMs;
}

/**
 * Whether the caller may do an `sts:` action on a role: the resource control policies of the role's account,
 * the caller's own policies, and the role's trust policy together.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-cross-account.html
 */
export function decideAssumeRole(
  world: World,
  caller: Caller,
  target: AssumeRoleTarget,
  request: AuthorizationRequest,
  now: number,
): Decision {
  const rcps = (target.account.settings.rcps ?? []).map((document) => world.policies.compile(document));
  if (effectOf(rcps, request) === 'deny') return explicitDenial('resource control policy');
  const layers = layersOfCaller(world, caller);
  const denied = findExplicitDenial(layers, request);
  if (denied !== undefined) return denied;
  const trust = trustOf(world, trustInEffect(target.role, now), caller, request);
  if (trust === 'deny') return explicitDenial('role trust policy');
  if (trust === 'none') return implicitDenial('role trust policy');
  const waived = caller.accountId === target.account.id ? WAIVED[trust] : [];
  const needed = layers.filter(({ type }) => !waived.includes(type));
  return findImplicitDenial(needed, request) ?? ALLOWED;
}

/**
 * What a trust policy of the caller's own account makes unnecessary, by how closely it names him. Naming the
 * account only delegates to that account's policies.
 */
const WAIVED: Readonly<Record<Exclude<PrincipalMatch, 'none'>, readonly PolicyType[]>> = {
  account: [],
  principal: ['identity-based policy'],
  session: ['identity-based policy', 'permissions boundary', 'session policy'],
};

/** The trust policy that AssumeRole follows now: a change needs its time. */
function trustInEffect(role: Role, now: number): TrustPolicy | undefined {
  return role.trust.findLast(({ effectiveAt }) => effectiveAt <= now) ?? role.trust[0];
}

function trustOf(
  world: World,
  trust: TrustPolicy | undefined,
  caller: Caller,
  request: AuthorizationRequest,
): PrincipalMatch | 'deny' {
  if (trust === undefined) return 'none';
  const granted: PrincipalMatch[] = [];
  const context = forResourcePolicies(request.context);
  for (const statement of world.policies.compile(trust.document).statements) {
    const { principals = [], notPrincipals } = statement;
    const match =
      notPrincipals === undefined
        ? matchPrincipals(principals, caller, trust.principalIds)
        : sparedByNotPrincipal(notPrincipals, caller, trust.principalIds)
          ? 'none'
          : 'account';
    if (match === 'none' || !statement.covers(request.action, request.resource, context)) continue;
    if (!statement.allows) return 'deny';
    granted.push(match);
  }
  return (['session', 'principal', 'account'] as const).find((match) => granted.includes(match)) ?? 'none';
}
