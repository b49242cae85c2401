import { isRefusal } from '../aws/errors';
import { entityPropagation } from '../aws/retry-policies';
import { applyPlan, ObservationOutdated, StepFailed } from '../iam/apply';
import { describeStep, isEmpty, type Plan } from '../iam/plan';
import { type DesiredRole, desiredRole, referencedPolicyArns } from '../iam/role/desired';
import { lastAppliedBy, withoutUnconfirmed } from '../iam/role/last-applied';
import { observeRole } from '../iam/role/observe';
import type { ObservedIdentity, ObservedRole } from '../iam/role/observed';
import { planRole } from '../iam/role/plan';
import { withIamsSpelling } from '../iam/role/policy-spelling';
import { unplannedParts } from '../iam/role/unplanned';
import type { InvalidProperties } from '../integration/property-reader';
import type { IntegrationSpec } from '../integration/spec';
import { allSettled } from '../runtime/all-settled';
import { retry } from '../runtime/retry';
import { type EarlierWishes, earlierWishes } from './earlier-wishes';
import { OwnershipUnproven, PreconditionFailed, RoleDeleted, RoleOwnedByOthers } from './errors';
import { type Judgement, judgeOwnership } from './judge-ownership';
import { outdatedObservation } from './outdated-observation';
import { RoleOfAnotherStack } from './owning-stack';
import { NOT_CREATED_ID } from './physical-id';
import { noProgress, type Progress, unshownAttachments, withPoliciesMade } from './progress';
import { isShown, openPropagationWindow } from './propagation-window';
import { deniedOrOutdated } from './role-boundary';
import { roleOwnershipOf } from './role-ownership';
import { refusedBy, selfTestPrincipals } from './self-test-principals';
import type { Session } from './session';
import { readStoredState, recordOf, type StoredState } from './stored-state';
import { decideOwnership, type OwnershipDecision, takeOwnership } from './take-ownership';
import { givesNothing } from './unlisted-account';
import { recordToKeep, unmetOf } from './unmet';

/** The role once it is as desired. */
export interface Reconciled {
  readonly arn: string;
  readonly roleId: string;
  readonly isAdopted: boolean;
  /** Whom its trust policy lets in to try it. */
  readonly selfTestPrincipals: readonly string[];
  /** Who should have been let in to try it, and was refused by IAM. */
  readonly leftOut: readonly string[];
  /** Managed policies that this resource has attached. */
  readonly policyArns: readonly string[];
  readonly stored: StoredState;
  /** Is the record a newer version's, which stays as it is? */
  readonly isRecordKept: boolean;
  /** Has anything been changed that was there before? Then it is to be verified. */
  readonly isChanged: boolean;
  /** What IAM shows by now that is still to be done: nothing, once all that was written is seen. */
  readonly remaining: () => Promise<Plan>;
}

/** One look at the role, and what came of it. */
interface Outcome {
  readonly reconciled: Reconciled;
  /** Parts that were meant to be otherwise before, and that IAM shows as they are to be all the same. */
  readonly doubtful: readonly string[];
}

/**
 * Makes the role as the spec says: observe, plan, apply; again when IAM has changed meanwhile, when it shows as done what this
 * resource has not done, and, in a rollback, when nothing of the update that is rolled back can be under way any more.
 *
 * @param earlier specs of earlier states, whose attachments and tags may be taken off
 * @param reservation thrown unless the role is given nothing
 * @throws RoleOwnedByOthers and PreconditionFailed before anything is changed; StepFailed and others while it is
 */
export async function reconcile(
  session: Session,
  spec: IntegrationSpec,
  earlier: readonly IntegrationSpec[],
  reservation?: InvalidProperties,
): Promise<Reconciled> {
  const { context, operation, startedAt } = session;
  const progress = noProgress();
  const look = () => lookAndApply(session, spec, earlier, progress, reservation);
  let latest = await look();
  const takesOver = await operation.takesOver();
  const window = openPropagationWindow(context, takesOver ? 'being written' : 'just written', startedAt);
  while (takesOver ? await window.over() : latest.doubtful.length > 0 && (await window.again())) {
    context.log.info('looking again', { takesOver, doubtful: latest.doubtful });
    latest = await look();
  }
  return latest.reconciled;
}

