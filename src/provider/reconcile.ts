import { isRefusal } from '../aws/errors';
import { entityPropagation } from '../aws/retry-policies';
import { applyPlan, ObservationOutdated, StepFailed } from '../iam/apply';
import { describeStep, type Plan } from '../iam/plan';
import { attachedPolicyArns, desiredRole } from '../iam/role/desired';
import { lastAppliedBy, withoutUnconfirmed } from '../iam/role/last-applied';
import { observeRole } from '../iam/role/observe';
import type { ObservedIdentity } from '../iam/role/observed';
import { planRole } from '../iam/role/plan';
import { withIamsSpelling } from '../iam/role/policy-spelling';
import type { InvalidProperties } from '../integration/property-reader';
import type { IntegrationSpec } from '../integration/spec';
import { allSettled } from '../runtime/all-settled';
import { retry } from '../runtime/retry';
import { recordSizeProblem } from '../state/integration';
import { OwnershipUnproven, PreconditionFailed, RoleDeleted, RoleOwnedByOthers } from './errors';
import { type Judgement, judgeOwnership } from './judge-ownership';
import { outdatedObservation } from './outdated-observation';
import { RoleOfAnotherStack } from './owning-stack';
import { NOT_CREATED_ID } from './physical-id';
import { boundaryProblems, deniedOrOutdated } from './role-boundary';
import { roleOwnershipOf } from './role-ownership';
import { refusedBy, selfTestPrincipals } from './self-test-principals';
import type { Session } from './session';
import { readStoredState, recordedSpec, type StoredState } from './stored-state';
import { decideOwnership, type OwnershipDecision, takeOwnership } from './take-ownership';
import { givesNothing } from './unlisted-account';

/** As long as IAM's ids get: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html */
const LONGEST_ROLE_ID = 'A'.repeat(128);

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
}

/** What earlier attempts have begun, which IAM may not show yet. */
interface Progress {
  hasRole: boolean;
  /** Was it made here? Then it is made once only: whoever deletes it meanwhile means it. */
  hasMadeRole: boolean;
  policyArns: readonly string[];
  /** Whom the latest plan lets in to try the role, and whom IAM has refused as principals before. */
  selfTestPrincipals: readonly string[];
  leftOut: readonly string[];
  /** Did IAM refuse a policy's name, so that it may be in use under a path that has not been looked at? */
  wasNameTaken: boolean;
}

/**
 * Makes the role as the spec says: observe, plan, apply; again when IAM has changed meanwhile.
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
  const progress: Progress = {
    hasRole: false,
    hasMadeRole: false,
    policyArns: [],
    selfTestPrincipals: [],
    leftOut: [],
    wasNameTaken: false,
  };
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
): Promise<Reconciled> {
  const { access, context, owner } = session;
  const [observed, stored, allPrincipals] = await allSettled([
    observeRole(access.iam, access.call, {
      roleName: spec.roleName,
      referencedPolicyArns: referencedPolicyArns(spec),
      knownPolicyArns: progress.policyArns,
      everyPolicyPath: progress.wasNameTaken,
      waitForRole: progress.hasRole ? [entityPropagation] : [],
    }),
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
  const recorded = recordedSpec(stored, owner, observed.role?.roleId);
  const lastApplied = withoutUnconfirmed(
    lastAppliedBy(
      earlier.map((before) => withIamsSpelling(before, observed)),
      decision.preexisting,
    ),
    observed.role,
    recorded === undefined ? undefined : withIamsSpelling(recorded, observed),
  );
  const plan = planRole(desired, { ...observed, role: decision.role }, owner, lastApplied);
  const isGiven = decision.toStore !== undefined || !givesNothing(plan, observed.role);
  if (doubt !== undefined && isGiven) throw doubt;
  if (reservation !== undefined && isGiven) throw reservation;
  const tooLarge = recordSizeProblem({
    spec,
    owner,
    roleId: observed.role?.roleId ?? LONGEST_ROLE_ID,
    selfTestPrincipals: principals,
    adopted: true,
    permissionsVersion: session.settings.permissionSets[spec.permissions].version,
  });
  const unmet = [
    ...plan.unmet,
    ...boundaryProblems(session, spec, observed.role, plan),
    ...(tooLarge === undefined ? [] : [tooLarge]),
  ];
  if (unmet.length > 0) throw new PreconditionFailed(spec.roleName, unmet);
  await session.operation.confirmed();
  const { isAdopted } = decision;
  const { policyArns } = plan;
  const { leftOut } = progress;
  const known = { arn: desired.arn, isAdopted, selfTestPrincipals: principals, leftOut, policyArns, stored };
  if (doubt !== undefined && observed.role !== null) {
    context.log.warn('nothing has to be given to the role, and it is left as it is', { error: doubt });
    return { ...known, roleId: observed.role.roleId };
  }

  context.log.info('planned', { stages: plan.stages.map((stage) => stage.map(describeStep)) });
  context.claim(spec.roleName);
  progress.policyArns = plan.policyArns;
  progress.hasRole = true;
  const createdRoleId = await carryOut(session, spec, observed.role, decision, plan, progress);
  return { ...known, roleId: createdRoleId ?? observed.role?.roleId ?? '' };
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
    return await applyPlan(session.access, plan);
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

/** SecurityAudit is in the list, too: it is AWS's, but an organization may run without it. */
function referencedPolicyArns(spec: IntegrationSpec): readonly string[] {
  const boundary = spec.permissionsBoundary === null ? [] : [spec.permissionsBoundary];
  return [...new Set([...attachedPolicyArns(spec), ...boundary])];
}
