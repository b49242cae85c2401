import type { Owner } from '../../integration/spec';
import { deletion, versionDeletions } from '../managed-policies/match';
import { ownPolicies, unclaimed } from '../managed-policies/own';
import { type Plan, planOf, type Step } from '../plan';
import type { ObservedIdentity, ObservedRole } from './observed';

/**
 * Plans how to delete the managed policies that this resource made and, where `role` is its own, the role itself:
 * what others put on the role is taken off as far as IAM demands it. Pure.
 */
export function planDelete(
  roleName: string,
  role: ObservedIdentity | null,
  observed: ObservedRole,
  owner: Owner,
): Plan {
  const own = ownPolicies(observed.policies, owner, role?.attachedPolicyArns ?? []);
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
    ...own.policies.map(deletion),
  ];
  return planOf(
    roleName,
    [own.claims, [...emptying, ...versionDeletions(own.policies)], deletions],
    unclaimed(observed.policies, own),
  );
}
