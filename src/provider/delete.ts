import { applyPlan, ObservationOutdated } from '../iam/apply';
import { describeStep, isEmpty, type Plan } from '../iam/plan';
import type { RoleBeforeAdoption } from '../iam/role/before-adoption';
import { lastAppliedBy, withoutUnconfirmed } from '../iam/role/last-applied';
import { observeRole } from '../iam/role/observe';
import type { ObservedIdentity, ObservedRole } from '../iam/role/observed';
import { planDelete } from '../iam/role/plan-delete';
import { planRestore, type RestoreObstacles } from '../iam/role/plan-restore';
import { restoredPolicyArns } from '../iam/role/restorable';
import type { IntegrationSpec } from '../integration/spec';
import { allSettled } from '../runtime/all-settled';
import { UnreadableAdoptedRole } from '../state/adopted-role';
import { OwnershipDisputed } from './errors';
import { judgeOwnership } from './judge-ownership';
import { openPropagationWindow, type Propagation } from './propagation-window';
import { isBoundaryRefused, isConfirmed, refusedPrincipals, unconfirmed } from './restore';
import { isAdopted } from './role-ownership';
import type { Session } from './session';
import { deleteStoredState, readStoredState, recordedSpec, type StoredState, storedOf } from './stored-state';

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
  let isBoundaryFixed = false;
  let deletes = 0;
  for (;;) {
    const readingState = readStoredState(session, roleName);
    const [observed, stored] = await allSettled([
      observeRole(access.iam, access.call, {
        roleName,
        referencedPolicyArns: readingState.then(referencedArns),
      }),
      readingState,
    ]);
    const isOwn = await isOwnRole(session, observed.role, stored);
    const own = isOwn ? observed.role : null;
    const plan = deletePlan(session, roleName, own, observed, stored, options.earlier, {
      gonePrincipals,
      ...fixedBoundary(session, observed.role, isBoundaryFixed),
    });
    if (isEmpty(plan)) {
      if (deletes === 0 && (await window.again())) continue;
      if (observed.role !== null && !isOwn)
        context.log.warn('the role is not this resource’s and stays', { role: observed.role.arn });
      await deleteStoredState(session, roleName, stored);
      return;
    }
    await session.operation.confirmed();
    deletes++;
    context.log.info('planned', { stages: plan.stages.map((stage) => stage.map(describeStep)) });
    try {
      await applyPlan(access, plan);
    } catch (error) {
      const refused = refusedPrincipals(error, observed.role, beforeOf(stored), gonePrincipals);
      gonePrincipals.push(...refused);
      if (refused.length > 0) continue;
      if (!isBoundaryFixed && isBoundaryRefused(error)) {
        isBoundaryFixed = true;
        continue;
      }
      if (!(error instanceof ObservationOutdated) || deletes >= MAX_DELETES) throw error;
      context.log.warn('looking again', { error });
    }
    if (deletes > 1 || mayBeFollowed(options.propagation, observed))
      await context.clock.sleep(WAIT_BETWEEN_DELETES_MS, context.deadline.signal);
  }
}

/**
 * The boundary with which an adopted role is handed back, where the one before cannot be brought back: IAM demands the
 * provider's for whatever is put back, and does not let it come off.
 */
function fixedBoundary(
  { settings }: Session,
  role: ObservedIdentity | null,
  isRefused: boolean,
): Pick<RestoreObstacles, 'fixedBoundary'> {
  if (role === null || (settings.roleBoundaryArn === null && !isRefused)) return {};
  return { fixedBoundary: role.permissionsBoundary ?? settings.roleBoundaryArn };
}

/** What is stored of an adopted role, confirmed or not. */
function beforeOf({ adoptedRole }: StoredState): RoleBeforeAdoption | undefined {
  return adoptedRole instanceof UnreadableAdoptedRole ? undefined : adoptedRole?.before;
}

function referencedArns(stored: StoredState): readonly string[] {
  const before = beforeOf(stored);
  return before === undefined ? [] : restoredPolicyArns(before);
}

/** May there be more of what was found, which will only be seen in a moment? */
function mayBeFollowed(propagation: Propagation, { role }: ObservedRole): boolean {
  return propagation === 'being made' || (propagation === 'just made' && role === null);
}

/**
 * Disputed roles stay as well where nothing but the properties names them: this may be the clean-up of a Create that was
 * refused for the very dispute.
 *
 * @throws OwnershipDisputed for a role that is this resource's by its physical id
 */
async function isOwnRole(
  session: Session,
  role: ObservedIdentity | null,
  stored: StoredState,
): Promise<boolean> {
  const judgement = await judgeOwnership(session, role, stored);
  const { ownership } = judgement;
  if (role !== null && ownership === 'disputed' && role.name === session.knownRoleName)
    throw new OwnershipDisputed(role, session.owner, stored.record?.owner);
  if (ownership === 'unproven')
    session.context.log.warn('the role has the tags of this resource, which did not make it', {
      role: role?.arn,
      because: judgement.because,
    });
  return ownership === 'own';
}

function deletePlan(
  session: Session,
  roleName: string,
  role: ObservedIdentity | null,
  observed: ObservedRole,
  stored: StoredState,
  earlier: readonly IntegrationSpec[],
  obstacles: RestoreObstacles,
): Plan {
  if (role === null || !isAdopted(role, session, stored))
    return planDelete(roleName, role, observed, session.owner);
  const known = storedOf(stored, role.roleId);
  if (known === undefined) throw unconfirmed(role, stored);
  const recorded = recordedSpec(stored, session.owner, role.roleId);
  const lastApplied = withoutUnconfirmed(lastAppliedBy(earlier), role, recorded);
  const plan = planRestore(role, observed, session.owner, known.before, lastApplied, obstacles);
  // Where nothing is left to put back (the tags go last), nothing rests on what the parameter says.
  if (isEmpty(plan) || isConfirmed(role, known)) return plan;
  throw unconfirmed(role, stored);
}
