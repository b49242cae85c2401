import { CreateRoleCommand, GetRoleCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { type CallFacts, type FaultEffect, type Sandbox, startSandbox } from '..';
import { ACCOUNT, clientsOf, DATADOG, refusal, TRUST_DATADOG } from './harness';

const LIST_ROLES = new ListRolesCommand({});
const CREATE_ROLE = new CreateRoleCommand({ RoleName: 'R', AssumeRolePolicyDocument: TRUST_DATADOG });

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

function createRole() {
  return clientsOf(sandbox).iam.send(CREATE_ROLE);
}

function roleExists(): boolean {
  return 'R' in sandbox.account().snapshot().roles;
}

describe('an effect', () => {
  test.each<{ effect: FaultEffect; answer: string }>([
    { effect: { type: 'throttle' }, answer: 'Throttling: Rate exceeded' },
    { effect: { type: 'serverError' }, answer: 'InternalFailure: ' },
    { effect: { type: 'serverError', status: 503 }, answer: 'ServiceUnavailable: ' },
    {
      effect: { type: 'accessDenied' },
      answer: `AccessDenied: User: arn:aws:iam::${ACCOUNT}:user/administrator is not authorized to perform: iam:CreateRole`,
    },
    { effect: { type: 'accessDenied', message: 'no' }, answer: 'AccessDenied: no' },
    {
      effect: { type: 'error', code: 'ConcurrentModification', message: 'again', status: 409 },
      answer: 'ConcurrentModificationException: again',
    },
  ])('$effect.type answers $answer, and nothing is done', async ({ effect, answer }) => {
    sandbox.faults.add({ match: {}, effect });
    expect(await refusal(createRole())).toContain(answer);
    expect(roleExists()).toBe(false);
  });

  test('bears the service’s own code', async () => {
    const { ssm } = clientsOf(sandbox);
    sandbox.faults.add({ match: {}, times: 1, effect: { type: 'throttle' } });
    sandbox.faults.add({ match: {}, effect: { type: 'accessDenied', message: 'no' } });
    const command = new GetParameterCommand({ Name: '/a' });
    expect(await refusal(ssm.send(command))).toBe('ThrottlingException: Rate exceeded');
    expect(await refusal(ssm.send(command))).toBe('AccessDeniedException: no');
  });

  test('dropBefore breaks the connection before the work', async () => {
    sandbox.faults.add({ match: {}, times: 1, effect: { type: 'dropBefore' } });
    expect(await refusal(createRole())).toMatch(/socket hang up|ECONNRESET/);
    expect(roleExists()).toBe(false);
    expect(sandbox.journal.calls()[0]?.result).toBe('ConnectionDropped');
  });

  test('dropAfter breaks it after the work', async () => {
    sandbox.faults.add({ match: {}, times: 1, effect: { type: 'dropAfter' } });
    expect(await refusal(createRole())).toMatch(/socket hang up|ECONNRESET/);
    expect(roleExists()).toBe(true);
    expect(sandbox.journal.calls()[0]?.result).toBe('ok');
  });

  test('hang never answers, until the sandbox stops', async () => {
    sandbox.faults.add({ match: {}, effect: { type: 'hang' } });
    const call = refusal(createRole());
    const first = await Promise.race([
      call,
      new Promise((resolve) => setTimeout(resolve, 100, 'still waiting')),
    ]);
    expect(first).toBe('still waiting');
    expect(sandbox.journal.calls()[0]).toMatchObject({
      result: 'NoAnswer',
      endedAt: Number.POSITIVE_INFINITY,
    });
    await sandbox.stop();
    expect(await call).toMatch(/socket hang up|ECONNRESET/);
    expect(roleExists()).toBe(false);
  });

  test('delay waits before the work', async () => {
    sandbox.faults.add({ match: {}, effect: { type: 'delay', ms: 60 } });
    const start = performance.now();
    await createRole();
    expect(performance.now() - start).toBeGreaterThanOrEqual(55);
  });

  test('run calls back before and after the work, and is waited for', async () => {
    const seen: [string, boolean, string][] = [];
    const note = (when: string) => async (call: CallFacts) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      seen.push([when, roleExists(), `${call.service}:${call.operation}`]);
    };
    sandbox.faults.add({ match: {}, effect: { type: 'run', when: 'before', run: note('before') } });
    sandbox.faults.add({ match: {}, effect: { type: 'run', when: 'after', run: note('after') } });
    await createRole();
    expect(seen).toEqual([
      ['before', false, 'iam:CreateRole'],
      ['after', true, 'iam:CreateRole'],
    ]);
  });

  test('may come together with another', async () => {
    sandbox.faults.add({ match: {}, effect: { type: 'delay', ms: 30 } });
    sandbox.faults.add({ match: {}, effect: { type: 'throttle' } });
    const start = performance.now();
    expect(await refusal(createRole())).toMatch(/^Throttling/);
    expect(performance.now() - start).toBeGreaterThanOrEqual(25);
  });
});

