import type { Account, ManagedPolicy } from '../state';
import { awsManagedPolicies, isAwsManagedArn } from './aws-managed-policies';

/**
 * The managed policy of that ARN as an account sees it: its own, or AWS's. Like their names, ARNs are compared without
 * regard to case; the policy has IAM's own spelling (https://github.com/awslabs/mcp/pull/4101).
 */
export function findPolicy(account: Account, arn: string): ManagedPolicy | undefined {
  const isNamed = (policy: ManagedPolicy) => policy.arn.toLowerCase() === arn.toLowerCase();
  if (isAwsManagedArn(arn)) return awsManagedPolicies(account.partition).find(isNamed);
  const policy = account.contents.policies.get(arn.slice(arn.lastIndexOf('/') + 1).toLowerCase());
  return policy !== undefined && isNamed(policy) ? policy : undefined;
}

export function defaultDocument(policy: ManagedPolicy): string {
  const version = policy.versions.get(policy.defaultVersionId);
  if (version === undefined) throw new Error(`${policy.arn} has no version ${policy.defaultVersionId}`);
  return version.document;
}

/** The document in force of a managed policy that something in the account refers to. */
export function attachedDocument(account: Account, arn: string): string {
  const policy = findPolicy(account, arn);
  if (policy === undefined) throw new Error(`${arn} is attached in account ${account.id} but does not exist`);
  return defaultDocument(policy);
}