/** One look and what it calls for: again when IAM has changed meanwhile, and without principals that it does not know. */
async function lookAndApply(
  session: Session,
  spec: IntegrationSpec,
  earlier: readonly IntegrationSpec[],
  progress: Progress,
  reservation: InvalidProperties | undefined,
): Promise<Outcome> {
  for (;;) {
    try {
      return await retry(session.context, [outdatedObservation], () =>
        attempt(session, spec, earlier, progress, reservation),
      );
    } catch (error) {
      const refused = refusedBy(error, progress.selfTestPrincipals);
      if (refused.length === 0) throw error;
      progress.leftOut = [...progress.leftOut, ...refused];
      session.context.log.warn('left out of the trust policy, as IAM knows no such principal', { refused });
    }
  }
}

async function attempt(
  session: Session,
  spec: IntegrationSpec,
  earlier: readonly IntegrationSpec[],
  progress: Progress,
  reservation: InvalidProperties | undefined,
): Promise<Outcome> {
  const { context, owner } = session;
  session.operation.ask();
  const [observed, stored, allPrincipals] = await allSettled([
    observe(session, spec, progress),
    readStoredState(session, spec.roleName),
    selfTestPrincipals(session, spec),
  ]);
  const principals = allPrincipals.filter((principal) => !progress.leftOut.includes(principal));
  progress.selfTestPrincipals = principals;
  if (progress.hasMadeRole && observed.role === null) throw new RoleDeleted(spec.roleName);
  const judgement: Judgement = progress.hasMadeRole
    ? { ownership: roleOwnershipOf(observed.role, session, stored) }
    : await judgeOwnership(session, observed.role, stored);
  const doubt = doubtOf(session, observed.role, judgement);
  const settled: Judgement = doubt === undefined ? judgement : { ownership: 'own' };
  const decision = ownershipOrRelease(session, spec, observed.role, stored, settled);
  const desired = desiredRole(withIamsSpelling(spec, observed), {
    owner,
    permissionSets: session.settings.permissionSets,
    selfTestPrincipals: principals,
  });
  const wishes = earlierWishes(session, earlier, observed, stored);
  const before = stateBefore(session, spec, wishes, stored, observed.role, principals);
  const planBy = (shown: ObservedRole) =>
    planRole(desired, shown, owner, {
      ...withoutUnconfirmed(lastAppliedBy(wishes.told, decision.preexisting), shown.role, wishes.recorded),
      ...unshownAttachments(progress, before, isShown(context, session.startedAt)),
    });
  const policies = isShown(context, progress.appliedAt)
    ? observed.policies
    : withPoliciesMade(progress, observed.policies);
  const plan = planBy({ ...observed, policies, role: decision.role });
  const isGiven = decision.toStore !== undefined || !givesNothing(plan, observed.role);
  if (doubt !== undefined && isGiven) throw doubt;
  if (reservation !== undefined && isGiven) throw reservation;
  const keptRecord = recordToKeep(session, spec, observed.role, stored);
  const unmet = unmetOf(session, spec, {
    role: observed.role,
    roleArn: desired.arn,
    plan,
    decision,
    selfTestPrincipals: principals,
    keptRecord,
  });
  if (unmet.length > 0) throw new PreconditionFailed(spec.roleName, unmet);
  await session.operation.confirmed();
  const known = {
    arn: desired.arn,
    isAdopted: decision.isAdopted,
    selfTestPrincipals: principals,
    leftOut: progress.leftOut,
    policyArns: plan.policyArns,
    stored,
    isRecordKept: keptRecord !== undefined,
    remaining: async () => {
      session.operation.ask();
      return planBy(await observe(session, spec, progress));
    },
  };
  if (doubt !== undefined && observed.role !== null) {
    context.log.warn('nothing has to be given to the role, and it is left as it is', { error: doubt });
    return { reconciled: { ...known, isChanged: false, roleId: observed.role.roleId }, doubtful: [] };
  }

  context.log.info('planned', { stages: plan.stages.map((stage) => stage.map(describeStep)) });
  context.claim(spec.roleName);
  progress.policyArns = plan.policyArns;
  progress.hasRole = true;
  const createdRoleId = await carryOut(session, spec, observed.role, decision, plan, progress);
  return {
    reconciled: {
      ...known,
      isChanged: observed.role !== null && !isEmpty(plan),
      roleId: createdRoleId ?? observed.role?.roleId ?? '',
    },
    doubtful: before === undefined ? [] : unplannedParts(before, desired, progress.steps),
  };
}