describe('a fault strikes', () => {
  const throttle = { type: 'throttle' } as const;
  const outcomes = async (count: number) => {
    const { iam } = clientsOf(sandbox);
    const results: string[] = [];
    for (let call = 0; call < count; call += 1) {
      const send = iam.send(LIST_ROLES);
      results.push(
        await send.then(
          () => 'ok',
          () => 'error',
        ),
      );
    }
    return results;
  };

  test('every call that matches, until it is removed', async () => {
    const fault = sandbox.faults.add({ match: { operation: 'ListRoles' }, effect: throttle });
    expect(await outcomes(3)).toEqual(['error', 'error', 'error']);
    expect(fault.strikes()).toBe(3);
    fault.remove();
    expect(await outcomes(1)).toEqual(['ok']);
  });

  test('as many times as was ordered', async () => {
    sandbox.faults.add({ match: {}, times: 2, effect: throttle });
    expect(await outcomes(3)).toEqual(['error', 'error', 'ok']);
  });

  test('the n-th call alone', async () => {
    sandbox.faults.add({ match: { nth: 2 }, effect: throttle });
    expect(await outcomes(4)).toEqual(['ok', 'error', 'ok', 'ok']);
  });

  test('from the n-th call on, as many as was ordered', async () => {
    sandbox.faults.add({ match: { nth: 2 }, times: 2, effect: throttle });
    expect(await outcomes(4)).toEqual(['ok', 'error', 'error', 'ok']);
  });

  test('no more once all are cleared', async () => {
    sandbox.faults.add({ match: {}, effect: throttle });
    sandbox.faults.clear();
    expect(await outcomes(1)).toEqual(['ok']);
  });

  test.each([
    { match: { service: 'sts' }, account: DATADOG, region: 'eu-west-1', struck: true },
    { match: { service: 'iam' }, account: DATADOG, region: 'eu-west-1', struck: false },
    { match: { account: DATADOG, region: 'eu-west-1' }, account: DATADOG, region: 'eu-west-1', struck: true },
    { match: { account: ACCOUNT }, account: DATADOG, region: 'eu-west-1', struck: false },
    { match: { region: 'eu-west-2' }, account: DATADOG, region: 'eu-west-1', struck: false },
    { match: { operation: 'GetCallerIdentity' }, account: ACCOUNT, region: 'us-east-1', struck: true },
  ])('a call that agrees in all: $match', async ({ match, account, region, struck }) => {
    const fault = sandbox.faults.add({ match, effect: { type: 'delay', ms: 0 } });
    await clientsOf(sandbox, account, region).sts.send(new GetCallerIdentityCommand({}));
    expect(fault.strikes()).toBe(struck ? 1 : 0);
  });
});

test('latency is added to every call', async () => {
  sandbox.configure({ latencyMs: 40 });
  const start = performance.now();
  await clientsOf(sandbox).iam.send(LIST_ROLES);
  expect(performance.now() - start).toBeGreaterThanOrEqual(35);
});

test('a client that retries gets over a fault that strikes once', async () => {
  sandbox.faults.add({ match: { nth: 1 }, effect: { type: 'dropAfter' } });
  await refusal(createRole());
  await expect(clientsOf(sandbox).iam.send(new GetRoleCommand({ RoleName: 'R' }))).resolves.toBeDefined();
});
