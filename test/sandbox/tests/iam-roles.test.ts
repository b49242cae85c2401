import {
  CreateRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { ACCOUNT, allow, TRUST_DATADOG } from './harness';
import { iamOfEachTest } from './iam-of-each-test';

const SECURITY_AUDIT = 'arn:aws:iam::aws:policy/SecurityAudit';

const account = iamOfEachTest();

async function getRole() {
  const { Role } = await account.iam.send(new GetRoleCommand({ RoleName: 'R' }));
  return Role;
}

describe('a role', () => {
  const Tags = [{ Key: 'team', Value: 'a & <b>' }];
  beforeEach(() =>
    account.iam.send(
      new CreateRoleCommand({
        RoleName: 'R',
        Path: '/teams/',
        AssumeRolePolicyDocument: TRUST_DATADOG,
        Description: 'seen by "Datadog" & others',
        MaxSessionDuration: 7200,
        PermissionsBoundary: SECURITY_AUDIT,
        Tags,
      }),
    ),
  );

  test('is shown as it was made', async () => {
    const role = await getRole();
    expect(role).toMatchObject({
      RoleName: 'R',
      Path: '/teams/',
      Arn: `arn:aws:iam::${ACCOUNT}:role/teams/R`,
      Description: 'seen by "Datadog" & others',
      MaxSessionDuration: 7200,
      PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: SECURITY_AUDIT },
      Tags,
    });
    expect(role?.RoleId).toMatch(/^AROA[A-Z2-7]{17}$/);
    expect(decodeURIComponent(role?.AssumeRolePolicyDocument ?? '')).toBe(TRUST_DATADOG);
    expect(role?.AssumeRolePolicyDocument).not.toMatch(/[^A-Za-z0-9%._~-]/);
  });

  test('is listed without tags and boundary', async () => {
    const { Roles = [] } = await account.iam.send(new ListRolesCommand({ PathPrefix: '/teams/' }));
    expect(Roles.map(({ RoleName }) => RoleName)).toEqual(['R']);
    expect(Roles[0]).not.toHaveProperty('Tags');
    expect(Roles[0]).not.toHaveProperty('PermissionsBoundary');
    const elsewhere = await account.iam.send(new ListRolesCommand({ PathPrefix: '/other/' }));
    expect(elsewhere.Roles).toEqual([]);
  });

  test('keeps on UpdateRole what is not given, and loses an empty description', async () => {
    await account.iam.send(new UpdateRoleCommand({ RoleName: 'R', MaxSessionDuration: 3600 }));
    expect(await getRole()).toMatchObject({
      Description: 'seen by "Datadog" & others',
      MaxSessionDuration: 3600,
    });
    await account.iam.send(new UpdateRoleCommand({ RoleName: 'R', Description: '' }));
    expect(await getRole()).not.toHaveProperty('Description');
  });

  test('can lose and get a boundary', async () => {
    await account.iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: 'R' }));
    expect(await getRole()).not.toHaveProperty('PermissionsBoundary');
    const PermissionsBoundary = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    await account.iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: 'R', PermissionsBoundary }));
    expect((await getRole())?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(PermissionsBoundary);
  });

  test('can be tagged and untagged, regardless of the case of keys: the latest spelling stays', async () => {
    await account.iam.send(
      new TagRoleCommand({
        RoleName: 'R',
        Tags: [
          { Key: 'TEAM', Value: 'b' },
          { Key: 'x', Value: '' },
        ],
      }),
    );
    const tagged = await account.iam.send(new ListRoleTagsCommand({ RoleName: 'R' }));
    expect(tagged.Tags).toEqual([
      { Key: 'TEAM', Value: 'b' },
      { Key: 'x', Value: '' },
    ]);
    await account.iam.send(new UntagRoleCommand({ RoleName: 'R', TagKeys: ['team', 'missing'] }));
    const left = await account.iam.send(new ListRoleTagsCommand({ RoleName: 'R' }));
    expect(left.Tags).toEqual([{ Key: 'x', Value: '' }]);
  });

  test('gives back an inline policy character by character', async () => {
    const PolicyDocument = JSON.stringify(JSON.parse(allow('s3:Get*')), null, 2);
    await account.iam.send(new PutRolePolicyCommand({ RoleName: 'R', PolicyName: 'p', PolicyDocument }));
    const found = await account.iam.send(new GetRolePolicyCommand({ RoleName: 'R', PolicyName: 'p' }));
    expect(decodeURIComponent(found.PolicyDocument ?? '')).toBe(PolicyDocument);
  });
});
