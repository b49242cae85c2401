import { applyPlan } from '../iam/apply';
import { ADOPTED_TAG, ownerOf, ownerTags } from '../iam/ownership';
import { planOf } from '../iam/plan';
import { type LastApplied, preexistingOf } from '../iam/role/last-applied';
import type { ObservedIdentity } from '../iam/role/observed';
import { changedTags } from '../iam/tag-changes';
import type { IntegrationSpec } from '../integration/spec';
import { storeRoleBeforeAdoption } from '../state/adopted-role';
import { RoleOwnedByOthers } from './errors';
import { isAdopted, roleOwnershipOf } from './role-ownership';
import type { Session } from './session';
import type { StoredState } from './stored-state';

/** Whether the role is this resource's, or becomes it, and with which tags it says so. */
export interface OwnershipDecision {
  /** The role as it will be once ownership is taken; null when there is none yet. */
  readonly role: ObservedIdentity | null;
  /** Tags still missing on the role that say whose it is. */
  readonly tags: Readonly<Record<string, string>>;
  /** Is the role somebody else's until now, and not yet stored as it is? */
  readonly mustStore: boolean;
  /** Will Delete have to restore the role? */
  readonly isAdopted: boolean;
  /** What was on the role before and is to stay, whatever earlier specs asked for. */
  readonly preexisting?: LastApplied;
}

/**
 * Decides whether the role may be touched. Pure.
 *
 * @throws RoleOwnedByOthers when it belongs to somebody else
 */
export function decideOwnership(
  session: Session,
  spec: IntegrationSpec,
  role: ObservedIdentity | null,
  stored: StoredState,
): OwnershipDecision {
  if (role === null) return { role, tags: {}, mustStore: false, isAdopted: false };
  const ownership = roleOwnershipOf(role, session.owner, stored.record);
  const mayAdopt = spec.existingRole === 'Adopt' && ownerOf(role.tags) === undefined;
  if (ownership === 'foreign' && !mayAdopt) throw new RoleOwnedByOthers(role);
  const isForeign = ownership === 'foreign';
  const adopted = isForeign || isAdopted(role, stored.beforeAdoption, stored.record);
  const mustStore = isForeign && stored.beforeAdoption?.roleId !== role.roleId;
  const before = mustStore ? role : stored.beforeAdoption;
  const wanted = { ...ownerTags(session.owner), ...(adopted ? { [ADOPTED_TAG]: 'true' } : {}) };
  return {
    role: { ...role, tags: { ...role.tags, ...wanted } },
    tags: changedTags(wanted, role.tags),
    mustStore,
    isAdopted: adopted,
    ...(before?.roleId === role.roleId ? { preexisting: preexistingOf(role, before) } : {}),
  };
}

/**
 * Puts the mark of this resource on the role, before anything else is done to it; a role that is adopted is
 * stored as it was before that, once: what a later look finds may already be our own work.
 */
export async function takeOwnership(
  session: Session,
  role: ObservedIdentity,
  decision: OwnershipDecision,
): Promise<void> {
  if (decision.mustStore) await storeRoleBeforeAdoption(session.store, role, session.owner);
  if (Object.keys(decision.tags).length === 0) return;
  await applyPlan(session.access, planOf(role.name, [[{ kind: 'tag-role', tags: decision.tags }]], []));
}
