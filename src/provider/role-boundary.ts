import { isAccessDenied } from '../aws/errors';
import { ObservationOutdated, StepFailed } from '../iam/apply';
import { isEmpty, type Plan } from '../iam/plan';
import { observeIdentity } from '../iam/role/observe';
import type { ObservedIdentity } from '../iam/role/observed';
import type { IntegrationSpec } from '../integration/spec';
import { show } from '../runtime/text';
import type { Session } from './session';

/** What stands between the spec and the only boundary that this provider may give a role. */
export interface BoundaryQuestion {
  readonly spec: IntegrationSpec;
  /** The role as it is; null when it has yet to be made. */
  readonly role: ObservedIdentity | null;
  readonly isAdoption: boolean;
  readonly plan: Plan;
}

/**
 * Why IAM would refuse what is planned, or a guard rail of others would be lost by it: told before anything is made.
 * A plan with nothing in it passes, so that an Update that was refused here can be rolled back.
 */
export function boundaryProblems(session: Session, question: BoundaryQuestion): readonly string[] {
  const { roleBoundaryArn: inForce } = session.settings;
  const { spec, role, isAdoption, plan } = question;
  if (inForce === null || isEmpty(plan)) return [];
  if (spec.permissionsBoundary !== inForce)
    return [
      `PermissionsBoundary is ${show(spec.permissionsBoundary ?? '')}; every role of this provider has the boundary ${inForce}, and IAM refuses any other: leave the property out, or have an administrator set the parameter PermissionsBoundary of the provider's template to that ARN, or to None.`,
    ];
  const found = role?.permissionsBoundary ?? null;
  if (!isAdoption || session.namesBoundary || found === null || found === inForce) return [];
  return [
    `PermissionsBoundary is not given and the role ${spec.roleName} has the boundary ${found}, in whose place this provider would have to put ${inForce}: set PermissionsBoundary to ${inForce} if that may be, or have an administrator set the parameter PermissionsBoundary of the provider's template to ${found}, or to None.`,
  ];
}

/**
 * Where IAM demands a boundary, it refuses to give anything to a role that is gone, or whose boundary somebody has
 * exchanged meanwhile, with AccessDenied instead of what it would say otherwise.
 *
 * @returns what is to be thrown instead
 */
export async function deniedOrOutdated(
  session: Session,
  spec: IntegrationSpec,
  error: unknown,
): Promise<unknown> {
  if (session.settings.roleBoundaryArn === null || !isDeniedGift(error)) return error;
  const { iam, call } = session.access;
  const role = await observeIdentity(iam, call, spec.roleName);
  return role?.permissionsBoundary === spec.permissionsBoundary
    ? error
    : new ObservationOutdated(error.message, error.step, error.cause);
}

function isDeniedGift(error: unknown): error is StepFailed {
  if (!(error instanceof StepFailed) || !isAccessDenied(error.cause)) return false;
  return ['put-inline-policy', 'attach-policy', 'update-trust-policy'].includes(error.step.kind);
}
