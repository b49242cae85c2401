import {
  AttachRolePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { type Sandbox, startSandbox } from '..';
import {
  ACCOUNT,
  allow,
  clientsOf,
  DATADOG,
  refusal,
  roleArn,
  TRUST_DATADOG,
  TRUST_LAMBDA,
  trusting,
} from './harness';

const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/P`;
const SEED = {
  policies: [{ name: 'P', document: allow('s3:*') }],
  roles: [
    {
      name: 'R',
      path: '/teams/',
      trust: TRUST_DATADOG,
      description: 'd',
      boundaryArn: PolicyArn,
      tags: { team: 'x' },
      inline: { i: allow('ec2:*') },
      attached: [PolicyArn],
    },
  ],
};

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
  sandbox.account().seed(SEED);
  await clientsOf(sandbox).ssm.send(new PutParameterCommand({ Name: '/p', Value: 'v', Type: 'String' }));
});
afterEach(() => sandbox.stop());

describe('a snapshot', () => {
  test('shows everything that matters, and any change of it', async () => {
    const { iam, ssm } = clientsOf(sandbox);
    const changes: (() => Promise<unknown>)[] = [
      () => iam.send(new TagRoleCommand({ RoleName: 'R', Tags: [{ Key: 'a', Value: 'b' }] })),
      () => iam.send(new DetachRolePolicyCommand({ RoleName: 'R', PolicyArn })),
      () => iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'R', PolicyDocument: TRUST_LAMBDA })),
      () => iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: allow('sqs:*') })),
      () => ssm.send(new DeleteParameterCommand({ Name: '/p' })),
    ];
    for (const change of changes) {
      const before = sandbox.account().snapshot();
      await change();
      expect(sandbox.account().snapshot()).not.toEqual(before);
    }
  });

  test('is the same again after a change was undone', async () => {
    const { iam } = clientsOf(sandbox);
    const before = sandbox.account().snapshot();
    await iam.send(new TagRoleCommand({ RoleName: 'R', Tags: [{ Key: 'a', Value: 'b' }] }));
    await iam.send(new UntagRoleCommand({ RoleName: 'R', TagKeys: ['a'] }));
    await iam.send(new DetachRolePolicyCommand({ RoleName: 'R', PolicyArn }));
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'R', PolicyArn }));
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'R', PolicyDocument: TRUST_LAMBDA }));
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'R', PolicyDocument: TRUST_DATADOG }));

    expect(sandbox.account().snapshot()).toEqual(before);
    expect(JSON.stringify(sandbox.account().snapshot())).toBe(JSON.stringify(before));
  });

  test('is plain JSON, from which the account can be put back', async () => {
    const { iam, ssm } = clientsOf(sandbox);
    const before = sandbox.account().snapshot();
    const copy = JSON.parse(JSON.stringify(before));
    await iam.send(new CreateRoleCommand({ RoleName: 'New', AssumeRolePolicyDocument: TRUST_DATADOG }));
    await iam.send(new DetachRolePolicyCommand({ RoleName: 'R', PolicyArn }));
    await ssm.send(new DeleteParameterCommand({ Name: '/p' }));

    sandbox.account().restore(copy);

    expect(sandbox.account().snapshot()).toEqual(before);
    expect(await refusal(iam.send(new GetRoleCommand({ RoleName: 'New' })))).toMatch(/^NoSuchEntity/);
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'r' }));
    expect(Role).toMatchObject({
      Arn: `arn:aws:iam::${ACCOUNT}:role/teams/R`,
      Tags: [{ Key: 'team', Value: 'x' }],
    });
    expect(sandbox.account().canAssume(`arn:aws:iam::${DATADOG}:root`, 'R')).toBe(true);
  });

  test('keeps who a deleted principal was', async () => {
    const { iam } = clientsOf(sandbox);
    sandbox.account().seed({
      roles: [
        { name: 'Caller', trust: TRUST_LAMBDA },
        { name: 'Target', trust: trusting(roleArn('Caller')) },
      ],
    });
    await iam.send(new DeleteRoleCommand({ RoleName: 'Caller' }));
    sandbox.account().restore(sandbox.account().snapshot());

    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'Target' }));
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toMatch(/"AWS":"AROA/);
  });
});

test('a digest is the same for two accounts that came to the same end in different ways', async () => {
  const other = sandbox.account('222222222222');
  other.seed({
    policies: [{ name: 'P', document: allow('s3:*') }],
    roles: [{ name: 'R', trust: TRUST_DATADOG }],
  });
  const third = sandbox.account('333333333333');
  third.seed({
    policies: [{ name: 'P', document: allow('sqs:*') }],
    roles: [{ name: 'R', trust: TRUST_DATADOG }],
  });
  expect(third.digest()).not.toEqual(other.digest());

  const { iam } = clientsOf(sandbox, '333333333333');
  const arn = 'arn:aws:iam::333333333333:policy/P';
  const version = { PolicyArn: arn, PolicyDocument: allow('s3:*'), SetAsDefault: true };
  await iam.send(new CreatePolicyVersionCommand(version));
  await iam.send(new DeletePolicyVersionCommand({ PolicyArn: arn, VersionId: 'v1' }));

  expect(third.digest()).toEqual(other.digest());
  expect(third.snapshot()).not.toEqual(other.snapshot());
});
