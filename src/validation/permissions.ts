import type { PermissionSet, PermissionSets } from '../datadog/permission-sets';
import type { ObservedRole } from '../iam/role/observed';
import { actionSet, isPattern } from '../policy/action-set';
import { parseDocument } from '../policy/parse';
import { PATTERN_EXAMPLES } from './pattern-examples';

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
    .filter((action) => !isPattern(action));
  const needed = actionSet(actionsOf(set));
  return [...new Set([...named, ...PATTERN_EXAMPLES])].filter(needed.covers).sort();
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
  const { covers } = actionSet(granted);
  return needed.filter((action) => !covers(action));
}

function unconditionalActions(document: string): readonly string[] {
  return parseDocument(document)
    .statements.filter(
      ({ effect, resources, conditions }) =>
        effect === 'Allow' && resources?.includes('*') === true && conditions.length === 0,
    )
    .flatMap(({ actions }) => actions ?? []);
}
