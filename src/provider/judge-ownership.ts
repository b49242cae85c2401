import type { ObservedIdentity } from '../iam/role/observed';
import { notMadeHere } from './made-here';
import { type RoleOwnership, roleOwnershipOf } from './role-ownership';
import type { Session } from './session';
import type { StoredState } from './stored-state';

/** How a role relates to this resource; `unproven` where nothing but its tags calls it ours, and something speaks against them. */
export type Judgement =
  | { readonly ownership: RoleOwnership }
  | { readonly ownership: 'unproven'; readonly because: string };

/**
 * Whose the role is. A role that the physical id names is this resource's by CloudFormation's word; of any other, CloudFormation is
 * asked what can be known.
 *
 * @throws OperationNotInProgress and OperationNotConfirmed
 */
export async function judgeOwnership(
  session: Session,
  role: ObservedIdentity | null,
  stored: StoredState,
): Promise<Judgement> {
  const ownership = roleOwnershipOf(role, session, stored);
  if (role === null || ownership !== 'own' || role.name === session.knownRoleName) return { ownership };
  const { requestType, operation, settings } = session;
  const because = notMadeHere(role, { requestType, stack: await operation.stack() }, stored, settings);
  return because === undefined ? { ownership } : { ownership: 'unproven', because };
}
