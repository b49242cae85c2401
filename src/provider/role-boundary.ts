import { isAccessDenied } from '../aws/errors';
import { ObservationOutdated, StepFailed } from '../iam/apply';
import { isEmpty, type Step } from '../iam/plan';
import { observeIdentity } from '../iam/role/observe';
import type { ObservedIdentity } from '../iam/role/observed';
import type { RolePlan } from '../iam/role/plan';
import type { IntegrationSpec } from '../integration/spec';
import { show } from '../runtime/text';
import type { Session } from './session';

/**
 * Why IAM would refuse what is wished: told before anything is made. What is there already passes, so that an Update that was
 * refused here can be rolled back.
 *
 * @param role the role as it is; null when it has yet to be made
 */
export function boundaryProblems(
  { settings: { roleBoundaryArn: inForce } }: Session,
  spec: IntegrationSpec,
  role: ObservedIdentity | null,
  plan: RolePlan,
): readonly string[] {
  if (inForce === null) return [];
  const isThere = isEmpty(plan) && role?.permissionsBoundary === spec.permissionsBoundary;
  if (spec.permissionsBoundary !== inForce && !isThere)
    return [
      `PermissionsBoundary is ${show(spec.permissionsBoundary ?? '')}; every role of this provider has the boundary ${inForce}, and IAM refuses any other: leave the property out, or have an administrator set the parameter PermissionsBoundary of the provider's template to that ARN, or to None.`,
    ];
  const { boundaryOfOthers: found } = plan;
  if (found === null || role === null || !plan.stages.flat().some(isGift)) return [];
  return [
    `PermissionsBoundary: the role ${role.name} has the boundary ${found}, which somebody else has set, and under this provider IAM lets a role be changed only with ${inForce}: have whoever set it put that in its place, or have an administrator set the parameter PermissionsBoundary of the provider's template to ${found}, or to None.`,
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
  return isGift(error.step);
}

/** Is it something for which IAM may demand the boundary? */
export function isGift({ kind }: Step): boolean {
  return kind === 'put-inline-policy' || kind === 'attach-policy' || kind === 'update-trust-policy';
}
