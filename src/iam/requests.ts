import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  type IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  RemoveRoleFromInstanceProfileCommand,
  type Tag,
  TagPolicyCommand,
  TagRoleCommand,
  UntagPolicyCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import type { SendOptions } from '../aws/calls';
import { OWN_POLICY_PATH } from '../integration/names';
import { policyNameOf } from './managed-policies/names';
import type { Step, StepDocument } from './plan';

/** What is read of IAM's answers. */
export interface Answer {
  readonly $metadata: unknown;
  /** The role that `create-role` made. */
  readonly Role?: { readonly RoleId?: string | undefined } | undefined;
}

/** Carries out one step: exactly one IAM request. */
export function request(iam: IAMClient, roleName: string, step: Step, options: SendOptions): Promise<Answer> {
  const RoleName = roleName;
  switch (step.kind) {
    case 'create-role':
      return iam.send(
        new CreateRoleCommand({
          RoleName,
          Path: step.path,
          AssumeRolePolicyDocument: text(step.trustPolicy),
          Description: step.description,
          MaxSessionDuration: step.maxSessionDurationSeconds,
          ...(step.permissionsBoundary === null ? {} : { PermissionsBoundary: step.permissionsBoundary }),
          Tags: tagList(step.tags),
        }),
        options,
      );
    case 'update-role':
      return iam.send(
        new UpdateRoleCommand({
          RoleName,
          Description: step.description,
          MaxSessionDuration: step.maxSessionDurationSeconds,
        }),
        options,
      );
    case 'update-trust-policy':
      return iam.send(
        new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: text(step.document) }),
        options,
      );
    case 'put-boundary':
      return iam.send(
        new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: step.policyArn }),
        options,
      );
    case 'delete-boundary':
      return iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }), options);
    case 'tag-role':
      return iam.send(new TagRoleCommand({ RoleName, Tags: tagList(step.tags) }), options);
    case 'untag-role':
      return iam.send(new UntagRoleCommand({ RoleName, TagKeys: [...step.tagKeys] }), options);
    case 'put-inline-policy':
      return iam.send(
        new PutRolePolicyCommand({
          RoleName,
          PolicyName: step.policyName,
          PolicyDocument: text(step.document),
        }),
        options,
      );
    case 'delete-inline-policy':
      return iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: step.policyName }), options);
    case 'create-policy':
      return iam.send(
        new CreatePolicyCommand({
          PolicyName: policyNameOf(step.policyArn),
          Path: OWN_POLICY_PATH,
          PolicyDocument: text(step.document),
          Tags: tagList(step.tags),
        }),
        options,
      );
    case 'create-policy-version':
      return iam.send(
        new CreatePolicyVersionCommand({
          PolicyArn: step.policyArn,
          PolicyDocument: text(step.document),
          SetAsDefault: true,
        }),
        options,
      );
    case 'delete-policy-version':
      return iam.send(
        new DeletePolicyVersionCommand({ PolicyArn: step.policyArn, VersionId: step.versionId }),
        options,
      );
    case 'tag-policy':
      return iam.send(new TagPolicyCommand({ PolicyArn: step.policyArn, Tags: tagList(step.tags) }), options);
    case 'untag-policy':
      return iam.send(
        new UntagPolicyCommand({ PolicyArn: step.policyArn, TagKeys: [...step.tagKeys] }),
        options,
      );
    case 'attach-policy':
      return iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: step.policyArn }), options);
    case 'detach-policy':
      return iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: step.policyArn }), options);
    case 'delete-policy':
      return iam.send(new DeletePolicyCommand({ PolicyArn: step.policyArn }), options);
    case 'remove-from-instance-profile':
      return iam.send(
        new RemoveRoleFromInstanceProfileCommand({ RoleName, InstanceProfileName: step.instanceProfile }),
        options,
      );
    case 'delete-role':
      return iam.send(new DeleteRoleCommand({ RoleName }), options);
  }
}

function text(document: StepDocument): string {
  return typeof document === 'string' ? document : JSON.stringify(document);
}

function tagList(tags: Readonly<Record<string, string>>): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
