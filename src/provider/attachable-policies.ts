import { parseArn } from '../aws/arn';
import { type Plan, policyArnsOf } from '../iam/plan';
import { OWN_POLICY_PATH } from '../integration/names';
import { matchesArn } from '../policy/operators';
import { parsePattern } from '../policy/patterns';

/**
 * Why IAM would refuse to attach a policy, and the way out: told before anything is made. A policy that is attached already
 * passes, so that an Update that was refused here can be rolled back. Pure.
 *
 * @param allowed ARNs, with the wildcards of IAM's `ArnLike`; none means that IAM alone decides
 */
export function attachmentProblems({ stages }: Plan, allowed: readonly string[]): readonly string[] {
  if (allowed.length === 0) return [];
  const refused = policyArnsOf('attach-policy', stages.flat()).filter(
    (arn) => !isOwn(arn) && !allowed.some((pattern) => isLike(pattern, arn)),
  );
  if (refused.length === 0) return [];
  return [
    `ManagedPolicyArns lists ${refused.join(' and ')}; besides its own policies the provider may only attach ${allowed.join(' and ')}. List others, or have an administrator add what is missing to the template parameter AttachablePolicyArns of the provider.`,
  ];
}

function isOwn(policyArn: string): boolean {
  return parseArn(policyArn)?.resource.startsWith(`policy${OWN_POLICY_PATH}`) === true;
}

function isLike(pattern: string, arn: string): boolean {
  return matchesArn(parsePattern(pattern), arn);
}