function observe({ access }: Session, spec: IntegrationSpec, progress: Progress) {
  return observeRole(access.iam, access.call, {
    roleName: spec.roleName,
    referencedPolicyArns: referencedPolicyArns(spec),
    knownPolicyArns: progress.policyArns,
    everyPolicyPath: progress.wasNameTaken,
    waitForRole: progress.hasRole ? [entityPropagation] : [],
  });
}

/** What the role was meant to be before this event: by the record, which SSM does not show late, or else by the event. */
function stateBefore(
  { owner, settings }: Session,
  { roleName }: IntegrationSpec,
  { told, recorded }: EarlierWishes,
  stored: StoredState,
  role: ObservedIdentity | null,
  principals: readonly string[],
): DesiredRole | undefined {
  const previous = recorded ?? told[0];
  if (previous?.roleName !== roleName) return undefined;
  return desiredRole(previous, {
    owner,
    permissionSets: settings.permissionSets,
    selfTestPrincipals: recordOf(stored, role?.roleId)?.selfTestPrincipals ?? principals,
  });
}

/**
 * Of a role that the physical id names, whether it is this resource's matters only where it would be given something: an Update
 * that was refused for the doubt has to find its way back.
 */
function doubtOf(
  { knownRoleName }: Session,
  role: ObservedIdentity | null,
  judgement: Judgement,
): OwnershipUnproven | undefined {
  return judgement.ownership === 'unproven' && role !== null && role.name === knownRoleName
    ? new OwnershipUnproven(role, judgement.because)
    : undefined;
}

/** Whatever there is under this name is somebody else's when ownership may not be taken. */
function ownershipOrRelease(
  session: Session,
  spec: IntegrationSpec,
  role: ObservedIdentity | null,
  stored: StoredState,
  judgement: Judgement,
): OwnershipDecision {
  try {
    return decideOwnership(session, spec, role, stored, judgement);
  } catch (error) {
    session.context.claim(NOT_CREATED_ID);
    throw error;
  }
}

/** Carries out the plan on a role of which ownership is taken first. */
async function carryOut(
  session: Session,
  spec: IntegrationSpec,
  role: ObservedIdentity | null,
  decision: OwnershipDecision,
  plan: Plan,
  progress: Progress,
): Promise<string | undefined> {
  try {
    if (role !== null) await takeOwnership(session, role, decision);
    return await applyPlan(session.access, plan, (step) => {
      progress.steps.push(step);
      progress.appliedAt = session.context.clock.now();
    });
  } catch (failure) {
    const error = await deniedOrOutdated(session, spec, failure);
    if (hasMadeNothing(error)) session.context.claim(NOT_CREATED_ID);
    if (error instanceof ObservationOutdated) {
      progress.wasNameTaken ||= error.step.kind === 'create-policy';
      progress.hasMadeRole ||= role === null && error.step.kind !== 'create-role';
    }
    throw error;
  }
}

function hasMadeNothing(error: unknown): boolean {
  if (error instanceof RoleOfAnotherStack || error instanceof RoleOwnedByOthers) return true;
  return error instanceof StepFailed && error.step.kind === 'create-role' && isRefusal(error.cause);
}
