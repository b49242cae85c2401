import { applyPlan, ObservationOutdated } from '../iam/apply';
import { describeStep, isEmpty, type Plan } from '../iam/plan';
import { previousOf } from '../iam/role/last-applied';
import { observeRole } from '../iam/role/observe';
import type { ObservedIdentity, ObservedRole } from '../iam/role/observed';
import { planHandBack, planRemoval } from '../iam/role/plan-delete';
import { restoredPolicyArns } from '../iam/role/restorable';
import type { IntegrationSpec } from '../integration/spec';
import { allEnded } from '../runtime/all-settled';
import { keepLookout, type Unseen } from './propagation-window';
import { nothingToHandBack, refusedPrincipals } from './restore';
import { isAdopted, recordOf, standingOf } from './role-ownership';
import type { Session } from './session';
import { forget, type Memory, recall } from './stored-state';

export interface RemovalOptions {
  /** Specs of earlier states, whose attachments and tags an adopted role is relieved of. */
  readonly earlier: readonly IntegrationSpec[];
  readonly unseen: Unseen;
}

/** The first time, and one for every time that somebody interferes. */
const MAX_REMOVALS = 6;
const WAIT_BETWEEN_REMOVALS_MS = 1_000;

/**
 * Deletes the role that this resource made under this name, or hands an adopted one back; then its policies and what
 * is remembered of it. Looks again until nothing of its own is left, and as long as something may come to light when
 * nothing was found at all. A role of others is left alone.
 *
 * @throws when something could not be removed, saying what
 */
export async function removeIntegration(
  session: Session,
  roleName: string,
  options: RemovalOptions,
): Promise<void> {
  const { access, context } = session;
  const lookout = keepLookout(context, options.unseen);
  const gonePrincipals: string[] = [];
  let removals = 0;
  for (;;) {
    const recalled = recall(session, roleName);
    const [observed, memory] = await allEnded([
      observeRole(access.iam, access.call, {
        roleName,
        referencedPolicyArns: recalled.then(({ found }) => (found ? restoredPolicyArns(found) : [])),
      }),
      recalled,
    ]);
    const plan = removalPlan(session, roleName, observed, memory, options.earlier, gonePrincipals);
    if (isEmpty(plan)) {
      if (removals === 0 && (await lookout.again())) continue;
      if (observed.role !== null && isOfOthers(session, observed.role, memory))
        context.log.warn('the role is not this resource’s and stays', { role: observed.role.arn });
      await forget(session, roleName, memory);
      return;
    }
    removals++;
    context.log.info('planned', { stages: plan.stages.map((stage) => stage.map(describeStep)) });
    try {
      await applyPlan(access, plan);
    } catch (error) {
      const refused = refusedPrincipals(error, observed.role, memory.found, gonePrincipals);
      gonePrincipals.push(...refused);
      if (refused.length > 0) continue;
      if (!(error instanceof ObservationOutdated) || removals >= MAX_REMOVALS) throw error;
      context.log.warn('looking again', { error });
    }
    if (removals > 1 || mayBeFollowed(options.unseen, observed))
      await context.clock.sleep(WAIT_BETWEEN_REMOVALS_MS, context.deadline.signal);
  }
}

/** May there be more of what was found, which will only be seen in a moment? */
function mayBeFollowed(unseen: Unseen, { role }: ObservedRole): boolean {
  return unseen === 'being made' || (unseen === 'just made' && role === null);
}

function isOfOthers(session: Session, role: ObservedIdentity, memory: Memory): boolean {
  return standingOf(role, session.owner, memory.record) === 'foreign';
}

function removalPlan(
  session: Session,
  roleName: string,
  observed: ObservedRole,
  memory: Memory,
  earlier: readonly IntegrationSpec[],
  gonePrincipals: readonly string[],
): Plan {
  const { role } = observed;
  if (role === null || isOfOthers(session, role, memory))
    return planRemoval(roleName, null, observed, session.owner);
  if (!isAdopted(role, memory.found, memory.record))
    return planRemoval(roleName, role, observed, session.owner);
  if (memory.found === undefined) throw nothingToHandBack(role);
  const record = recordOf(role, session.owner, memory.record);
  const known = record === undefined ? earlier : [...earlier, record.spec];
  return planHandBack(role, observed, session.owner, memory.found, previousOf(known), gonePrincipals);
}
