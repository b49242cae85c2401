import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  type CreateRoleCommandInput,
  DeleteInstanceProfileCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  type IAMClient,
  ListInstanceProfilesForRoleCommand,
  PutRolePolicyCommand,
  RemoveRoleFromInstanceProfileCommand,
} from '@aws-sdk/client-iam';
import { type Sandbox, startSandbox } from '..';
import { ACCOUNT, allow, clientsOf, refusal, TRUST_DATADOG } from './harness';

const OWN_POLICY = `arn:aws:iam::${ACCOUNT}:policy/P`;
const SECURITY_AUDIT = 'arn:aws:iam::aws:policy/SecurityAudit';

let sandbox: Sandbox;
let iam: IAMClient;
beforeEach(async () => {
  sandbox = await startSandbox();
  iam = clientsOf(sandbox).iam;
});
afterEach(() => sandbox.stop());

function createRole(RoleName = 'R', more: Partial<CreateRoleCommandInput> = {}) {
  return iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST_DATADOG, ...more }));
}

function createPolicy(PolicyName = 'P', PolicyDocument = allow('s3:*')) {
  return iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }));
}

describe('a delete', () => {
  const deleteRole = () => iam.send(new DeleteRoleCommand({ RoleName: 'R' }));
  const deletePolicy = () => iam.send(new DeletePolicyCommand({ PolicyArn: OWN_POLICY }));

  test('of a role wants its policies and instance profiles gone', async () => {
    const InstanceProfileName = 'I';
    await createRole();
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'R', PolicyArn: SECURITY_AUDIT }));
    await iam.send(
      new PutRolePolicyCommand({ RoleName: 'R', PolicyName: 'p', PolicyDocument: allow('s3:*') }),
    );
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName }));
    await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName: 'R' }));

    expect(await refusal(deleteRole())).toBe(
      'DeleteConflictException: Cannot delete entity, must detach all policies first.',
    );
    await iam.send(new DetachRolePolicyCommand({ RoleName: 'R', PolicyArn: SECURITY_AUDIT }));
    expect(await refusal(deleteRole())).toBe(
      'DeleteConflictException: Cannot delete entity, must delete policies first.',
    );
    await iam.send(new DeleteRolePolicyCommand({ RoleName: 'R', PolicyName: 'p' }));
    const profiles =
      'DeleteConflictException: Cannot delete entity, must remove roles from instance profile first.';
    expect(await refusal(deleteRole())).toBe(profiles);
    expect(await refusal(iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName })))).toBe(profiles);
    const { InstanceProfiles } = await iam.send(new ListInstanceProfilesForRoleCommand({ RoleName: 'R' }));
    expect(InstanceProfiles?.map((profile) => profile.Roles?.[0]?.RoleName)).toEqual(['R']);
    await iam.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName: 'R' }));
    await deleteRole();
    expect(await refusal(iam.send(new GetRoleCommand({ RoleName: 'R' })))).toMatch(/^NoSuchEntity/);
  });

  test('of a policy wants it attached nowhere, and to have one version', async () => {
    await createRole();
    await createPolicy();
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'R', PolicyArn: OWN_POLICY }));
    expect(await refusal(deletePolicy())).toBe(
      'DeleteConflictException: Cannot delete a policy attached to entities.',
    );
    await iam.send(new DetachRolePolicyCommand({ RoleName: 'R', PolicyArn: OWN_POLICY }));
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn: OWN_POLICY, PolicyDocument: allow('ec2:*') }));
    expect(await refusal(deletePolicy())).toMatch(/^DeleteConflict.*This policy has more than one version\./);
    const deleteVersion = (VersionId: string) =>
      iam.send(new DeletePolicyVersionCommand({ PolicyArn: OWN_POLICY, VersionId }));
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
    expect(await refusal(iam.send(new DeletePolicyCommand({ PolicyArn: SECURITY_AUDIT })))).toBe(
      'AccessDenied: Policy is outside your own account.',
    );
  });
});
