import { TAGS_PER_ROLE } from '../../policy/quotas';
import { documentSize } from '../../policy/size';
import { ATTACHED_TAG, BOUNDARY_TAG } from '../ownership';
import { boundaryTags } from './boundary';
import { type DesiredRole, INLINE_POLICY_NAME, securityAuditArn } from './desired';
import type { LastApplied } from './last-applied';
import type { ObservedRole } from './observed';

type AttachedAndTagged = Pick<LastApplied, 'attachedPolicyArns' | 'tagKeys'>;

/**
 * What stands in the way of the desired role, found before the first change: quotas, policies that do not exist,
 * what cannot be changed. Each entry gives the numbers and the way out; empty when nothing does.
 *
 * @param ownArns this resource's own managed policies that are there now
 */
export function unmetPreconditions(
  desired: DesiredRole,
  observed: ObservedRole,
  lastApplied: AttachedAndTagged,
  ownArns: readonly string[],
): readonly string[] {
  return [
    ...missingPolicies(desired, observed),
    ...unattachablePolicies(desired, observed),
    ...pathConflict(desired, observed),
    ...trustPolicyQuota(desired, observed),
    ...inlinePolicyQuota(desired, observed),
    ...attachmentQuota(desired, observed, lastApplied, ownArns),
    ...tagQuota(desired, observed, lastApplied),
  ];
}

function missingPolicies(desired: DesiredRole, observed: ObservedRole): string[] {
  return observed.missingPolicyArns.map((arn) => {
    const property = propertyNaming(arn, desired);
    return `${property}: the policy ${arn} does not exist; create it first, or correct the ARN.`;
  });
}

/** A policy that AWS has deprecated stays where it is attached: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-deprecated.html */
function unattachablePolicies(
  desired: DesiredRole,
  { role, unattachablePolicyArns = [] }: ObservedRole,
): string[] {
  const present = [role?.permissionsBoundary, ...(role?.attachedPolicyArns ?? [])];
  return unattachablePolicyArns
    .filter((arn) => !present.includes(arn))
    .map(
      (arn) =>
        `${propertyNaming(arn, desired)}: IAM says of the policy ${arn} that it cannot be attached (IsAttachable is false): leave it out, or name another.`,
    );
}

function propertyNaming(arn: string, desired: DesiredRole): string {
  if (arn === desired.permissionsBoundary) return 'PermissionsBoundary';
  return arn === securityAuditArn(desired.scope) ? 'ResourceCollection' : 'ManagedPolicyArns';
}

function pathConflict(desired: DesiredRole, { role }: ObservedRole): string[] {
  if (role === null || role.path === desired.path) return [];
  return [
    `Path is ${desired.path} and the role ${role.name} has the path ${role.path}: IAM cannot change a path, and cannot have two roles of one name. Set Path to ${role.path}, or change RoleName together with Path.`,
  ];
}

function trustPolicyQuota(desired: DesiredRole, { quotas }: ObservedRole): string[] {
  const size = documentSize(desired.trustPolicy);
  if (size <= quotas.trustPolicyCharacters) return [];
  return [
    `The trust policy has ${size} characters and this account allows ${quotas.trustPolicyCharacters}: use a shorter ExternalId, set SelfTest to Off (which leaves one statement out), or have the quota "Role trust policy length" raised.`,
  ];
}

function inlinePolicyQuota(desired: DesiredRole, { role, quotas }: ObservedRole): string[] {
  const others = Object.entries(role?.inlinePolicies ?? {}).filter(([name]) => name !== INLINE_POLICY_NAME);
  const othersSize = others.reduce((sum, [, document]) => sum + documentSize(document), 0);
  const size = documentSize(desired.inlinePolicy);
  if (size + othersSize <= quotas.inlinePolicyCharactersPerRole) return [];
  return [
    `The inline policy has ${size} characters; with ${othersSize} of other inline policies on the role (${others.map(([name]) => name).join(', ') || 'none'}) that exceeds IAM's ${quotas.inlinePolicyCharactersPerRole}: turn those into managed policies, or list fewer Regions.`,
  ];
}

function attachmentQuota(
  desired: DesiredRole,
  { role, quotas }: ObservedRole,
  lastApplied: AttachedAndTagged,
  ownArns: readonly string[],
): string[] {
  const replaceable = new Set([...ownArns, ...lastApplied.attachedPolicyArns, ...desired.attachedPolicyArns]);
  const others = (role?.attachedPolicyArns ?? []).filter((arn) => !replaceable.has(arn));
  const made = desired.managedPolicies.length;
  const listed = desired.attachedPolicyArns.length;
  const total = made + listed + others.length;
  // Where the account's own quota may not be read, what is attached already tells more than AWS's default.
  const quota = Math.max(quotas.attachedPoliciesPerRole, role?.attachedPolicyArns.length ?? 0);
  if (total <= quota) return [];
  return [
    `The role would have ${total} attached policies (${made} for the permission set, ${listed} of ManagedPolicyArns and ResourceCollection, ${others.length} that others attached) and this account allows ${quota}: choose a smaller Permissions, list fewer ManagedPolicyArns, or have the quota "Managed policies per role" raised.`,
  ];
}

/** What only the provider itself asks for. */
const MARKS = [ATTACHED_TAG, BOUNDARY_TAG];

function tagQuota(desired: DesiredRole, { role }: ObservedRole, lastApplied: AttachedAndTagged): string[] {
  const others = Object.keys(role?.tags ?? {}).filter(
    (key) => !Object.hasOwn(desired.tags, key) && !lastApplied.tagKeys.includes(key) && !MARKS.includes(key),
  );
  const marks = [
    desired.attachedPolicyArns.length > 0,
    // Goes last, when new tags are there already.
    BOUNDARY_TAG in { ...role?.tags, ...boundaryTags([desired.permissionsBoundary]) },
  ].filter(Boolean).length;
  const total = Object.keys(desired.tags).length + marks + others.length;
  if (total <= TAGS_PER_ROLE) return [];
  return [
    `The role would have ${total} tags, ${others.length} of them set by others, and IAM allows ${TAGS_PER_ROLE}: remove ${total - TAGS_PER_ROLE}.`,
  ];
}
