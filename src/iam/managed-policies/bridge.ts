import { type ActionSet, actionSet } from '../../policy/action-set';
import { allowedActions } from '../../policy/coverage';
import { documentFor, packActions } from '../../policy/pack';
import { MANAGED_POLICY_CHARACTERS } from '../../policy/quotas';
import { BRIDGE_TAG } from '../ownership';
import { type DesiredRole, INLINE_POLICY_NAME } from '../role/desired';
import type { ObservedIdentity } from '../role/observed';
import { type NewPolicy, newPolicies, type PolicyMatch } from './match';

/** A document in force and the one that takes its place. */
interface Replacement {
  readonly before: ActionSet;
  readonly after: ActionSet;
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
  const steady = actionSet(steadyActions(role, policies));
  const isHeldThroughout = (action: string) =>
    steady.covers(action) ||
    replacements.some(({ before, after }) => before.covers(action) && after.covers(action));
  const losses = replacements.map(({ before }) =>
    actionSet(before.patterns.filter((action) => !isHeldThroughout(action))),
  );
  const moving = replacements.flatMap(({ after }, index) => {
    const lostElsewhere = losses.filter((_, other) => other !== index);
    return after.patterns.filter(
      (action) => !isHeldThroughout(action) && lostElsewhere.some((loss) => loss.intersects(action)),
    );
  });
  const documents = packActions(moving, { characters: MANAGED_POLICY_CHARACTERS }).map(documentFor);
  return newPolicies(desired, documents, takenNames, { ...desired.tags, [BRIDGE_TAG]: 'true' });
}

/** What is allowed by policies that do not change, or go only at the end: an earlier attempt's bridge, for one. */
function steadyActions(role: ObservedIdentity | null, policies: PolicyMatch): readonly string[] {
  const outdated = policies.outdated.map(({ observed }) => observed);
  return [...policies.kept.filter((policy) => !outdated.includes(policy)), ...policies.surplus]
    .filter(({ arn }) => role?.attachedPolicyArns.includes(arn))
    .flatMap(({ document }) => allowedActions(document));
}

function inlineReplacement(desired: DesiredRole, role: ObservedIdentity | null): Replacement[] {
  const inline = role?.inlinePolicies[INLINE_POLICY_NAME];
  return inline === undefined ? [] : [replacement(inline, desired.inlinePolicy)];
}

function managedReplacements(policies: PolicyMatch): Replacement[] {
  return policies.outdated
    .filter((policy) => policy.isAttached)
    .map((policy) => replacement(policy.observed.document, policy.document));
}

function replacement(before: string | object, after: string | object): Replacement {
  return { before: actionSet(allowedActions(before)), after: actionSet(allowedActions(after)) };
}
