import { isSameOwner, ownerOf } from '../iam/ownership';
import type { ObservedIdentity } from '../iam/role/observed';
import type { Target } from './target';

/**
 * How the role of this name relates to the resource that declares the target:
 *
 * - `own`: the role that the resource has recorded, tagged as its own or not at all
 * - `remade`: tagged as the resource's own, and not the role that it has recorded
 * - `disputed`: the role that the resource has recorded, tagged as another one's
 * - `foreign`: neither tagged as the resource's own nor the role that it has recorded
 * - `undeclared`: nobody declares the target
 */
export type RoleOwnership = 'own' | 'remade' | 'disputed' | 'foreign' | 'undeclared';

/**
 * Whose the role is, by what the provider goes by: its tags, and the id that IAM gives no second role
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids). Pure.
 */
export function ownershipOf(role: ObservedIdentity, { owner, roleId }: Target): RoleOwnership {
  if (owner === null) return 'undeclared';
  const isRecorded = roleId === role.roleId;
  const tagged = ownerOf(role.tags);
  if (tagged === undefined) return isRecorded ? 'own' : 'foreign';
  if (isSameOwner(tagged, owner)) return isRecorded ? 'own' : 'remade';
  return isRecorded ? 'disputed' : 'foreign';
}

/** Would the provider bring the role to what the resource declares? */
export function isTheResources(ownership: RoleOwnership): boolean {
  return ownership === 'own' || ownership === 'remade';
}
