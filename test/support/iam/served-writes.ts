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
import { policyNamed } from './model-iam';
import type { Serving } from './serving';

/** Carries out what is asked of the role. */
export function serveRoleWrites(served: Serving): void {
  const { iam } = served;
  iam.on(CreateRoleCommand).callsFake((input) => {
    served.carryOut(input.RoleName, {
      kind: 'create-role',
      path: input.Path,
      trustPolicy: JSON.parse(input.AssumeRolePolicyDocument),
      description: input.Description,
      maxSessionDurationSeconds: input.MaxSessionDuration,
      permissionsBoundary: input.PermissionsBoundary ?? null,
      tags: tagsIn(input.Tags),
    });
    return { Role: { RoleId: served.account.role?.roleId } };
  });
  iam.on(UpdateRoleCommand).callsFake(({ RoleName, Description, MaxSessionDuration }) =>
    served.carryOut(RoleName, {
      kind: 'update-role',
      description: Description,
      maxSessionDurationSeconds: MaxSessionDuration,
    }),
  );
  iam
    .on(UpdateAssumeRolePolicyCommand)
    .callsFake(({ RoleName, PolicyDocument }) =>
      served.carryOut(RoleName, { kind: 'update-trust-policy', document: PolicyDocument }),
    );
  iam
    .on(PutRolePermissionsBoundaryCommand)
    .callsFake(({ RoleName, PermissionsBoundary }) =>
      served.carryOut(RoleName, { kind: 'put-boundary', policyArn: PermissionsBoundary }),
    );
  iam
    .on(DeleteRolePermissionsBoundaryCommand)
    .callsFake(({ RoleName }) => served.carryOut(RoleName, { kind: 'delete-boundary' }));
  iam
    .on(TagRoleCommand)
    .callsFake(({ RoleName, Tags }) => served.carryOut(RoleName, { kind: 'tag-role', tags: tagsIn(Tags) }));
  iam
    .on(UntagRoleCommand)
    .callsFake(({ RoleName, TagKeys }) =>
      served.carryOut(RoleName, { kind: 'untag-role', tagKeys: TagKeys }),
    );
  iam.on(PutRolePolicyCommand).callsFake(({ RoleName, PolicyName, PolicyDocument }) =>
    served.carryOut(RoleName, {
      kind: 'put-inline-policy',
      policyName: PolicyName,
      document: PolicyDocument,
    }),
  );
  iam
    .on(DeleteRolePolicyCommand)
    .callsFake(({ RoleName, PolicyName }) =>
      served.carryOut(RoleName, { kind: 'delete-inline-policy', policyName: PolicyName }),
    );
  iam
    .on(AttachRolePolicyCommand)
    .callsFake(({ RoleName, PolicyArn }) =>
      served.carryOut(RoleName, { kind: 'attach-policy', policyArn: PolicyArn }),
    );
  iam
    .on(DetachRolePolicyCommand)
    .callsFake(({ RoleName, PolicyArn }) =>
      served.carryOut(RoleName, { kind: 'detach-policy', policyArn: PolicyArn }),
    );
  iam.on(RemoveRoleFromInstanceProfileCommand).callsFake(({ RoleName, InstanceProfileName }) =>
    served.carryOut(RoleName, {
      kind: 'remove-from-instance-profile',
      instanceProfile: InstanceProfileName,
    }),
  );
  iam.on(DeleteRoleCommand).callsFake(({ RoleName }) => served.carryOut(RoleName, { kind: 'delete-role' }));
}

/** Carries out what is asked of managed policies. */
export function servePolicyWrites(served: Serving): void {
  const { iam } = served;
  iam.on(CreatePolicyCommand).callsFake(({ PolicyName, Path, PolicyDocument, Tags }) => {
    if (Path !== '/datadog-integration-role/') throw new Error('writes where it must not');
    return served.carryOut('', {
      kind: 'create-policy',
      policyArn: policyNamed(PolicyName),
      document: JSON.parse(PolicyDocument),
      tags: tagsIn(Tags),
    });
  });
  iam.on(CreatePolicyVersionCommand).callsFake(({ PolicyArn, PolicyDocument, SetAsDefault }) => {
    if (SetAsDefault !== true) throw new Error('the model knows new versions as defaults only');
    const document = JSON.parse(PolicyDocument);
    return served.carryOut('', { kind: 'create-policy-version', policyArn: PolicyArn, document });
  });
  iam
    .on(DeletePolicyVersionCommand)
    .callsFake(({ PolicyArn, VersionId }) =>
      served.carryOut('', { kind: 'delete-policy-version', policyArn: PolicyArn, versionId: VersionId }),
    );
  iam
    .on(TagPolicyCommand)
    .callsFake(({ PolicyArn, Tags }) =>
      served.carryOut('', { kind: 'tag-policy', policyArn: PolicyArn, tags: tagsIn(Tags) }),
    );
  iam
    .on(UntagPolicyCommand)
    .callsFake(({ PolicyArn, TagKeys }) =>
      served.carryOut('', { kind: 'untag-policy', policyArn: PolicyArn, tagKeys: TagKeys }),
    );
  iam
    .on(DeletePolicyCommand)
    .callsFake(({ PolicyArn }) => served.carryOut('', { kind: 'delete-policy', policyArn: PolicyArn }));
}

function tagsIn(tags: readonly Tag[]): Readonly<Record<string, string>> {
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}
