import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  GetRoleCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
} from '@aws-sdk/client-iam';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { type RoleSeed, type Sandbox, startSandbox } from '..';
import { ACCOUNT, allow, clientsOf, deny, policy, refusal, TRUST_DATADOG, TRUST_LAMBDA } from './harness';

const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/Boundary`;
const SESSION = `User: arn:aws:sts::${ACCOUNT}:assumed-role/Caller/sandbox`;
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

describe('a role session', () => {
  test('may do what an inline or attached policy allows', async () => {
    const { iam } = clientsOfRole({
      inline: { list: allow('iam:ListRoles') },
      attached: ['arn:aws:iam::aws:policy/SecurityAudit'],
    });
    await expect(iam.send(new ListRolesCommand({}))).resolves.toBeDefined();
    await expect(iam.send(GET_ROLE)).resolves.toBeDefined();
    expect(await refusal(iam.send(new DeleteRoleCommand({ RoleName: 'Caller' })))).toBe(
      `AccessDenied: ${SESSION} is not authorized to perform: iam:DeleteRole on resource: role Caller ` +
        'because no identity-based policy allows the iam:DeleteRole action',
    );
  });

  test('may always ask who it is', async () => {
    const { sts } = clientsOfRole({ inline: { none: deny('*') } });
    await expect(sts.send(new GetCallerIdentityCommand({}))).resolves.toBeDefined();
  });

  test('may not do what a policy denies, whatever others allow', async () => {
    const { iam } = clientsOfRole({ inline: { all: allow('*'), none: deny('iam:Get*') } });
    expect(await refusal(iam.send(GET_ROLE))).toBe(
      `AccessDenied: ${SESSION} is not authorized to perform: iam:GetRole on resource: role Caller ` +
        'with an explicit deny in an identity-based policy',
    );
  });

  test('may do no more than its boundary allows', async () => {
    sandbox.account().seed({ policies: [{ name: 'Boundary', document: allow('ssm:*', 'iam:ListRoles') }] });
    const { iam } = clientsOfRole({ inline: { all: allow('iam:*') }, boundaryArn: BOUNDARY });
    await expect(iam.send(new ListRolesCommand({}))).resolves.toBeDefined();
    expect(await refusal(iam.send(GET_ROLE))).toMatch(
      /because no permissions boundary allows the iam:GetRole action$/,
    );
  });

  test('may not do what its boundary denies', async () => {
    const Statement = [
      { Effect: 'Allow', NotAction: 's3:*', Resource: '*' },
      { Effect: 'Deny', Action: 'iam:GetRole', Resource: '*' },
    ];
    sandbox
      .account()
      .seed({ policies: [{ name: 'Boundary', document: { Version: '2012-10-17', Statement } }] });
    const { iam } = clientsOfRole({ inline: { all: allow('*') }, boundaryArn: BOUNDARY });
    expect(await refusal(iam.send(GET_ROLE))).toMatch(/with an explicit deny in a permissions boundary$/);
  });

  test('hears of AWS’s own code for a denial in each service', async () => {
    const { ssm } = clientsOfRole({});
    expect(await refusal(ssm.send(new GetParameterCommand({ Name: '/a/b' })))).toBe(
      `AccessDeniedException: ${SESSION} is not authorized to perform: ssm:GetParameter on resource: ` +
        `arn:aws:ssm:us-east-1:${ACCOUNT}:parameter/a/b because no identity-based policy allows the ` +
        'ssm:GetParameter action',
    );
  });
});

describe('a statement is bound', () => {
  test('to the resources that it names', async () => {
    const Resource = `arn:aws:iam::${ACCOUNT}:role/Data*`;
    const { iam } = clientsOfRole({
      inline: { some: policy({ Effect: 'Allow', Action: 'iam:*', Resource }) },
    });
    const create = (RoleName: string) =>
      iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST_DATADOG }));
    await create('Datadog');
    expect(await refusal(create('Other'))).toMatch(
      /iam:CreateRole on resource: arn:aws:iam::\d+:role\/Other because/,
    );
    expect(await refusal(iam.send(new ListRolesCommand({})))).toMatch(
      /iam:ListRoles on resource: .*:role\/ because/,
    );
  });

  test('to the managed policies that iam:PolicyARN names', async () => {
    const PolicyArn = 'arn:aws:iam::aws:policy/SecurityAudit';
    const Condition = { ArnEquals: { 'iam:PolicyARN': PolicyArn } };
    const statement = { Effect: 'Allow', Action: 'iam:AttachRolePolicy', Resource: '*', Condition };
    const { iam } = clientsOfRole({ inline: { attach: policy(statement) } });
    const attach = (arn: string) =>
      iam.send(new AttachRolePolicyCommand({ RoleName: 'Caller', PolicyArn: arn }));
    await attach(PolicyArn);
    expect(await refusal(attach('arn:aws:iam::aws:policy/ReadOnlyAccess'))).toMatch(/iam:AttachRolePolicy/);
  });

  test('to roles with a boundary by iam:PermissionsBoundary', async () => {
    sandbox.account().seed({ policies: [{ name: 'Boundary', document: allow('*') }] });
    const Condition = { StringEquals: { 'iam:PermissionsBoundary': BOUNDARY } };
    const statement = {
      Effect: 'Allow',
      Action: ['iam:CreateRole', 'iam:PutRolePolicy'],
      Resource: '*',
      Condition,
    };
    const { iam } = clientsOfRole({ inline: { bounded: policy(statement) } });
    const bounded = {
      RoleName: 'Bounded',
      AssumeRolePolicyDocument: TRUST_DATADOG,
      PermissionsBoundary: BOUNDARY,
    };
    const put = (RoleName: string) =>
      iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument: allow('s3:*') }));

    await iam.send(new CreateRoleCommand(bounded));
    await put('Bounded');
    expect(await refusal(put('Caller'))).toMatch(/iam:PutRolePolicy on resource: role Caller/);
    const unbounded = { RoleName: 'Free', AssumeRolePolicyDocument: TRUST_DATADOG };
    expect(await refusal(iam.send(new CreateRoleCommand(unbounded)))).toMatch(/iam:CreateRole/);
  });

  test('to the function whose credentials are used, but a trust policy is not', async () => {
    const arn = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:provider`;
    const Condition = { ArnEquals: { 'lambda:SourceFunctionArn': arn } };
    const inline = { own: policy({ Effect: 'Allow', Action: '*', Resource: '*', Condition }) };
    const roles = ['Caller', 'Other'].map((name) => ({
      name,
      trust: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: ACCOUNT }, Condition }),
      inline,
    }));
    sandbox.account().seed({ roles });
    const callers = [arn, `${arn}-2`, undefined].map((source) =>
      clientsOf(sandbox, sandbox.account().credentialsOf('Caller', 'sandbox', source).accessKeyId),
    );
    const [own, other, none] = await Promise.all(
      callers.map(({ iam }) =>
        iam.send(GET_ROLE).then(
          () => 'allowed',
          () => 'refused',
        ),
      ),
    );
    expect({ own, other, none }).toEqual({ own: 'allowed', other: 'refused', none: 'refused' });
    const assume = { RoleArn: `arn:aws:iam::${ACCOUNT}:role/Other`, RoleSessionName: 'test' };
    const refused = callers[0]?.sts.send(new AssumeRoleCommand(assume)) ?? Promise.resolve();
    expect(await refusal(refused)).toMatch(/because no role trust policy allows/);
  });

  test('to what is tagged, and to tags that are sent', async () => {
    const own = { Effect: 'Allow', Action: 'iam:DeleteRole', Resource: '*' };
    const Statement = [
      { ...own, Condition: { StringEquals: { 'aws:ResourceTag/team': 'x' } } },
      {
        Effect: 'Allow',
        Action: 'iam:TagRole',
        Resource: '*',
        Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } },
      },
    ];
    sandbox.account().seed({
      roles: [
        { name: 'Tagged', trust: TRUST_DATADOG, tags: { team: 'x' } },
        { name: 'Untagged', trust: TRUST_DATADOG },
      ],
    });
    const { iam } = clientsOfRole({ inline: { own: JSON.stringify({ Version: '2012-10-17', Statement }) } });
    const tag = (Key: string) =>
      iam.send(new TagRoleCommand({ RoleName: 'Untagged', Tags: [{ Key, Value: 'y' }] }));
    await iam.send(new DeleteRoleCommand({ RoleName: 'Tagged' }));
    expect(await refusal(iam.send(new DeleteRoleCommand({ RoleName: 'Untagged' })))).toMatch(
      /iam:DeleteRole/,
    );
    await tag('team');
    expect(await refusal(tag('owner'))).toMatch(/iam:TagRole/);
  });

  test('to the call that makes a thing: its tags need their own permission', async () => {
    const { iam, ssm } = clientsOfRole({ inline: { make: allow('iam:CreateRole', 'ssm:PutParameter') } });
    const Tags = [{ Key: 'a', Value: 'b' }];
    const role = { RoleName: 'New', AssumeRolePolicyDocument: TRUST_DATADOG };
    const parameter = { Name: '/new', Value: 'v', Type: 'String' } as const;
    expect(await refusal(iam.send(new CreateRoleCommand({ ...role, Tags })))).toMatch(/perform: iam:TagRole/);
    expect(await refusal(ssm.send(new PutParameterCommand({ ...parameter, Tags })))).toMatch(
      /perform: ssm:AddTagsToResource/,
    );
    await iam.send(new CreateRoleCommand(role));
    await ssm.send(new PutParameterCommand(parameter));
  });
});
