import { ADOPTED_TAG, ownerTags } from '../iam/ownership';
import { planOf, type Stage } from '../iam/plan';
import type { DesiredRole } from '../iam/role/desired';
import { lastAppliedBy, preexistingOf, withoutUnconfirmed } from '../iam/role/last-applied';
import type { ObservedIdentity, ObservedRole } from '../iam/role/observed';
import { planRole, type RolePlan } from '../iam/role/plan';
import { changedTags } from '../iam/tag-changes';
import type { IntegrationSpec, Owner } from '../integration/spec';
import type { Adoption } from './adoption';

/** What a plan is made of. */
export interface NextUpdate {
  readonly desired: DesiredRole;
  readonly observed: ObservedRole;
  readonly owner: Owner;
  /** What the resource has recorded, with the ARNs of policies as IAM spells them. */
  readonly recorded: IntegrationSpec;
  readonly adoption: Adoption;
}

/** Of an adopted role that nothing confirms how it was before. */
const UNCONFIRMED = 'true';

/**
 * Plans what the next Update of the resource with the same properties would do, as the provider does: first the role's tags
 * say whose it is, and what was on it before its adoption counts as what it is. Pure.
 */
export function planNextUpdate({ desired, observed, owner, recorded, adoption }: NextUpdate): RolePlan {
  const { role } = observed;
  const tags = role === null ? {} : missingOwnershipTags(role, owner, adoption);
  const taken = role === null ? null : { ...role, tags: { ...role.tags, ...tags } };
  const lastApplied = lastAppliedBy([recorded], role === null ? undefined : preexisting(role, adoption));
  const plan = planRole(
    desired,
    { ...observed, role: taken },
    owner,
    withoutUnconfirmed(lastApplied, taken, recorded),
  );
  const first: Stage = Object.keys(tags).length === 0 ? [] : [{ kind: 'tag-role', tags }];
  return { ...plan, ...planOf(plan.roleName, [first, ...plan.stages], plan.warnings) };
}

/** The tags by which the role says whose it is, as far as it does not have them. */
function missingOwnershipTags(
  { tags }: ObservedIdentity,
  owner: Owner,
  adoption: Adoption,
): Readonly<Record<string, string>> {
  const isMarkLost = adoption.isAdopted && !(ADOPTED_TAG in tags);
  return {
    ...changedTags(ownerTags(owner), tags),
    ...(isMarkLost ? { [ADOPTED_TAG]: UNCONFIRMED } : {}),
  };
}

/** What was on an adopted role before, and is to stay. */
function preexisting(role: ObservedIdentity, adoption: Adoption) {
  if (!adoption.isAdopted || adoption.before === null) return undefined;
  const { before, isConfirmed } = adoption;
  return {
    ...preexistingOf(role, before),
    ...(isConfirmed ? { tagsBefore: before.tags, attachedBefore: before.attachedPolicyArns } : {}),
  };
}
