import { tagsOfOthers } from '../ownership';
import { INLINE_POLICY_NAME } from './desired';
import type { ObservedIdentity } from './observed';

/** A role as it was before it was adopted: as much of it as this resource may change. */
export interface RoleBeforeAdoption {
  readonly roleId: string;
  readonly description: string;
  readonly maxSessionDurationSeconds: number;
  readonly permissionsBoundary: string | null;
  readonly trustPolicy: string;
  /** Without those that this project sets: what an earlier stack has left of them is never put back. */
  readonly tags: Readonly<Record<string, string>>;
  /** The inline policy of the name that this resource uses, when there was one. */
  readonly inlinePolicy: string | null;
  /** The names of all other inline policies, which stay; absent where an earlier version has not kept them. */
  readonly otherInlinePolicyNames?: readonly string[];
  readonly attachedPolicyArns: readonly string[];
}

/** What has to be kept of a role that is about to be adopted. */
export function roleBeforeAdoption(role: ObservedIdentity): RoleBeforeAdoption {
  return {
    roleId: role.roleId,
    description: role.description,
    maxSessionDurationSeconds: role.maxSessionDurationSeconds,
    permissionsBoundary: role.permissionsBoundary,
    trustPolicy: compact(role.trustPolicy),
    tags: tagsOfOthers(role.tags),
    inlinePolicy: compactOrNull(role.inlinePolicies[INLINE_POLICY_NAME]),
    otherInlinePolicyNames: Object.keys(role.inlinePolicies)
      .filter((name) => name !== INLINE_POLICY_NAME)
      .sort(),
    attachedPolicyArns: role.attachedPolicyArns,
  };
}

/** White space counts against the size of what is stored, and IAM keeps documents as people wrote them. */
function compact(document: string): string {
  return JSON.stringify(JSON.parse(document));
}

function compactOrNull(document: string | undefined): string | null {
  return document === undefined ? null : compact(document);
}
