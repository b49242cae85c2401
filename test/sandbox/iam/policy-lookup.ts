import type { Account, ManagedPolicy } from '../state';
import { awsManagedPolicies, isAwsManagedArn } from './aws-managed-policies';

/**
 * The managed policy of that ARN as an account sees it: its own, or AWS's. IAM does not tell ARNs of policies apart by letter
 * case (https://github.com/awslabs/mcp/pull/4101).
 */
export function findPolicy(account: Account, arn: string): ManagedPolicy | undefined {
  const isMeant = (policy: ManagedPolicy) => policy.arn.toLowerCase() === arn.toLowerCase();
  if (isAwsManagedArn(arn)) return awsManagedPolicies(account.partition).find(isMeant);
  const policy = account.contents.policies.get(arn.slice(arn.lastIndexOf('/') + 1).toLowerCase());
  return policy !== undefined && isMeant(policy) ? policy : undefined;
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
