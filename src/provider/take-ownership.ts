import { applyPlan } from '../iam/apply';
import { ADOPTED_TAG, ownerOf, ownerTags } from '../iam/ownership';
import { planOf } from '../iam/plan';
import { type Previous, untouchedOf } from '../iam/role/last-applied';
import type { ObservedIdentity } from '../iam/role/observed';
import { changedTags } from '../iam/tag-changes';
import type { IntegrationSpec } from '../integration/spec';
import { rememberAdoption } from '../state/adopted-role';
import { foreignRole } from './errors';
import { isAdopted, standingOf } from './role-ownership';
import type { Session } from './session';
import type { Memory } from './stored-state';

/** Whether the role is this resource's, or becomes it, and with which tags it says so. */
export interface Claim {
  /** The role as it will be once it is claimed; null when there is none yet. */
  readonly role: ObservedIdentity | null;
  /** Tags still missing on the role that say whose it is. */
  readonly tags: Readonly<Record<string, string>>;
  /** Is the role somebody else's until now, and not yet kept as it was found? */
  readonly mustRemember: boolean;
  /** Will Delete have to hand the role back? */
  readonly isAdopted: boolean;
  /** What was on the role before and is to stay, whatever earlier specs asked for. */
  readonly untouched?: Previous;
}

/**
 * Decides whether the role may be touched. Pure.
 *
 * @throws Refused when it belongs to somebody else
 */
export function decideClaim(
  session: Session,
  spec: IntegrationSpec,
  role: ObservedIdentity | null,
  memory: Memory,
): Claim {
  if (role === null) return { role, tags: {}, mustRemember: false, isAdopted: false };
  const standing = standingOf(role, session.owner, memory.record);
  const mayAdopt = spec.existingRole === 'Adopt' && ownerOf(role.tags) === undefined;
  if (standing === 'foreign' && !mayAdopt) throw foreignRole(role);
  const isForeign = standing === 'foreign';
  const adopted = isForeign || isAdopted(role, memory.found, memory.record);
  const mustRemember = isForeign && memory.found?.roleId !== role.roleId;
  const found = mustRemember ? role : memory.found;
  const wanted = { ...ownerTags(session.owner), ...(adopted ? { [ADOPTED_TAG]: 'true' } : {}) };
  return {
    role: { ...role, tags: { ...role.tags, ...wanted } },
    tags: changedTags(wanted, role.tags),
    mustRemember,
    isAdopted: adopted,
    ...(found?.roleId === role.roleId ? { untouched: untouchedOf(role, found) } : {}),
  };
}

/**
 * Puts the mark of this resource on the role, before anything else is done to it; an adopted role is kept as found
 * before that, once: what a later look finds may already be our own work.
 */
export async function stakeClaim(session: Session, found: ObservedIdentity, claim: Claim): Promise<void> {
  if (claim.mustRemember) await rememberAdoption(session.store, found, session.owner);
  if (Object.keys(claim.tags).length === 0) return;
  await applyPlan(session.access, planOf(found.name, [[{ kind: 'tag-role', tags: claim.tags }]], []));
}
