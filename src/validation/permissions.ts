import type { PermissionSet, PermissionSets } from '../datadog/permission-sets';
import type { ObservedRole } from '../iam/role/observed';
import { coversAction } from '../policy/coverage';
import { parseDocument } from '../policy/parse';
import { PATTERN_EXAMPLES } from './pattern-examples';

const WILDCARD = /[*?]/;

/** All actions and action patterns of a permission set. */
export function actionsOf(set: PermissionSet): readonly string[] {
  return [...set.inlineActions, ...set.managedActions];
}

/**
 * Actions without wildcards that stand for a permission set: its own, and for each of its patterns those that the
 * pattern covers of all that Datadog's sets name, and of the examples.
 */
export function concreteActions(set: PermissionSet, sets: PermissionSets): readonly string[] {
  const named = Object.values(sets)
    .flatMap(actionsOf)
    .filter((action) => !WILDCARD.test(action));
  const isNeeded = coverage(actionsOf(set));
  return [...new Set([...named, ...PATTERN_EXAMPLES])].filter(isNeeded).sort();
}

/**
 * What the role's own policies grant: the actions of Allow statements on every resource and without conditions. Left
 * out are policies of others that are attached, whose content is not read.
 */
export function grantedActions(observed: ObservedRole): readonly string[] {
  const attached = new Set(observed.role?.attachedPolicyArns);
  const inline = Object.values(observed.role?.inlinePolicies ?? {});
  const managed = observed.policies.filter(({ arn }) => attached.has(arn)).map(({ document }) => document);
  return [...inline, ...managed].flatMap(unconditionalActions);
}

/** The actions (or patterns) of `needed` that `granted` does not cover. */
export function missingActions(needed: readonly string[], granted: readonly string[]): readonly string[] {
  const isGranted = coverage(granted);
  return needed.filter((action) => !isGranted(action));
}

/** Most of hundreds of actions are found by their name; only patterns have to be tried one by one. */
function coverage(granted: readonly string[]): (action: string) => boolean {
  const names = new Set(granted.map((action) => action.toLowerCase()));
  const patterns = granted.filter((action) => WILDCARD.test(action));
  return (action) =>
    names.has(action.toLowerCase()) || patterns.some((pattern) => coversAction(pattern, action));
}

function unconditionalActions(document: string): readonly string[] {
  return parseDocument(document)
    .statements.filter(
      ({ effect, resources, conditions }) =>
        effect === 'Allow' && resources?.includes('*') === true && conditions.length === 0,
    )
    .flatMap(({ actions }) => actions ?? []);
}
