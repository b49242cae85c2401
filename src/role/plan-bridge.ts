import { allowedActions, coversAction, patternsIntersect } from '../policy/coverage';
import { policiesEquivalent } from '../policy/equivalence';
import { documentFor, packActions } from '../policy/pack';
import { MANAGED_POLICY_CHARACTERS } from '../policy/quotas';
import { type DesiredRole, INLINE_POLICY_NAME } from './desired';
import type { ObservedIdentity } from './observed';
import { type NewPolicy, newPolicies, type PolicyMatch } from './plan-policies';

/** A document in force and the one that takes its place. */
interface Replacement {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * When an action moves from one document to another and both are replaced, there would be a moment without it,
 * whichever comes first. A bridge is a managed policy with just those actions: attached before, removed afterwards.
 *
 * @param takenNames names of policies that exist or are about to
 */
export function planBridge(
  desired: DesiredRole,
  role: ObservedIdentity | null,
  policies: PolicyMatch,
  takenNames: readonly string[],
): readonly NewPolicy[] {
  const replacements = [...inlineReplacement(desired, role), ...managedReplacements(policies)];
  const moving = replacements.flatMap((replacement) =>
    replacement.after.filter(
      (action) =>
        !replacement.before.some((pattern) => coversAction(pattern, action)) &&
        replacements.some(
          (other) =>
            other !== replacement && other.before.some((pattern) => patternsIntersect(pattern, action)),
        ),
    ),
  );
  const documents = packActions(moving, { characters: MANAGED_POLICY_CHARACTERS }).map(documentFor);
  return newPolicies(desired, documents, takenNames);
}

function inlineReplacement(desired: DesiredRole, role: ObservedIdentity | null): Replacement[] {
  const inline = role?.inlinePolicies[INLINE_POLICY_NAME];
  return inline === undefined || policiesEquivalent(inline, desired.inlinePolicy)
    ? []
    : [{ before: allowedActions(inline), after: allowedActions(desired.inlinePolicy) }];
}

function managedReplacements(policies: PolicyMatch): Replacement[] {
  return policies.outdated
    .filter((policy) => policy.isAttached)
    .map((policy) => ({
      before: allowedActions(policy.observed.document),
      after: allowedActions(policy.document),
    }));
}
