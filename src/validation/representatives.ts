import type { PermissionSet, PermissionSets } from '../datadog/permission-sets';
import { isGlobalAction } from '../iam/role/permissions-document';
import { PROBED_ACTION } from '../probe/session';
import { PATTERN_EXAMPLES } from './pattern-examples';
import { concreteActions } from './permissions';

const READ = /:(BatchGet|Describe|Get|List)/;

/**
 * One action for each regional service of a permission set, by which that service is asked for region by region: what a
 * policy does to a region it does to services, hardly ever to single reads. Of CloudWatch it is the one that the probe
 * tries, so that both can be compared.
 */
export function representatives(set: PermissionSet, sets: PermissionSets): readonly string[] {
  const byService = new Map<string, string>([[serviceOf(PROBED_ACTION), PROBED_ACTION]]);
  const actions = concreteActions(set, sets).filter((action) => !isGlobalAction(action));
  // Those that Datadog calls for a service's main metrics come first, and writes, which policies aim at by name, last.
  const examples = PATTERN_EXAMPLES.filter((example) => actions.includes(example));
  for (const action of [...examples, ...actions.filter((name) => READ.test(name)), ...actions])
    if (!byService.has(serviceOf(action))) byService.set(serviceOf(action), action);
  return [...byService.values()].sort();
}

/** The service of an action by its prefix, such as `ec2`. */
export function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(':'));
}
