import type { IAMClient } from '@aws-sdk/client-iam';
import type { Call } from '../../aws/calls';
import { allSettled } from '../../runtime/all-settled';
import type { ObservedRole } from '../role/observed';
import { getPolicy } from './observe';

type References = Pick<ObservedRole, 'missingPolicyArns' | 'unattachablePolicyArns' | 'policySpellings'>;

/**
 * What IAM says of the managed policies of others that a spec names: whether they are there and can be attached, and how their
 * ARNs are spelled, as it finds policies regardless of letter case (https://github.com/awslabs/mcp/pull/4101).
 */
export async function observeReferences(
  iam: IAMClient,
  call: Call,
  referenced: readonly string[] | Promise<readonly string[]>,
): Promise<References> {
  const arns = await referenced;
  const policies = await allSettled(
    arns.map(async (asked) => ({ asked, policy: await getPolicy(iam, call, asked) })),
  );
  const found = policies.flatMap(({ asked, policy }) =>
    policy === null ? [] : [{ asked, arn: policy.Arn ?? asked, isAttachable: policy.IsAttachable !== false }],
  );
  const unattachable = found.filter(({ isAttachable }) => !isAttachable).map(({ arn }) => arn);
  const spellings = found.filter(({ asked, arn }) => arn !== asked).map(({ asked, arn }) => [asked, arn]);
  return {
    missingPolicyArns: policies.filter(({ policy }) => policy === null).map(({ asked }) => asked),
    ...(unattachable.length === 0 ? {} : { unattachablePolicyArns: unattachable }),
    ...(spellings.length === 0 ? {} : { policySpellings: Object.fromEntries(spellings) }),
  };
}
