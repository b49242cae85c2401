import { isRefusal } from '../aws/errors';
import { entityPropagation } from '../aws/retry-policies';
import { applyPlan, ObservationOutdated, StepFailed } from '../iam/apply';
import { describeStep, type Plan } from '../iam/plan';
import { attachedPolicyArns, desiredRole } from '../iam/role/desired';
import { previousOf } from '../iam/role/last-applied';
import { observeRole } from '../iam/role/observe';
import type { ObservedIdentity } from '../iam/role/observed';
import { planRole } from '../iam/role/plan';
import type { IntegrationSpec } from '../integration/spec';
import { allEnded } from '../runtime/all-settled';
import { retry } from '../runtime/retry';
import { AdoptionTooLarge } from '../state/adopted-role';
import { recordSizeProblem } from '../state/integration';
import { deletedMeanwhile, unmetPreconditionsOf } from './errors';
import { outdatedObservation } from './outdated-observation';
import { NOT_CREATED_ID } from './physical-id';
import { recordOf } from './role-ownership';
import { selfTestPrincipals } from './self-test-principals';
import type { Session } from './session';
import { type Memory, recall } from './stored-state';
import { type Claim, decideClaim, stakeClaim } from './take-ownership';

/** As long as IAM's ids get: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html */
const LONGEST_ROLE_ID = 'A'.repeat(128);

/** The role once it is as desired. */
export interface Established {
  readonly arn: string;
  readonly roleId: string;
  readonly isAdopted: boolean;
  /** Whom its trust policy lets in to try it. */
  readonly selfTestPrincipals: readonly string[];
  /** Managed policies that this resource has attached. */
  readonly policyArns: readonly string[];
  readonly memory: Memory;
}

/** What earlier attempts have begun, which IAM may not show yet. */
interface Progress {
  hasRole: boolean;
  /** Was it made here? Then it is made once only: whoever deletes it meanwhile means it. */
  hasMadeRole: boolean;
  policyArns: readonly string[];
  /** Did IAM refuse a policy's name, so that it may be in use under a path that has not been looked at? */
  wasNameTaken: boolean;
}

/**
 * Makes the role as the spec says: observe, plan, apply; again when IAM has changed meanwhile.
 *
 * @param earlier specs of earlier states, whose attachments and tags may be taken off
 * @throws Refused before anything is changed; StepFailed and others while it is
 */
export async function establish(
  session: Session,
  spec: IntegrationSpec,
  earlier: readonly IntegrationSpec[],
): Promise<Established> {
  const progress: Progress = { hasRole: false, hasMadeRole: false, policyArns: [], wasNameTaken: false };
  return retry(session.context, [outdatedObservation], () => attempt(session, spec, earlier, progress));
}

async function attempt(
  session: Session,
  spec: IntegrationSpec,
  earlier: readonly IntegrationSpec[],
  progress: Progress,
): Promise<Established> {
  const { access, context, owner } = session;
  const [observed, memory, principals] = await allEnded([
    observeRole(access.iam, access.call, {
      roleName: spec.roleName,
      referencedPolicyArns: referencedPolicyArns(spec),
      knownPolicyArns: progress.policyArns,
      everyPolicyPath: progress.wasNameTaken,
      waitForRole: progress.hasRole ? [entityPropagation] : [],
    }),
    recall(session, spec.roleName),
    selfTestPrincipals(session, spec),
  ]);
  if (progress.hasMadeRole && observed.role === null) throw deletedMeanwhile(spec.roleName);
  const claim = claimOrRelease(session, spec, observed.role, memory);
  const desired = desiredRole(spec, {
    owner,
    permissionSets: session.settings.permissionSets,
    selfTestPrincipals: principals,
  });
  const record = recordOf(observed.role, owner, memory.record);
  const known = record === undefined ? earlier : [...earlier, record.spec];
  const previous = previousOf(known, claim.untouched);
  const plan = planRole(desired, { ...observed, role: claim.role }, owner, previous);
  const tooLarge = recordSizeProblem({
    spec,
    owner,
    roleId: observed.role?.roleId ?? LONGEST_ROLE_ID,
    selfTestPrincipals: principals,
    adopted: true,
    permissionsVersion: session.settings.permissionSets[spec.permissions].version,
  });
  const unmet = tooLarge === undefined ? plan.unmet : [...plan.unmet, tooLarge];
  if (unmet.length > 0) throw unmetPreconditionsOf(spec.roleName, unmet);

  context.log.info('planned', { stages: plan.stages.map((stage) => stage.map(describeStep)) });
  context.claim(spec.roleName);
  progress.policyArns = plan.policyArns;
  progress.hasRole = true;
  const createdRoleId = await carryOut(session, observed.role, claim, plan, progress);
  const roleId = createdRoleId ?? observed.role?.roleId ?? '';
  const { isAdopted } = claim;
  const { policyArns } = plan;
  return { arn: desired.arn, roleId, isAdopted, selfTestPrincipals: principals, policyArns, memory };
}

/** Whatever there is under this name is somebody else's when it may not be claimed. */
function claimOrRelease(
  session: Session,
  spec: IntegrationSpec,
  role: ObservedIdentity | null,
  memory: Memory,
): Claim {
  try {
    return decideClaim(session, spec, role, memory);
  } catch (error) {
    session.context.claim(NOT_CREATED_ID);
    throw error;
  }
}

/** Carries out the plan on a role that is claimed first. */
async function carryOut(
  session: Session,
  role: ObservedIdentity | null,
  claim: Claim,
  plan: Plan,
  progress: Progress,
): Promise<string | undefined> {
  try {
    if (role !== null) await stakeClaim(session, role, claim);
    return await applyPlan(session.access, plan);
  } catch (error) {
    if (hasMadeNothing(error)) session.context.claim(NOT_CREATED_ID);
    if (error instanceof ObservationOutdated) {
      progress.wasNameTaken ||= error.step.kind === 'create-policy';
      progress.hasMadeRole ||= role === null && error.step.kind !== 'create-role';
    }
    throw error;
  }
}

function hasMadeNothing(error: unknown): boolean {
  if (error instanceof AdoptionTooLarge) return true;
  return error instanceof StepFailed && error.step.kind === 'create-role' && isRefusal(error.cause);
}

/** SecurityAudit is in the list, too: it is AWS's, but an organization may run without it. */
function referencedPolicyArns(spec: IntegrationSpec): readonly string[] {
  const boundary = spec.permissionsBoundary === null ? [] : [spec.permissionsBoundary];
  return [...new Set([...attachedPolicyArns(spec), ...boundary])];
}
