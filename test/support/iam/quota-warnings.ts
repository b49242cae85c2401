import type { RolePlan } from '../../../src/iam/role/plan';
import type { ModelAccount } from './model-iam';

/** Does a warning tell of an exception that the attachment quota forces? */
export function isQuotaWarning(warning: string): boolean {
  return warning.startsWith('The role is at IAM');
}

/** The attached policies that had to give way at the attachment quota, as a warning says. */
export function exchanged(start: ModelAccount, { warnings }: RolePlan): readonly string[] {
  const said = warnings.filter((warning) => warning.includes('had to be detached')).join();
  return start.role?.attachedPolicyArns.filter((arn) => said.includes(arn)) ?? [];
}

/** Does the plan do without a bridge for permissions that move? */
export function saysMoving({ warnings }: RolePlan): boolean {
  return warnings.some((warning) => isQuotaWarning(warning) && warning.includes('move between policies'));
}

/** Does the plan say that permissions may be missing for a moment? */
export function saysGap({ warnings }: RolePlan): boolean {
  return warnings.some(isQuotaWarning);
}
