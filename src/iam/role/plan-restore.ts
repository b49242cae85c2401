import type { Owner } from '../../integration/spec';
import { policiesEquivalent } from '../../policy/equivalence';
import { deletion, versionDeletions } from '../managed-policies/match';
import { ownPolicies } from '../managed-policies/own';
import { ADOPTED_TAG, ATTACHED_TAG, BOUNDARY_TAG, ownerTags } from '../ownership';
import { type Plan, planOf, type Step } from '../plan';
import { ownAttachments } from './attached-tag';
import type { RoleBeforeAdoption } from './before-adoption';
import { boundaryChange, boundaryStays } from './boundary';
import { INLINE_POLICY_NAME } from './desired';
import type { LastApplied } from './last-applied';
import type { ObservedIdentity, ObservedRole } from './observed';
import { settingSteps } from './plan-settings';
import { type Obstacles, restorable } from './restorable';
import { leftAsPeopleMadeIt, settingsToRestore } from './settings-to-restore';

export type RestoreObstacles = Omit<Obstacles, 'missingPolicyArns'>;

const NO_OBSTACLES: RestoreObstacles = { gonePrincipals: [] };

/**
 * Plans how to restore an adopted role: what this resource has changed, as far as it still is as this resource made it and what
 * there was before still exists. What others have added, taken off or changed since stays.
 * The tags that say whose it is go last, so that a repetition still knows it. Pure.
 *
 * @param obstacles what an earlier attempt has run into
 */
export function planRestore(
  role: ObservedIdentity,
  observed: ObservedRole,
  owner: Owner,
  beforeAdoption: RoleBeforeAdoption,
  lastApplied: LastApplied,
  obstacles: RestoreObstacles = NO_OBSTACLES,
): Plan {
  const { missingPolicyArns } = observed;
  const { before, warnings } = restorable(beforeAdoption, role, { missingPolicyArns, ...obstacles });
  const boundary = boundaryChange(before.permissionsBoundary, role);
  const attachedSince = role.attachedPolicyArns.filter(
    (arn) => !beforeAdoption.attachedPolicyArns.includes(arn),
  );
  const { policies: own, claims } = ownPolicies(observed.policies, owner, attachedSince);
  const { isOwn } = ownAttachments({ attachedPolicyArns: [] }, role, lastApplied);
  const ours = new Set([...lastApplied.attachedPolicyArns.filter(isOwn), ...own.map((policy) => policy.arn)]);
  const ownershipKeys = [...Object.keys(ownerTags(owner)), ADOPTED_TAG, ATTACHED_TAG, BOUNDARY_TAG].filter(
    (key) => key in role.tags,
  );
  const obsoleteKeys = lastApplied.tagKeys.filter(
    (key) =>
      Object.hasOwn(role.tags, key) && !Object.hasOwn(before.tags, key) && !ownershipKeys.includes(key),
  );
  const detachments = attachedSince
    .filter((arn) => ours.has(arn))
    .map((policyArn) => ({ kind: 'detach-policy', policyArn }) as const);
  const settings = { ...before, ...settingsToRestore(role, before, lastApplied) };
  return planOf(
    role.name,
    [
      claims,
      // What makes room: IAM allows 50 tags, and does not tell their keys apart by letter case.
      [...boundary.put, ...untag(obsoleteKeys)],
      [...settingSteps(settings, role), ...inlineSteps(role, before)],
      [...detachments, ...versionDeletions(own)],
      [...own.map(deletion), ...boundary.remove],
      untag(ownershipKeys),
    ],
    [
      ...warnings,
      ...leftAsPeopleMadeIt(role, before, settings),
      ...(boundary.ofOthers === null ? [] : [boundaryStays(boundary.ofOthers)]),
    ],
  );
}

function untag(tagKeys: readonly string[]): Step[] {
  return tagKeys.length === 0 ? [] : [{ kind: 'untag-role', tagKeys }];
}

function inlineSteps(role: ObservedIdentity, before: RoleBeforeAdoption): Step[] {
  const inline = role.inlinePolicies[INLINE_POLICY_NAME];
  const policyName = INLINE_POLICY_NAME;
  if (before.inlinePolicy === null)
    return inline === undefined ? [] : [{ kind: 'delete-inline-policy', policyName }];
  if (inline !== undefined && policiesEquivalent(inline, before.inlinePolicy)) return [];
  return [{ kind: 'put-inline-policy', policyName, document: before.inlinePolicy }];
}
