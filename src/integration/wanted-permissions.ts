import type { PermissionSet, PermissionSets } from '../datadog/permission-sets';
import { actionSet } from '../policy/action-set';
import type { IntegrationSpec } from './spec';

type Asked = Pick<IntegrationSpec, 'permissions' | 'excludeActions'>;

/**
 * The permission set that a spec asks for, without what its `ExcludeActions` names: all that the role is to be granted, and
 * all that it can lack. A pattern of the set goes as a whole where an excluded action may be one that it stands for.
 */
export function wantedPermissions(asked: Asked, sets: PermissionSets): PermissionSet {
  const set = sets[asked.permissions];
  if (asked.excludeActions.length === 0) return set;
  const { intersects } = actionSet(asked.excludeActions);
  const wanted = (actions: readonly string[]) => actions.filter((action) => !intersects(action));
  return {
    version: set.version,
    inlineActions: wanted(set.inlineActions),
    managedActions: wanted(set.managedActions),
  };
}

/** The actions and patterns of the permission set that a spec's `ExcludeActions` leaves out, sorted. */
export function leftOutActions(asked: Asked, sets: PermissionSets): readonly string[] {
  if (asked.excludeActions.length === 0) return [];
  const { inlineActions, managedActions } = sets[asked.permissions];
  const { intersects } = actionSet(asked.excludeActions);
  return [...new Set([...inlineActions, ...managedActions].filter(intersects))].sort();
}
