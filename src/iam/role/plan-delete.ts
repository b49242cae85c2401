import type { Owner } from '../../integration/spec';
import { policiesEquivalent } from '../../policy/equivalence';
import type { RoleAsFound } from '../../state/adopted-role';
import { deletion, versionDeletions } from '../managed-policies/match';
import { ADOPTED_TAG, isOwnedBy, ownerTags } from '../ownership';
import { type Plan, planOf, type Step } from '../plan';
import { INLINE_POLICY_NAME } from './desired';
import type { Previous } from './last-applied';
import type { ObservedIdentity, ObservedPolicy, ObservedRole } from './observed';
import { settingSteps } from './plan-settings';
import { restorable } from './restorable';

/**
 * Plans how to delete the managed policies that this resource made and, where `role` is its own, the role itself:
 * what others put on the role is taken off as far as IAM demands it. Pure.
 */
export function planRemoval(
  roleName: string,
  role: ObservedIdentity | null,
  observed: ObservedRole,
  owner: Owner,
): Plan {
  const own = ownPolicies(observed, owner);
  const emptying: Step[] =
    role === null
      ? []
      : [
          ...role.instanceProfiles.map(
            (instanceProfile) => ({ kind: 'remove-from-instance-profile', instanceProfile }) as const,
          ),
          ...role.attachedPolicyArns.map((policyArn) => ({ kind: 'detach-policy', policyArn }) as const),
          ...Object.keys(role.inlinePolicies).map(
            (policyName) => ({ kind: 'delete-inline-policy', policyName }) as const,
          ),
        ];
  const deletions: Step[] = [
    ...(role === null ? [] : [{ kind: 'delete-role' } as const]),
    ...own.map(deletion),
  ];
  return planOf(roleName, [[...emptying, ...versionDeletions(own)], deletions], []);
}

/**
 * Plans how to give an adopted role back as it was found, as far as what it had still exists. What others have added
 * since stays. The tags that say whose it is go last, so that a repetition still knows it. Pure.
 *
 * @param gonePrincipals principals that IAM has refused in the trust policy as found
 */
export function planHandBack(
  role: ObservedIdentity,
  observed: ObservedRole,
  owner: Owner,
  asFound: RoleAsFound,
  previous: Previous,
  gonePrincipals: readonly string[] = [],
): Plan {
  const gone = { policyArns: observed.missingPolicyArns, principals: gonePrincipals };
  const { found, notices } = restorable(asFound, role, gone);
  const own = ownPolicies(observed, owner);
  const ours = new Set([...previous.attachedPolicyArns, ...own.map((policy) => policy.arn)]);
  const ownershipKeys = [...Object.keys(ownerTags(owner)), ADOPTED_TAG].filter((key) => key in role.tags);
  const obsoleteKeys = previous.tagKeys.filter(
    (key) => Object.hasOwn(role.tags, key) && !Object.hasOwn(found.tags, key) && !ownershipKeys.includes(key),
  );
  const missing = found.attachedPolicyArns.filter((arn) => !role.attachedPolicyArns.includes(arn));
  const detachments = role.attachedPolicyArns
    .filter((arn) => ours.has(arn) && !found.attachedPolicyArns.includes(arn))
    .map((policyArn) => ({ kind: 'detach-policy', policyArn }) as const);
  const isRoom = role.attachedPolicyArns.length + missing.length <= observed.quotas.attachedPoliciesPerRole;
  return planOf(
    role.name,
    [
      // What makes room: IAM allows 50 tags, and does not tell their keys apart by letter case.
      [...untag(obsoleteKeys), ...(isRoom ? [] : detachments)],
      missing.map(attach),
      [...settingSteps(found, role), ...inlineSteps(role, found)],
      [...(isRoom ? detachments : []), ...versionDeletions(own)],
      own.map(deletion),
      untag(ownershipKeys),
    ],
    notices,
  );
}

const attach = (policyArn: string): Step => ({ kind: 'attach-policy', policyArn });

function untag(tagKeys: readonly string[]): Step[] {
  return tagKeys.length === 0 ? [] : [{ kind: 'untag-role', tagKeys }];
}

function ownPolicies(observed: ObservedRole, owner: Owner): readonly ObservedPolicy[] {
  return observed.policies.filter((policy) => isOwnedBy(owner, policy.tags));
}

function inlineSteps(role: ObservedIdentity, found: RoleAsFound): Step[] {
  const inline = role.inlinePolicies[INLINE_POLICY_NAME];
  const policyName = INLINE_POLICY_NAME;
  if (found.inlinePolicy === null)
    return inline === undefined ? [] : [{ kind: 'delete-inline-policy', policyName }];
  if (inline !== undefined && policiesEquivalent(inline, found.inlinePolicy)) return [];
  return [{ kind: 'put-inline-policy', policyName, document: found.inlinePolicy }];
}
