import { AwsError } from '../aws-error';
import type { Call } from '../service';
import { arnOf, type InstanceProfile, type ManagedPolicy, type Role } from '../state';
import { isAwsManagedArn, isDeprecated, isForServiceLinkedRoles } from './aws-managed-policies';
import { noSuchEntity } from './errors';
import { findPolicy } from './policy-lookup';

/** Whether IAM's replicas have seen something that was created then. */
function isVisible(call: Call, createdAt: number): boolean {
  return call.now >= createdAt + call.world.propagation.readAfterCreateMs;
}

/** The role that `RoleName` names. @throws AwsError NoSuchEntity */
export function requiredRole(call: Call): Role {
  const name = call.parameters.requiredText('RoleName');
  const role = peekRole(call);
  if (role === undefined || !isVisible(call, role.createdAt)) {
    throw noSuchEntity(`The role with name ${name} cannot be found.`);
  }
  return role;
}

/** The same before permissions are known: nothing is thrown for what does not exist. */
export function peekRole(call: Call): Role | undefined {
  return call.account.contents.roles.get((call.parameters.text('RoleName') ?? '').toLowerCase());
}

/** The ARN of the role that `RoleName` names; of one that does not exist, where it would be. */
export function roleArn(call: Call): string {
  return peekRole(call)?.arn ?? arnOf(call.account, 'iam', `role/${call.parameters.text('RoleName') ?? ''}`);
}

export function peekPolicy(call: Call): ManagedPolicy | undefined {
  return findPolicy(call.account, call.parameters.text('PolicyArn') ?? '');
}

/** The policy that `PolicyArn` names. @throws AwsError NoSuchEntity, InvalidInput */
export function requiredPolicy(call: Call): ManagedPolicy {
  const arn = policyArn(call);
  const policy = findPolicy(call.account, arn);
  if (policy === undefined || !isVisible(call, policy.createdAt)) {
    throw noSuchEntity(`Policy ${arn} was not found.`);
  }
  return policy;
}

/** The policy that is to be attached. @throws AwsError NoSuchEntity, InvalidInput, PolicyNotAttachable */
export function attachablePolicy(call: Call): ManagedPolicy {
  const arn = policyArn(call);
  const policy = findPolicy(call.account, arn);
  if (policy === undefined || !isVisible(call, policy.createdAt)) {
    throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  }
  checkAttachable(call, policy);
  return policy;
}

/**
 * A deprecated policy stays with those who have it, and nobody else gets it
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-deprecated.html). Of service-linked roles' in
 * IAM's words: https://github.com/aws/aws-cdk/issues/6131.
 *
 * @throws AwsError NoSuchEntity, PolicyNotAttachable
 */
function checkAttachable({ account }: Call, policy: ManagedPolicy): void {
  if (isDeprecated(account, policy))
    throw noSuchEntity(`Policy ${policy.arn} does not exist or is not attachable.`);
  if (isForServiceLinkedRoles(policy))
    throw new AwsError('PolicyNotAttachable', 'Cannot attach a Service Role Policy to a Customer Role.');
}

/** The policy that is to be changed. @throws AwsError AccessDenied for AWS's own */
export function ownPolicy(call: Call): ManagedPolicy {
  const policy = requiredPolicy(call);
  if (isAwsManagedArn(policy.arn))
    throw new AwsError('AccessDenied', 'Policy is outside your own account.', 403);
  return policy;
}

/** The boundary that is to be set on a role. @throws AwsError NoSuchEntity, PolicyNotAttachable */
export function requiredBoundary(call: Call): string | undefined {
  const arn = call.parameters.text('PermissionsBoundary');
  if (arn === undefined) return undefined;
  const policy = findPolicy(call.account, arn);
  if (policy === undefined || !isVisible(call, policy.createdAt)) {
    throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
  }
  checkAttachable(call, policy);
  return policy.arn;
}

/** The instance profile that `InstanceProfileName` names. @throws AwsError NoSuchEntity */
export function requiredInstanceProfile(call: Call): InstanceProfile {
  const name = call.parameters.requiredText('InstanceProfileName');
  const profile = call.account.contents.instanceProfiles.get(name.toLowerCase());
  if (profile === undefined || !isVisible(call, profile.createdAt)) {
    throw noSuchEntity(`Instance Profile ${name} cannot be found.`);
  }
  return profile;
}

function policyArn(call: Call): string {
  const arn = call.parameters.requiredText('PolicyArn');
  if (!/^arn:[^:]+:iam::(\d{12}|aws):policy\/.+$/.test(arn)) {
    throw new AwsError('InvalidInput', `ARN ${arn} is not valid.`);
  }
  return arn;
}
