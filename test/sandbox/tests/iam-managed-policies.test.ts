import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListPoliciesCommand,
  type ListPoliciesCommandInput,
  ListPolicyTagsCommand,
  ListPolicyVersionsCommand,
  PutRolePermissionsBoundaryCommand,
  SetDefaultPolicyVersionCommand,
  TagPolicyCommand,
  UntagPolicyCommand,
} from '@aws-sdk/client-iam';
import { ACCOUNT, allow, TRUST_DATADOG } from './harness';
import { iamOfEachTest } from './iam-of-each-test';

const account = iamOfEachTest();

describe('a managed policy', () => {
  const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/datadog/P`;
  beforeEach(() =>
    account.iam.send(
      new CreatePolicyCommand({ PolicyName: 'P', Path: '/datadog/', PolicyDocument: allow('s3:*') }),
    ),
  );

  test('has tags whose keys differ by case', async () => {
    const Tags = ['Costcenter', 'costcenter'].map((Key) => ({ Key, Value: Key }));
    await account.iam.send(new TagPolicyCommand({ PolicyArn, Tags }));
    await account.iam.send(new UntagPolicyCommand({ PolicyArn, TagKeys: ['COSTCENTER', 'Costcenter'] }));
    const { Tags: left } = await account.iam.send(new ListPolicyTagsCommand({ PolicyArn }));
    expect(left).toEqual([{ Key: 'costcenter', Value: 'costcenter' }]);
  });

  test('is found by an ARN in any case, and shown in the spelling in which it was made', async () => {
    const asked = `arn:aws:iam::${ACCOUNT}:policy/DATADOG/p`;
    const { Policy } = await account.iam.send(new GetPolicyCommand({ PolicyArn: asked }));
    expect(Policy?.Arn).toBe(PolicyArn);
    await account.createRole();
    const attachments = async () => {
      const { AttachedPolicies = [] } = await account.iam.send(
        new ListAttachedRolePoliciesCommand({ RoleName: 'R' }),
      );
      return AttachedPolicies.map(({ PolicyArn: arn }) => arn);
    };

    await account.iam.send(new AttachRolePolicyCommand({ RoleName: 'R', PolicyArn: asked }));
    await account.iam.send(new AttachRolePolicyCommand({ RoleName: 'R', PolicyArn }));
    expect(await attachments()).toEqual([PolicyArn]);
    await account.iam.send(new DetachRolePolicyCommand({ RoleName: 'R', PolicyArn: asked.toLowerCase() }));
    expect(await attachments()).toEqual([]);
    await account.iam.send(
      new PutRolePermissionsBoundaryCommand({ RoleName: 'R', PermissionsBoundary: asked }),
    );
    const { Role } = await account.iam.send(new GetRoleCommand({ RoleName: 'R' }));
    expect(Role?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(PolicyArn);
  });

  test('has versions, of which one is the default', async () => {
    const create = (action: string, SetAsDefault: boolean) =>
      account.iam.send(
        new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: allow(action), SetAsDefault }),
      );
    await create('ec2:*', false);
    await create('sqs:*', true);

    const { Versions } = await account.iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
    expect(Versions?.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion])).toEqual([
      ['v3', true],
      ['v2', false],
      ['v1', false],
    ]);
    await account.iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v2' }));
    const { Policy } = await account.iam.send(new GetPolicyCommand({ PolicyArn }));
    expect(Policy).toMatchObject({ DefaultVersionId: 'v2', Arn: PolicyArn });
    const { PolicyVersion } = await account.iam.send(
      new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v2' }),
    );
    expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toBe(allow('ec2:*'));
  });

  test('can be tagged and untagged', async () => {
    await account.iam.send(new TagPolicyCommand({ PolicyArn, Tags: [{ Key: 'a', Value: 'b' }] }));
    expect((await account.iam.send(new GetPolicyCommand({ PolicyArn }))).Policy?.Tags).toEqual([
      { Key: 'a', Value: 'b' },
    ]);
    await account.iam.send(new UntagPolicyCommand({ PolicyArn, TagKeys: ['a'] }));
    expect((await account.iam.send(new ListPolicyTagsCommand({ PolicyArn }))).Tags).toEqual([]);
  });

  test('knows who uses it, as permissions or as boundary', async () => {
    const role = { RoleName: 'R', AssumeRolePolicyDocument: TRUST_DATADOG };
    await account.iam.send(new CreateRoleCommand(role));
    await account.iam.send(
      new CreateRoleCommand({ ...role, RoleName: 'Bounded', PermissionsBoundary: PolicyArn }),
    );
    await account.iam.send(new AttachRolePolicyCommand({ RoleName: 'R', PolicyArn }));
    await account.iam.send(new AttachRolePolicyCommand({ RoleName: 'R', PolicyArn }));

    const users = async (PolicyUsageFilter?: 'PermissionsPolicy' | 'PermissionsBoundary') => {
      const filter = PolicyUsageFilter === undefined ? {} : { PolicyUsageFilter };
      const { PolicyRoles } = await account.iam.send(
        new ListEntitiesForPolicyCommand({ PolicyArn, ...filter }),
      );
      return PolicyRoles?.map(({ RoleName }) => RoleName);
    };
    expect(await users()).toEqual(['R', 'Bounded']);
    expect(await users('PermissionsPolicy')).toEqual(['R']);
    expect(await users('PermissionsBoundary')).toEqual(['Bounded']);
    const { Policy } = await account.iam.send(new GetPolicyCommand({ PolicyArn }));
    expect(Policy).toMatchObject({ AttachmentCount: 1, PermissionsBoundaryUsageCount: 1 });
  });

  test('is listed by scope, path and use', async () => {
    const list = async (input: ListPoliciesCommandInput) => {
      const { Policies } = await account.iam.send(new ListPoliciesCommand(input));
      return Policies?.map(({ PolicyName }) => PolicyName);
    };
    expect(await list({ Scope: 'Local' })).toEqual(['P']);
    expect(await list({ Scope: 'AWS' })).toContain('SecurityAudit');
    expect(await list({ PathPrefix: '/datadog/' })).toEqual(['P']);
    expect(await list({ OnlyAttached: true })).toEqual([]);
  });
});
