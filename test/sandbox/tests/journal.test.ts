import { CreateRoleCommand, GetRoleCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import fc from 'fast-check';
import { type Sandbox, sequentialDepth, startSandbox } from '..';
import { ACCOUNT, clientsOf, DATADOG, refusal, roleArn, TRUST_DATADOG } from './harness';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

test('the journal says who called what, where, when and with what result', async () => {
  const { iam } = clientsOf(sandbox, ACCOUNT, 'eu-west-1');
  const { sts } = clientsOf(sandbox, DATADOG, 'eu-west-1');
  await iam.send(new CreateRoleCommand({ RoleName: 'R', AssumeRolePolicyDocument: TRUST_DATADOG }));
  await refusal(iam.send(new GetRoleCommand({ RoleName: 'Missing' })));
  await sts.send(new AssumeRoleCommand({ RoleArn: roleArn('R'), RoleSessionName: 'datadog' }));

  const calls = sandbox.journal.calls();

  expect(calls).toMatchObject([
    {
      sequence: 1,
      service: 'iam',
      operation: 'CreateRole',
      region: 'us-east-1',
      account: ACCOUNT,
      principalArn: `arn:aws:iam::${ACCOUNT}:user/administrator`,
      parameters: { RoleName: 'R', AssumeRolePolicyDocument: TRUST_DATADOG },
      write: true,
      result: 'ok',
    },
    { sequence: 2, operation: 'GetRole', write: false, result: 'NoSuchEntity' },
    {
      sequence: 3,
      service: 'sts',
      operation: 'AssumeRole',
      region: 'eu-west-1',
      account: DATADOG,
      write: false,
    },
  ]);
  for (const { startedAt, endedAt } of calls) expect(endedAt).toBeGreaterThanOrEqual(startedAt);
  expect(Math.abs((calls[0]?.startedAt ?? 0) - Date.now())).toBeLessThan(60_000);
});

test('the journal can be emptied', async () => {
  await clientsOf(sandbox).sts.send(new GetCallerIdentityCommand({}));
  sandbox.journal.clear();
  expect(sandbox.journal.calls()).toEqual([]);
});

describe('the sequential depth', () => {
  test('of calls one after another is their number, of calls at once it is one', async () => {
    sandbox.configure({ holdsCalls: true });
    const { sts } = clientsOf(sandbox);
    let sent = 0;
    const together = (count: number) => {
      const calls = Array.from({ length: count }, () => sts.send(new GetCallerIdentityCommand({})));
      sent += count;
      sandbox.heldCalls.waitsAfter(sent);
      return Promise.all(calls);
    };
    await together(1);
    await together(3);
    await together(1);

    expect(sandbox.journal.calls()).toHaveLength(5);
    expect(sequentialDepth(sandbox.journal.calls())).toBe(3);
  });

  test('of nothing is zero', () => {
    expect(sequentialDepth([])).toBe(0);
  });

  test('is that of the longest chain', () => {
    const interval = fc.tuple(fc.nat(20), fc.nat(5)).map(([startedAt, length]) => ({
      startedAt,
      endedAt: startedAt + length + 1,
    }));
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 8 }), (calls) => {
        const longest = (after: number): number =>
          Math.max(
            0,
            ...calls.filter((call) => call.startedAt >= after).map((call) => 1 + longest(call.endedAt)),
          );
        expect(sequentialDepth(calls)).toBe(longest(0));
      }),
    );
  });
});
