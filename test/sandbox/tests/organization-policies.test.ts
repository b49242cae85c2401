import { GetRoleCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { type RoleSeed, type Sandbox, startSandbox } from '..';
import REGION_DENY from './cases/region-deny-scp.json';
import {
  ACCOUNT,
  allow,
  clientsOf,
  DATADOG,
  deny,
  policy,
  refusal,
  roleArn,
  TRUST_DATADOG,
  TRUST_LAMBDA,
} from './harness';

const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/Boundary`;
const GET_ROLE = new GetRoleCommand({ RoleName: 'Caller' });

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

/** Clients of a role that has these policies. */
function clientsOfRole(role: Omit<RoleSeed, 'name' | 'trust'>, region?: string) {
  sandbox.account().seed({ roles: [{ name: 'Caller', trust: TRUST_LAMBDA, ...role }] });
  return clientsOf(sandbox, sandbox.account().credentialsOf('Caller').accessKeyId, region);
}

describe('a service control policy', () => {
  const parameter = new GetParameterCommand({ Name: '/a' });

  test('binds every role of the account, and the regions in which it denies', async () => {
    sandbox.configure({ accounts: { [ACCOUNT]: { scps: [REGION_DENY] } } });
    const role = { inline: { all: allow('*') } };
    const { ssm, iam } = clientsOfRole(role, 'ap-southeast-2');

    expect(await refusal(ssm.send(parameter))).toMatch(
      /on resource: arn:aws:ssm:ap-southeast-2:.* with an explicit deny in a service control policy$/,
    );
    await expect(iam.send(GET_ROLE)).resolves.toBeDefined();
    const inEurope = clientsOf(sandbox, sandbox.account().credentialsOf('Caller').accessKeyId, 'eu-west-1');
    expect(await refusal(inEurope.ssm.send(parameter))).toMatch(/^ParameterNotFound/);
  });

  test('that allows is all that is allowed', async () => {
    sandbox.configure({ accounts: { [ACCOUNT]: { scps: [allow('iam:*')] } } });
    const { ssm, iam } = clientsOfRole({ inline: { all: allow('*') } });
    await expect(iam.send(GET_ROLE)).resolves.toBeDefined();
    expect(await refusal(ssm.send(parameter))).toMatch(
      /because no service control policy allows the ssm:GetParameter/,
    );
  });

  test('binds the administrator only when it is told to', async () => {
    sandbox.configure({ accounts: { [ACCOUNT]: { scps: [deny('iam:*')] } } });
    const { iam } = clientsOf(sandbox);
    await expect(iam.send(new ListRolesCommand({}))).resolves.toBeDefined();
    sandbox.configure({ accounts: { [ACCOUNT]: { scpsBindAdministrator: true } } });
    expect(await refusal(iam.send(new ListRolesCommand({})))).toMatch(
      /explicit deny in a service control policy$/,
    );
  });

  test('does not keep outsiders from assuming a role, only their session from working', async () => {
    sandbox.configure({ accounts: { [ACCOUNT]: { scps: [deny('sts:AssumeRole', 'ssm:*')] } } });
    sandbox.account().seed({ roles: [{ name: 'R', trust: TRUST_DATADOG, inline: { all: allow('*') } }] });
    const assume = new AssumeRoleCommand({ RoleArn: roleArn('R'), RoleSessionName: 'datadog' });

    const { Credentials } = await clientsOf(sandbox, DATADOG).sts.send(assume);

    const { ssm } = clientsOf(sandbox, Credentials?.AccessKeyId);
    expect(await refusal(ssm.send(parameter))).toMatch(/with an explicit deny in a service control policy$/);
  });
});

describe('a resource control policy', () => {
  const rcp = policy({
    Effect: 'Deny',
    Principal: '*',
    Action: 'sts:AssumeRole',
    Resource: '*',
    Condition: {
      StringNotEqualsIfExists: {
        'aws:PrincipalOrgID': 'o-ours',
        'aws:PrincipalAccount': ['111111111111'],
        'aws:ResourceTag/exempt': 'true',
      },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
    },
  });
  const assume = (role: string) =>
    clientsOf(sandbox, DATADOG).sts.send(
      new AssumeRoleCommand({ RoleArn: roleArn(role), RoleSessionName: 'dd' }),
    );

  test('keeps outsiders from assuming the account’s roles, but for those it exempts', async () => {
    sandbox.configure({ accounts: { [ACCOUNT]: { rcps: [rcp], organizationId: 'o-ours' } } });
    sandbox.account().seed({
      roles: [
        { name: 'R', trust: TRUST_DATADOG },
        { name: 'Exempt', trust: TRUST_DATADOG, tags: { exempt: 'true' } },
      ],
    });
    expect(await refusal(assume('R'))).toMatch(/^AccessDenied: .* on resource: arn:aws:iam::\d+:role\/R$/);
    await expect(assume('Exempt')).resolves.toBeDefined();
    sandbox.configure({ accounts: { [DATADOG]: { organizationId: 'o-ours' } } });
    await expect(assume('R')).resolves.toBeDefined();
  });

  test('is named to callers of the same account', async () => {
    sandbox.configure({ accounts: { [ACCOUNT]: { rcps: [deny('sts:AssumeRole')] } } });
    sandbox.account().seed({ roles: [{ name: 'R', trust: TRUST_DATADOG }] });
    const { sts } = clientsOfRole({ inline: { all: allow('*') } });
    const call = sts.send(new AssumeRoleCommand({ RoleArn: roleArn('R'), RoleSessionName: 'x1' }));
    expect(await refusal(call)).toMatch(/with an explicit deny in a resource control policy$/);
  });
});

describe('effectivePermissions', () => {
  test('answers for the role as it is, with boundary and service control policies', () => {
    sandbox.configure({ accounts: { [ACCOUNT]: { scps: [REGION_DENY] } } });
    sandbox.account().seed({
      policies: [{ name: 'Boundary', document: allow('ec2:*', 'iam:*', 's3:*') }],
      roles: [
        {
          name: 'R',
          trust: TRUST_DATADOG,
          boundaryArn: BOUNDARY,
          inline: {
            one: policy({ Effect: 'Allow', Action: ['ec2:Describe*', 'sqs:*'], Resource: '*' }),
            two: policy({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::bucket/*' }),
          },
          attached: ['arn:aws:iam::aws:policy/SecurityAudit'],
        },
      ],
    });
    const may = sandbox.account().effectivePermissions('R');

    expect(may('ec2:DescribeInstances', { region: 'eu-west-1' })).toBe(true);
    expect(may('EC2:describeinstances', { region: 'eu-west-1' })).toBe(true);
    expect(may('ec2:DescribeInstances', { region: 'us-west-2' })).toBe(false);
    expect(may('ec2:RunInstances', { region: 'eu-west-1' })).toBe(false);
    expect(may('sqs:ListQueues', { region: 'eu-west-1' })).toBe(false);
    expect(may('iam:GetRole')).toBe(true);
    expect(may('s3:GetObject', { region: 'eu-west-1' })).toBe(false);
    expect(may('s3:GetObject', { region: 'eu-west-1', resource: 'arn:aws:s3:::bucket/key' })).toBe(true);
  });

  test('wants a role that exists', () => {
    expect(() => sandbox.account().effectivePermissions('Missing')).toThrow(
      `account ${ACCOUNT} has no role Missing`,
    );
  });
});
