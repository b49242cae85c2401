import { adoptionParameterName, recordParameterName } from '../integration/names';
import type { IntegrationSpec } from '../integration/spec';
import { applyPlan, ObservationOutdated } from '../role/apply';
import { observeRole } from '../role/observe';
import type { ObservedRole } from '../role/observed';
import { ADOPTED_TAG, LOGICAL_ID_TAG, STACK_ID_TAG } from '../role/ownership';
import { describeStep, isEmpty, type Plan } from '../role/plan';
import { planHandBack, planRemoval } from '../role/plan-removal';
import { previousOf } from '../role/previous';
import { allEnded } from '../runtime/all-ended';
import { forget, type Memory, recall } from './memory';
import type { Session } from './session';
import { isAdopted, standingOf } from './standing';

/** An adopted role of which nobody knows any more how it was. */
export class HandBackImpossible extends Error {
  override readonly name = 'HandBackImpossible';
}

export interface RemovalOptions {
  /** Specs of earlier states, whose attachments and tags an adopted role is relieved of. */
  readonly earlier: readonly IntegrationSpec[];
  /** Something may have been made so recently that IAM does not show it yet. */
  readonly mayBeUnseen: boolean;
}

/** The first look, and one for every time that somebody interferes. */
const MAX_PASSES = 6;
const UNSEEN_WAIT_MS = 1_000;

/**
 * Deletes the role that this resource made under this name, or hands an adopted one back; then its policies and what
 * is remembered of it. Looks again until nothing of its own is left. A role of others is left alone.
 *
 * @throws when something could not be removed, saying what
 */
export async function removeIntegration(
  session: Session,
  roleName: string,
  options: RemovalOptions,
): Promise<void> {
  const { access, context } = session;
  for (let pass = 1; ; pass++) {
    const [observed, memory] = await allEnded([
      observeRole(access.iam, access.call, {
        roleName,
        referencedPolicyArns: [],
      }),
      recall(session, roleName),
    ]);
    const plan = removalPlan(session, roleName, observed, memory, options.earlier);
    const mayAppear = pass === 1 && options.mayBeUnseen && observed.role === null;
    if (isEmpty(plan) && !mayAppear) {
      await forget(session, roleName, memory);
      return;
    }
    context.log.info('planned', { stages: plan.stages.map((stage) => stage.map(describeStep)) });
    try {
      await applyPlan(access, plan);
    } catch (error) {
      if (!(error instanceof ObservationOutdated) || pass >= MAX_PASSES) throw error;
      context.log.warn('looking again', { error });
    }
    if (mayAppear || pass > 1) await context.clock.sleep(UNSEEN_WAIT_MS, context.deadline.signal);
  }
}

function removalPlan(
  session: Session,
  roleName: string,
  observed: ObservedRole,
  memory: Memory,
  earlier: readonly IntegrationSpec[],
): Plan {
  const { role } = observed;
  if (role === null || standingOf(role, session.owner, memory.record) === 'foreign') {
    if (role !== null)
      session.context.log.warn('the role is not this resource’s and stays', { role: role.arn });
    return planRemoval(roleName, null, observed, session.owner);
  }
  if (!isAdopted(role, memory.found, memory.record))
    return planRemoval(roleName, role, observed, session.owner);
  if (memory.found === undefined) {
    throw new HandBackImpossible(
      `The role ${role.arn} was adopted, and the SSM parameter ${adoptionParameterName(roleName)}, which says how it was before, is gone; nothing has been changed. To keep the role as it is, take the tags ${STACK_ID_TAG}, ${LOGICAL_ID_TAG}, ${ADOPTED_TAG} off it and delete the SSM parameter ${recordParameterName(roleName)}, then delete again.`,
    );
  }
  const known = memory.record === undefined ? earlier : [...earlier, memory.record.spec];
  return planHandBack(role, observed, session.owner, memory.found, previousOf(known));
}
