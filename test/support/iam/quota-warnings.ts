import type { RolePlan } from '../../../src/iam/role/plan';
import type { ModelAccount } from './model-iam';

/** Does a notice tell of an exception that the attachment quota forces? */
export function isQuotaNotice(notice: string): boolean {
  return notice.startsWith('The role is at IAM');
}

/** The attached policies that had to give way at the attachment quota, as a notice says. */
export function exchanged(start: ModelAccount, { notices }: RolePlan): readonly string[] {
  const said = notices.filter((notice) => notice.includes('had to be detached')).join();
  return start.role?.attachedPolicyArns.filter((arn) => said.includes(arn)) ?? [];
}

/** Does the plan do without a bridge for permissions that move? */
export function saysMoving({ notices }: RolePlan): boolean {
  return notices.some((notice) => isQuotaNotice(notice) && notice.includes('move between policies'));
}

/** Does the plan say that permissions may be missing for a moment? */
export function saysGap({ notices }: RolePlan): boolean {
  return notices.some(isQuotaNotice);
}
