import { isEmpty } from '../iam/plan';
import type { ObservedIdentity } from '../iam/role/observed';
import type { RolePlan } from '../iam/role/plan';
import type { IntegrationSpec } from '../integration/spec';
import { recordSizeProblem, type UnreadableRecord } from '../state/integration';
import { attachmentProblems } from './attachable-policies';
import { recordContent } from './record-content';
import { replySizeProblems } from './reply-size';
import { boundaryProblems } from './role-boundary';
import type { Session } from './session';
import type { StoredState } from './stored-state';
import type { OwnershipDecision } from './take-ownership';

/** As long as IAM's ids get: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html */
const LONGEST_ROLE_ID = 'A'.repeat(128);

/** What is about to be done to a role. */
export interface Undertaking {
  readonly role: ObservedIdentity | null;
  readonly roleArn: string;
  readonly plan: RolePlan;
  readonly decision: OwnershipDecision;
  readonly selfTestPrincipals: readonly string[];
  /** A newer version's record of this integration: nothing is changed over it. */
  readonly keptRecord: UnreadableRecord | undefined;
}

/** Everything that speaks against it before anything is touched, each with the way out; empty when nothing does. */
export function unmetOf(
  session: Session,
  spec: IntegrationSpec,
  { role, roleArn, plan, decision, selfTestPrincipals, keptRecord }: Undertaking,
): readonly string[] {
  const roleId = role?.roleId ?? LONGEST_ROLE_ID;
  const tooLarge = recordSizeProblem(
    recordContent(session, spec, { roleId, selfTestPrincipals, isAdopted: true }),
  );
  const changesNothing = isEmpty(plan) && Object.keys(decision.tags).length === 0;
  return [
    ...(keptRecord === undefined || changesNothing ? [] : [keptRecord.message]),
    ...plan.unmet,
    ...attachmentProblems(plan, session.settings.attachablePolicyArns),
    ...boundaryProblems(session, spec, role, plan),
    ...(tooLarge === undefined ? [] : [tooLarge]),
    ...replySizeProblems(session, spec, { arn: roleArn, roleId, policyArns: plan.policyArns }),
  ];
}

/**
 * The record that a newer version has written of this very integration: it knows of the role what this version does not, so that
 * nothing is changed over it. One of a role that is gone, left over where a role is made now, counts as none.
 */
export function recordToKeep(
  { knownRoleName }: Session,
  { roleName }: IntegrationSpec,
  role: ObservedIdentity | null,
  { newerRecord }: StoredState,
): UnreadableRecord | undefined {
  const isOfThisRole = role !== null && newerRecord?.newer?.roleId === role.roleId;
  return isOfThisRole || roleName === knownRoleName ? newerRecord : undefined;
}
