import { ADOPTED_TAG } from '../iam/ownership';
import { type DesiredRole, desiredRole, INLINE_POLICY_NAME } from '../iam/role/desired';
import type { ObservedRole } from '../iam/role/observed';
import { policiesEquivalent } from '../policy/equivalence';
import type { Session } from './session';
import { recordedSpec, type StoredState, storedOf } from './stored-state';

/*
 * What of a role that is to go speaks against IAM's showing it as it is: the record says what this resource has made of it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */

interface Shown {
  readonly observed: ObservedRole;
  readonly stored: StoredState;
}

type Judge = Pick<Session, 'owner' | 'settings'>;

/** Are there fewer managed policies than this resource has recorded? What is not shown would stay. Pure. */
export function lacksPolicies(judge: Judge, shown: Shown): boolean {
  const recorded = recordedRole(judge, shown);
  return recorded !== undefined && shown.observed.policies.length < recorded.managedPolicies.length;
}

/**
 * Is an adopted role's inline policy shown as it was before the adoption, though its tags say that it has not been handed back?
 * What is not put back together with the tags would stay for good. Pure.
 */
export function isShownAsHandedBack(judge: Judge, shown: Shown): boolean {
  const { role } = shown.observed;
  if (role === null || !(ADOPTED_TAG in role.tags)) return false;
  const before = storedOf(shown.stored, role.roleId)?.before;
  const recorded = recordedRole(judge, shown);
  if (before === undefined || recorded === undefined) return false;
  const now = role.inlinePolicies[INLINE_POLICY_NAME] ?? null;
  return isSame(now, before.inlinePolicy) && !isSame(now, JSON.stringify(recorded.inlinePolicy));
}

function recordedRole({ owner, settings }: Judge, { observed, stored }: Shown): DesiredRole | undefined {
  const spec = recordedSpec(stored, owner, observed.role?.roleId);
  if (spec === undefined) return undefined;
  return desiredRole(spec, { owner, permissionSets: settings.permissionSets, selfTestPrincipals: [] });
}

function isSame(one: string | null, other: string | null): boolean {
  return one === null || other === null ? one === other : policiesEquivalent(one, other);
}
