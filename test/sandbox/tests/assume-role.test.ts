import { GetRoleCommand } from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
} from '@aws-sdk/client-sts';
import { type Sandbox, startSandbox } from '..';
import { ACCOUNT, allow, clientsOf, DATADOG, deny, policy, refusal, roleArn, trusting } from './harness';

const EVERYBODY = trusting('*');
const MINUTE_MS = 60_000;

let sandbox: Sandbox;
let now: number;
beforeEach(async () => {
  now = Date.UTC(2026, 0, 1);
  sandbox = await startSandbox({ now: () => now });
  sandbox.account().seed({
    roles: [
      { name: 'Target', trust: EVERYBODY, inline: { all: allow('*') } },
      { name: 'Long', trust: EVERYBODY, maxSessionSeconds: 43_200 },
    ],
  });
});
afterEach(() => sandbox.stop());

function assume(parameters: Partial<AssumeRoleCommandInput> = {}, accessKeyId = DATADOG) {
  const { sts } = clientsOf(sandbox, accessKeyId);
  return sts.send(
    new AssumeRoleCommand({ RoleArn: roleArn('Target'), RoleSessionName: 'test', ...parameters }),
  );
}

async function keyOf(session: ReturnType<typeof assume>): Promise<string> {
  const { Credentials } = await session;
  return Credentials?.AccessKeyId ?? '';
}

describe('callers', () => {
  test.each([
    { key: DATADOG, account: DATADOG, arn: `arn:aws:iam::${DATADOG}:user/administrator` },
    { key: 'AKIAIOSFODNN7EXAMPLE', account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/administrator` },
  ])('with the access key $key are the administrator of $account', async ({ key, account, arn }) => {
    const identity = await clientsOf(sandbox, key).sts.send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({ Account: account, Arn: arn });
  });

  test('with the key of a session are that session, and the role is marked as used', async () => {
    const { Credentials, AssumedRoleUser } = await assume();
    const { sts, iam } = clientsOf(sandbox, Credentials?.AccessKeyId, 'eu-west-1');

    const identity = await sts.send(new GetCallerIdentityCommand({}));

    expect(identity.Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/Target/test`);
    expect(identity.UserId).toBe(AssumedRoleUser?.AssumedRoleId);
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'Target' }));
    expect(Role?.RoleLastUsed?.Region).toBe('us-east-1');
  });

  test('of another partition have its ARNs', async () => {
    sandbox.configure({ accounts: { '111111111111': { partition: 'aws-us-gov' } } });
    const { sts } = clientsOf(sandbox, '111111111111', 'us-gov-west-1');

    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));

    expect(Arn).toBe('arn:aws-us-gov:iam::111111111111:user/administrator');
  });

  test('whose role was deleted have no valid token any more', async () => {
    const key = await keyOf(assume());
    sandbox.account().restore({ roles: {}, policies: {}, users: {}, instanceProfiles: {}, parameters: {} });

    expect(await refusal(clientsOf(sandbox, key).sts.send(new GetCallerIdentityCommand({})))).toBe(
      'InvalidClientTokenId: The security token included in the request is invalid',
    );
  });
});

