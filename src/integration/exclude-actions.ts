import type { PermissionSetName, PermissionSets } from '../datadog/permission-sets';
import { actionSet, isPattern } from '../policy/action-set';
import { didYouMean } from '../runtime/suggest';
import { contract } from './contract';

/**
 * The action by which the validator tries the role in every region, and by which Datadog finds metrics at all: a role without it
 * could not be told from one that is refused.
 */
export const NEEDED_ACTION = 'cloudwatch:ListMetrics';

/** How many actions of a set a fault lists. */
const SHOWN_ACTIONS = 8;

/** Is it an action or a pattern of actions, by IAM's grammar? */
export function isActionPattern(value: unknown): value is string {
  return typeof value === 'string' && new RegExp(contract.ExcludeActions.pattern).test(value);
}

/** What is wrong with the form of an entry of `ExcludeActions`, by IAM's grammar of actions. */
export function actionPatternProblem(value: string): string | undefined {
  if (isActionPattern(value)) return undefined;
  return 'it must be an action of IAM, such as s3:PutBucketNotification, or a pattern with * and ?, such as logs:* or *:Put*.';
}

/**
 * What is wrong with an entry of `ExcludeActions` by the permission set from which it is to be left out; undefined where it
 * leaves out whole entries of the set, and not what has to stay.
 *
 * @param all every entry of the property: two may leave out together what each names a part of
 */
export function excludedActionProblem(
  entry: string,
  all: readonly string[],
  name: PermissionSetName,
  sets: PermissionSets,
): string | undefined {
  const actions = actionsOf(name, sets);
  const excluded = actionSet([entry]);
  const touched = actions.filter(excluded.intersects);
  if (touched.length === 0) return matchesNothing(entry, name, sets);
  const { covers } = actionSet(all);
  const parted = touched.filter((action) => !covers(action));
  if (parted.length > 0)
    return `the permission set ${name} grants it, or some of it, by ${listed(parted)}, of which IAM cannot leave out a part: exclude that as a whole, or leave this entry out.`;
  if (actions.every(covers))
    return `with it, ExcludeActions leaves nothing of the permission set ${name}: exclude less.`;
  const needed = touched.find((action) => actionSet([action]).covers(NEEDED_ACTION));
  return needed === undefined
    ? undefined
    : `it leaves out ${needed}, and ${NEEDED_ACTION} has to stay: by it Datadog finds metrics, and the role is tried in every region. Exclude less.`;
}

function matchesNothing(entry: string, name: PermissionSetName, sets: PermissionSets): string {
  const { intersects } = actionSet([entry]);
  const nothing = `no action of Datadog's permission set ${name} (${sets[name].version}) matches it.`;
  const others = Object.keys(sets).filter((other) =>
    actionsOf(other as PermissionSetName, sets).some(intersects),
  );
  if (others.length > 0)
    return `${nothing} Only ${others.join(' and ')} has it, so that the role does not get it: leave the entry out.`;
  const actions = actionsOf(name, sets);
  const [service = ''] = entry.toLowerCase().split(':');
  const ofService = actions.filter((action) => action.startsWith(`${service}:`));
  const hint = isPattern(entry) ? '' : didYouMean(entry, actions);
  if (hint !== '') return `${nothing}${hint}`;
  return ofService.length === 0
    ? `${nothing} It has none of the service ${service}.`
    : `${nothing} Of ${service} it has ${listed(ofService)}.`;
}

function actionsOf(name: PermissionSetName, sets: PermissionSets): readonly string[] {
  return [...sets[name].inlineActions, ...sets[name].managedActions];
}

function listed(actions: readonly string[]): string {
  const more = actions.length - SHOWN_ACTIONS;
  return `${actions.slice(0, SHOWN_ACTIONS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
