import { entityPropagation } from '../aws/retry-policies';
import { recordSizeProblem } from '../integration/record';
import type { IntegrationSpec } from '../integration/spec';
import { applyPlan } from '../role/apply';
import { attachedPolicyArns, desiredRole } from '../role/desired';
import { observeRole } from '../role/observe';
import { describeStep } from '../role/plan';
import { planRole } from '../role/plan-role';
import { previousOf } from '../role/previous';
import { allEnded } from '../runtime/all-ended';
import { retry } from '../runtime/retry';
import { decideClaim, stakeClaim } from './claim';
import { type Memory, recall } from './memory';
import { outdatedObservation } from './outdated-observation';
import { unmetPreconditionsOf } from './refusals';
import { selfTestPrincipals } from './self-test-principals';
import type { Session } from './session';

/** The role once it is as desired. */
export interface Established {
  readonly arn: string;
  readonly roleId: string;
  /** Managed policies that this resource has attached. */
  readonly policyArns: readonly string[];
  readonly memory: Memory;
}

/** What an event has begun, for whoever has to undo it. */
export interface Progress {
  /** Set before the first request that makes or adopts the role. */
  begun: boolean;
  /** Managed policies that the role was to have; IAM's lists may not show a new one yet. */
  policyArns: readonly string[];
}

export function newProgress(): Progress {
  return { begun: false, policyArns: [] };
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
  progress: Progress,
): Promise<Established> {
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
      waitForRole: progress.begun ? [entityPropagation] : [],
    }),
    recall(session, spec.roleName),
    selfTestPrincipals(session, spec),
  ]);
  const claim = decideClaim(session, spec, observed.role, memory);
  const desired = desiredRole(spec, {
    owner,
    permissionSets: session.settings.permissionSets,
    selfTestPrincipals: principals,
  });
  const known = memory.record === undefined ? earlier : [...earlier, memory.record.spec];
  const plan = planRole(desired, { ...observed, role: claim.role }, owner, previousOf(known));
  const tooLarge = recordSizeProblem({ spec, owner, roleId: 'AROA' });
  const unmet = tooLarge === undefined ? plan.unmet : [...plan.unmet, tooLarge];
  if (unmet.length > 0) throw unmetPreconditionsOf(spec.roleName, unmet);

  context.log.info('planned', { stages: plan.stages.map((stage) => stage.map(describeStep)) });
  context.claim(spec.roleName);
  progress.policyArns = plan.policyArns;
  progress.begun ||= observed.role === null || claim.isAdoption;
  if (observed.role !== null) await stakeClaim(session, observed.role, claim);
  const createdRoleId = await applyPlan(access, plan);
  const roleId = createdRoleId ?? observed.role?.roleId ?? '';
  return { arn: desired.arn, roleId, policyArns: plan.policyArns, memory };
}

/** SecurityAudit is in the list, too: it is AWS's, but an organization may run without it. */
function referencedPolicyArns(spec: IntegrationSpec): readonly string[] {
  const boundary = spec.permissionsBoundary === null ? [] : [spec.permissionsBoundary];
  return [...new Set([...attachedPolicyArns(spec), ...boundary])];
}
