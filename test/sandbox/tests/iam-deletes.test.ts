import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreatePolicyVersionCommand,
  DeleteInstanceProfileCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  ListInstanceProfilesForRoleCommand,
  PutRolePolicyCommand,
  RemoveRoleFromInstanceProfileCommand,
} from '@aws-sdk/client-iam';
import { ACCOUNT, allow, refusal } from './harness';
import { iamOfEachTest } from './iam-of-each-test';

const OWN_POLICY = `arn:aws:iam::${ACCOUNT}:policy/P`;
const SECURITY_AUDIT = 'arn:aws:iam::aws:policy/SecurityAudit';

const account = iamOfEachTest();
const { createPolicy, createRole } = account;

describe('a delete', () => {
  const deleteRole = () => account.iam.send(new DeleteRoleCommand({ RoleName: 'R' }));
  const deletePolicy = () => account.iam.send(new DeletePolicyCommand({ PolicyArn: OWN_POLICY }));

  test('of a role wants its policies and instance profiles gone', async () => {
    const InstanceProfileName = 'I';
    await createRole();
    await account.iam.send(new AttachRolePolicyCommand({ RoleName: 'R', PolicyArn: SECURITY_AUDIT }));
    await account.iam.send(
      new PutRolePolicyCommand({ RoleName: 'R', PolicyName: 'p', PolicyDocument: allow('s3:*') }),
    );
    await account.iam.send(new CreateInstanceProfileCommand({ InstanceProfileName }));
    await account.iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName: 'R' }));

    expect(await refusal(deleteRole())).toBe(
      'DeleteConflictException: Cannot delete entity, must detach all policies first.',
    );
    await account.iam.send(new DetachRolePolicyCommand({ RoleName: 'R', PolicyArn: SECURITY_AUDIT }));
    expect(await refusal(deleteRole())).toBe(
      'DeleteConflictException: Cannot delete entity, must delete policies first.',
    );
    await account.iam.send(new DeleteRolePolicyCommand({ RoleName: 'R', PolicyName: 'p' }));
    const profiles =
      'DeleteConflictException: Cannot delete entity, must remove roles from instance profile first.';
    expect(await refusal(deleteRole())).toBe(profiles);
    expect(await refusal(account.iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName })))).toBe(
      profiles,
    );
    const { InstanceProfiles } = await account.iam.send(
      new ListInstanceProfilesForRoleCommand({ RoleName: 'R' }),
    );
    expect(InstanceProfiles?.map((profile) => profile.Roles?.[0]?.RoleName)).toEqual(['R']);
    await account.iam.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName: 'R' }));
    await deleteRole();
    expect(await refusal(account.iam.send(new GetRoleCommand({ RoleName: 'R' })))).toMatch(/^NoSuchEntity/);
  });

  test('of a policy wants it attached nowhere, and to have one version', async () => {
    await createRole();
    await createPolicy();
    await account.iam.send(new AttachRolePolicyCommand({ RoleName: 'R', PolicyArn: OWN_POLICY }));
    expect(await refusal(deletePolicy())).toBe(
      'DeleteConflictException: Cannot delete a policy attached to entities.',
    );
    await account.iam.send(new DetachRolePolicyCommand({ RoleName: 'R', PolicyArn: OWN_POLICY }));
    await account.iam.send(
      new CreatePolicyVersionCommand({ PolicyArn: OWN_POLICY, PolicyDocument: allow('ec2:*') }),
    );
    expect(await refusal(deletePolicy())).toMatch(/^DeleteConflict.*This policy has more than one version\./);
    const deleteVersion = (VersionId: string) =>
      account.iam.send(new DeletePolicyVersionCommand({ PolicyArn: OWN_POLICY, VersionId }));
    expect(await refusal(deleteVersion('v1'))).toBe(
      'DeleteConflictException: Cannot delete the default version of a policy.',
    );
    await deleteVersion('v2');
    await deletePolicy();
  });

  test('of a policy that is a boundary is refused', async () => {
    await createPolicy();
    await createRole('R', { PermissionsBoundary: OWN_POLICY });
    expect(await refusal(deletePolicy())).toMatch(/attached to entities/);
  });

  test('of AWS’s own policies is refused', async () => {
    expect(await refusal(account.iam.send(new DeletePolicyCommand({ PolicyArn: SECURITY_AUDIT })))).toBe(
      'AccessDenied: Policy is outside your own account.',
    );
  });
});
