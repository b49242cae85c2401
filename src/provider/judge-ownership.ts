import { isOwnedBy, isSameOwner } from '../iam/ownership';
import type { ObservedIdentity } from '../iam/role/observed';
import { notMadeHere } from './made-here';
import { isRoleOf } from './owning-stack';
import { type RoleOwnership, roleOwnershipOf } from './role-ownership';
import type { Session } from './session';
import { recordOf, type StoredState } from './stored-state';

/** How a role relates to this resource; `unproven` where it seems to be ours, and something speaks against it. */
export type Judgement =
  | { readonly ownership: RoleOwnership }
  | { readonly ownership: 'unproven'; readonly because: string };

/**
 * Whose the role is, by what nobody but IAM and CloudFormation can have said: whoever may invoke the function chooses the
 * physical id, tags take `iam:TagRole`, and parameters take `ssm:PutParameter`.
 *
 * @throws OperationNotInProgress and OperationNotConfirmed
 */
export async function judgeOwnership(
  session: Session,
  role: ObservedIdentity | null,
  stored: StoredState,
): Promise<Judgement> {
  const ownership = roleOwnershipOf(role, session, stored);
  if (role === null || ownership !== 'own') return { ownership };
  const { requestType, knownRoleName, operation, settings, owner } = session;
  const circumstances = { requestType, knownRoleName, stack: await operation.stack() };
  const because = notMadeHere(role, circumstances, stored, settings);
  if (because !== undefined) return { ownership: 'unproven', because };
  const recorded = recordOf(stored, role.roleId)?.owner;
  if (recorded === undefined || isSameOwner(recorded, owner) || !isOwnedBy(owner, role.tags))
    return { ownership };
  const isOthers = await isRoleOf(session, recorded, role.name);
  return { ownership: isOthers ? 'disputed' : 'own' };
}