describe('a session', () => {
  test('lasts as long as was asked, and not a moment longer', async () => {
    const { Credentials } = await assume({ DurationSeconds: 900 });
    const identity = () =>
      clientsOf(sandbox, Credentials?.AccessKeyId).sts.send(new GetCallerIdentityCommand({}));

    expect(Credentials?.Expiration).toEqual(new Date(now + 15 * MINUTE_MS));
    now += 15 * MINUTE_MS - 1;
    await expect(identity()).resolves.toBeDefined();
    now += 1;
    expect(await refusal(identity())).toBe(
      'ExpiredToken: The security token included in the request is expired',
    );
  });

  test('is not longer than the role allows', async () => {
    expect(await refusal(assume({ DurationSeconds: 3601 }))).toBe(
      'ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
    await expect(assume({ RoleArn: roleArn('Long'), DurationSeconds: 43_200 })).resolves.toBeDefined();
  });

  test('that another session asks for is not longer than an hour', async () => {
    const key = await keyOf(assume());
    const RoleArn = roleArn('Long');

    expect(await refusal(assume({ RoleArn, DurationSeconds: 3601 }, key))).toBe(
      'ValidationError: The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by ' +
        'role chaining.',
    );
    await expect(assume({ RoleArn, DurationSeconds: 3600 }, key)).resolves.toBeDefined();
  });

  test('is bound by its session policy', async () => {
    const { iam, sts } = clientsOf(sandbox, await keyOf(assume({ Policy: allow('sts:*') })));
    const command = new GetRoleCommand({ RoleName: 'Target' });

    expect(await refusal(iam.send(command))).toMatch(
      /because no session policy allows the iam:GetRole action$/,
    );
    await expect(sts.send(new GetCallerIdentityCommand({}))).resolves.toBeDefined();
    const denied = clientsOf(sandbox, await keyOf(assume({ Policy: deny('iam:*') })));
    expect(await refusal(denied.iam.send(command))).toMatch(/with an explicit deny in a sessions policy$/);
  });

  test('may be bound by a managed policy', async () => {
    const PolicyArns = [{ arn: 'arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess' }];
    const { iam } = clientsOf(sandbox, await keyOf(assume({ PolicyArns })));

    expect(await refusal(iam.send(new GetRoleCommand({ RoleName: 'Target' })))).toMatch(
      /no session policy allows/,
    );
  });

  test('with tags needs sts:TagSession in the trust policy', async () => {
    const Tags = [{ Key: 'team', Value: 'x' }];
    expect(await refusal(assume({ Tags }))).toMatch(
      /is not authorized to perform: sts:TagSession on resource:/,
    );

    const Statement = {
      Effect: 'Allow',
      Principal: '*',
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: { StringEquals: { 'aws:RequestTag/team': 'x' } },
    };
    sandbox.account().seed({ roles: [{ name: 'Tagged', trust: policy(Statement) }] });
    await expect(assume({ RoleArn: roleArn('Tagged'), Tags })).resolves.toBeDefined();
  });
});

describe('parameters', () => {
  test.each([
    {
      parameters: { DurationSeconds: 899 },
      message:
        "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: " +
        'Member must have value greater than or equal to 900',
    },
    {
      parameters: { RoleSessionName: 'has blank' },
      message:
        "1 validation error detected: Value 'has blank' at 'roleSessionName' failed to satisfy constraint: " +
        'Member must satisfy regular expression pattern: [\\w+=,.@-]*',
    },
    {
      parameters: { RoleSessionName: 'x', ExternalId: 'y' },
      message:
        "2 validation errors detected: Value 'x' at 'roleSessionName' failed to satisfy constraint: " +
        "Member must have length greater than or equal to 2; Value 'y' at 'externalId' failed to satisfy " +
        'constraint: Member must have length greater than or equal to 2',
    },
    {
      parameters: { ExternalId: 'a b' },
      message:
        "1 validation error detected: Value 'a b' at 'externalId' failed to satisfy constraint: " +
        'Member must satisfy regular expression pattern: [\\w+=,.@:\\/-]*',
    },
    { parameters: { RoleArn: 'ReadWriteQuiltBucketXXXX' }, message: 'ReadWriteQuiltBucketXXXX is invalid' },
  ])('are checked: $message', async ({ parameters, message }) => {
    expect(await refusal(assume(parameters))).toBe(`ValidationError: ${message}`);
  });

  test('allow an external id of 1,224 characters and no more', async () => {
    await expect(assume({ ExternalId: 'x'.repeat(1224) })).resolves.toBeDefined();
    expect(await refusal(assume({ ExternalId: 'x'.repeat(1225) }))).toMatch(/less than or equal to 1224$/);
  });
});
