import { ADOPTED_TAG, isSameOwner, ownerOf } from '../iam/ownership';
import type { ObservedIdentity } from '../iam/role/observed';
import type { Owner } from '../integration/spec';
import type { Session } from './session';
import { recordOf, type StoredState, storedOf } from './stored-state';

/**
 * How a role relates to this resource; `disputed` where its tags name one owner and what is stored of this very role
 * names another.
 */
export type RoleOwnership = 'absent' | 'own' | 'foreign' | 'disputed';

/** Who asks. */
export interface Claimant {
  readonly owner: Owner;
  /** The role that is this resource's by the physical id of the event. */
  readonly knownRoleName: string | undefined;
}

/**
 * Whose the role seems to be. Pure. Writing tags takes a right in IAM, but anybody with `ssm:PutParameter` may have written what is
 * stored: by itself that makes a role nobody's.
 */
export function roleOwnershipOf(
  role: ObservedIdentity | null,
  { owner, knownRoleName }: Claimant,
  stored: StoredState,
): RoleOwnership {
  if (role === null) return 'absent';
  const tagged = ownerOf(role.tags);
  const recorded = recordOf(stored, role.roleId)?.owner;
  const isRecorded =
    (recorded !== undefined && isSameOwner(recorded, owner)) || storedOf(stored, role.roleId) !== undefined;
  const isKnown = role.name === knownRoleName;
  if (tagged === undefined) return isKnown && isRecorded ? 'own' : 'foreign';
  if (isSameOwner(tagged, owner)) return recorded === undefined || isRecorded || isKnown ? 'own' : 'disputed';
  return isKnown && isRecorded ? 'disputed' : 'foreign';
}

/**
 * Was this own role there before, and has to be restored on Delete? Its tag says so. Where somebody has taken that off, what is
 * stored does, but only of a role without any tags of ours, or for a resource that asks for an adoption: of any other,
 * whoever may write parameters could keep a role from being deleted.
 */
export function isAdopted(
  role: ObservedIdentity,
  { asksForAdoption }: Pick<Session, 'asksForAdoption'>,
  stored: StoredState,
): boolean {
  if (ADOPTED_TAG in role.tags) return true;
  if (ownerOf(role.tags) !== undefined && !asksForAdoption) return false;
  return recordOf(stored, role.roleId)?.adopted === true || storedOf(stored, role.roleId) !== undefined;
}
