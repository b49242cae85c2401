import { ADOPTED_TAG, isOwnedBy, isSameOwner, ownerOf } from '../iam/ownership';
import type { RoleBeforeAdoption } from '../iam/role/before-adoption';
import type { ObservedIdentity } from '../iam/role/observed';
import type { Owner } from '../integration/spec';
import type { IntegrationRecord } from '../state/integration';

/** How a role relates to this resource. */
export type RoleOwnership = 'absent' | 'own' | 'foreign';

/**
 * Whose the role is. Its tags decide; where somebody has taken them all off, the record does, as long as it names the
 * very same role and not a later one of the same name.
 */
export function roleOwnershipOf(
  role: ObservedIdentity | null,
  owner: Owner,
  record: IntegrationRecord | undefined,
): RoleOwnership {
  if (role === null) return 'absent';
  if (isOwnedBy(owner, role.tags)) return 'own';
  const isOnRecord = recordOf(role, owner, record) !== undefined;
  return ownerOf(role.tags) === undefined && isOnRecord ? 'own' : 'foreign';
}

/** The record, where it tells what this owner has put on this very role: it may be another's, or of a role before. */
export function recordOf(
  role: ObservedIdentity | null,
  owner: Owner,
  record: IntegrationRecord | undefined,
): IntegrationRecord | undefined {
  const isOfThisRole = record !== undefined && record.roleId === role?.roleId;
  return isOfThisRole && isSameOwner(record.owner, owner) ? record : undefined;
}

/** Was this own role there before, and has to be restored on Delete? Any one trace of that is enough. */
export function isAdopted(
  role: ObservedIdentity,
  before: RoleBeforeAdoption | undefined,
  record: IntegrationRecord | undefined,
): boolean {
  const isOnRecord = record?.adopted === true && record.roleId === role.roleId;
  return ADOPTED_TAG in role.tags || before?.roleId === role.roleId || isOnRecord;
}
