import { wantedPermissions } from '../../integration/wanted-permissions';
import { actionSet, isPattern } from '../../policy/action-set';
import { answerOfText } from '../permission-text';
import { actionsOf, concreteActions, grantedActions, missingActions } from '../permissions';
import { policyTexts } from '../policy-texts';
import { serviceOf } from '../representatives';
import { type SimulatedAction, takesAway } from '../simulated-action';
import { simulatorWord } from '../simulator-word';
import type { RoleSituation, Situation } from '../situation';

/** Actions (or patterns) that the role needs and was not seen to have. */
export interface Lack {
  /** None of its policies grants them. */
  readonly certain: readonly string[];
  /** A policy that was not read may grant them, or one does on a condition of which nobody knows whether Datadog meets it. */
  readonly open: readonly string[];
}

/** Which of the needed actions (or patterns) the role does not have by its policies. Pure. */
export function lackOf(needed: readonly string[], present: RoleSituation, situation: Situation): Lack {
  const { simulation } = situation;
  const texts = policyTexts(present, situation);
  const simulated = simulation.ok ? simulation.value : [];
  // What a policy of others grants, only AWS's evaluator knows; of patterns it knows those that stand for them.
  const allowed = simulated.filter(({ deniedBy }) => deniedBy === null).map(({ action }) => action);
  const { permissionSets, target } = situation;
  const concrete = concreteActions(wantedPermissions(target.spec, permissionSets), permissionSets);
  const isAllowed = (pattern: string) => {
    const examples = concrete.filter(actionSet([pattern]).covers);
    return examples.length > 0 && examples.every((action) => allowed.includes(action));
  };
  const { regionalServices } = simulatorWord(situation);
  const missing = missingActions(needed, [...grantedActions(present.observed), ...allowed])
    .filter((action) => texts.isComplete || !isPattern(action) || !isAllowed(action))
    // Nor does the evaluator know patterns that are granted on a condition which Datadog is known to meet.
    .filter((action) => answerOfText(texts.ofRole, action, texts.keys).is !== 'yes')
    // Of what is granted in some regions, the check on regions tells.
    .filter((action) => !regionalServices.has(serviceOf(action)));
  const isOpen = (action: string) => {
    const answers = simulated.filter((entry) => actionSet([action]).covers(entry.action));
    const isAnswered = answers.length > 0 && answers.every(isSure);
    if (isAnswered) return false;
    return !texts.isComplete || answerOfText(texts.ofRole, action, texts.keys).is !== 'no';
  };
  return {
    certain: missing.filter((action) => !isOpen(action)),
    open: missing.filter(isOpen),
  };
}

/** Does the evaluator say for sure whether a policy of the role grants it? What something takes away may be granted. */
function isSure({ missingKeys, deniedBy }: SimulatedAction): boolean {
  return missingKeys === undefined && !takesAway(deniedBy);
}

/** Actions and patterns of the configured permission set, without those that are left out of it. */
export function configuredActions({ permissionSets, target }: Situation): readonly string[] {
  return actionsOf(wantedPermissions(target.spec, permissionSets));
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
