import { actionsOf, grantedActions, missingActions } from '../permissions';
import type { RoleSituation, Situation } from '../situation';

/** Those of the needed actions (or patterns) that the role does not have by any of its policies. */
export function lackingActions(
  needed: readonly string[],
  { observed }: RoleSituation,
  { simulation }: Situation,
): readonly string[] {
  // What a policy of others grants, only AWS's evaluator knows.
  const allowed = simulation.ok
    ? simulation.value.filter(({ deniedBy }) => deniedBy === null).map(({ action }) => action)
    : [];
  return missingActions(needed, [...grantedActions(observed), ...allowed]);
}

/** Actions and patterns of the configured permission set. */
export function configuredActions({ permissionSets, target }: Situation): readonly string[] {
  return actionsOf(permissionSets[target.spec.permissions]);
}

/** Was the role given an older release of the permission set than this validator knows? */
export function isOutdated({ target, permissionSets }: Situation): boolean {
  const { permissionsVersion, spec } = target;
  return permissionsVersion !== undefined && permissionsVersion < permissionSets[spec.permissions].version;
}

const SHOWN_ACTIONS = 20;

export function listActions(actions: readonly string[]): string {
  const shown = actions.slice(0, SHOWN_ACTIONS).join(', ');
  const more = actions.length - SHOWN_ACTIONS;
  return more > 0 ? `${shown} and ${more} more` : shown;
}
