import { applyPlan, ObservationOutdated } from '../iam/apply';
import { describeStep, isEmpty, type Plan } from '../iam/plan';
import { lastAppliedBy } from '../iam/role/last-applied';
import { observeRole } from '../iam/role/observe';
import type { ObservedIdentity, ObservedRole } from '../iam/role/observed';
import { planDelete } from '../iam/role/plan-delete';
import { planRestore } from '../iam/role/plan-restore';
import { restoredPolicyArns } from '../iam/role/restorable';
import type { IntegrationSpec } from '../integration/spec';
import { allSettled } from '../runtime/all-settled';
import { openPropagationWindow, type Propagation } from './propagation-window';
import { nothingToRestore, refusedPrincipals } from './restore';
import { isAdopted, recordOf, roleOwnershipOf } from './role-ownership';
import type { Session } from './session';
import { deleteStoredState, readStoredState, type StoredState } from './stored-state';

export interface DeleteOptions {
  /** Specs of earlier states, whose attachments and tags an adopted role is relieved of. */
  readonly earlier: readonly IntegrationSpec[];
  readonly propagation: Propagation;
}

/** The first time, and one for every time that somebody interferes. */
const MAX_DELETES = 6;
const WAIT_BETWEEN_DELETES_MS = 1_000;

/**
 * Deletes the role that this resource made under this name, or restores an adopted one; then its policies and what
 * is stored of it. Looks again until nothing of its own is left, and as long as something may come to light when
 * nothing was found at all. A role of others is left alone.
 *
 * @throws when something could not be removed, saying what
 */
export async function deleteIntegration(
  session: Session,
  roleName: string,
  options: DeleteOptions,
): Promise<void> {
  const { access, context } = session;
  const window = openPropagationWindow(context, options.propagation);
  const gonePrincipals: string[] = [];
  let deletes = 0;
  for (;;) {
    const readingState = readStoredState(session, roleName);
    const [observed, stored] = await allSettled([
      observeRole(access.iam, access.call, {
        roleName,
        referencedPolicyArns: readingState.then(({ beforeAdoption }) =>
          beforeAdoption ? restoredPolicyArns(beforeAdoption) : [],
        ),
      }),
      readingState,
    ]);
    const plan = deletePlan(session, roleName, observed, stored, options.earlier, gonePrincipals);
    if (isEmpty(plan)) {
      if (deletes === 0 && (await window.again())) continue;
      if (observed.role !== null && isOfOthers(session, observed.role, stored))
        context.log.warn('the role is not this resource’s and stays', { role: observed.role.arn });
      await deleteStoredState(session, roleName, stored);
      return;
    }
    deletes++;
    context.log.info('planned', { stages: plan.stages.map((stage) => stage.map(describeStep)) });
    try {
      await applyPlan(access, plan);
    } catch (error) {
      const refused = refusedPrincipals(error, observed.role, stored.beforeAdoption, gonePrincipals);
      gonePrincipals.push(...refused);
      if (refused.length > 0) continue;
      if (!(error instanceof ObservationOutdated) || deletes >= MAX_DELETES) throw error;
      context.log.warn('looking again', { error });
    }
    if (deletes > 1 || mayBeFollowed(options.propagation, observed))
      await context.clock.sleep(WAIT_BETWEEN_DELETES_MS, context.deadline.signal);
  }
}

/** May there be more of what was found, which will only be seen in a moment? */
function mayBeFollowed(propagation: Propagation, { role }: ObservedRole): boolean {
  return propagation === 'being made' || (propagation === 'just made' && role === null);
}

function isOfOthers(session: Session, role: ObservedIdentity, stored: StoredState): boolean {
  return roleOwnershipOf(role, session.owner, stored.record) === 'foreign';
}

function deletePlan(
  session: Session,
  roleName: string,
  observed: ObservedRole,
  stored: StoredState,
  earlier: readonly IntegrationSpec[],
  gonePrincipals: readonly string[],
): Plan {
  const { role } = observed;
  if (role === null || isOfOthers(session, role, stored))
    return planDelete(roleName, null, observed, session.owner);
  if (!isAdopted(role, stored.beforeAdoption, stored.record))
    return planDelete(roleName, role, observed, session.owner);
  if (stored.beforeAdoption === undefined) throw nothingToRestore(role);
  const record = recordOf(role, session.owner, stored.record);
  const known = record === undefined ? earlier : [...earlier, record.spec];
  return planRestore(
    role,
    observed,
    session.owner,
    stored.beforeAdoption,
    lastAppliedBy(known),
    gonePrincipals,
  );
}
