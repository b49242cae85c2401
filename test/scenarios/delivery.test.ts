import type { AccountDigest, JournalEntry } from '../sandbox';
import {
  type CustomerAccount,
  LOGICAL_ID,
  openCustomerAccount,
  ROLE,
  type Stack,
  withoutBoundary,
} from '../support/customer-account';
import { furtherAccounts } from '../support/further-accounts';
import { adoptableRole } from '../support/guide-role';
import { lastReply, repliesOf } from '../support/replies';

const FULL = { Permissions: 'Full', ResourceCollection: true } as const;

const open = furtherAccounts();
let customer: CustomerAccount;
let stack: Stack;
let empty: AccountDigest;

beforeAll(async () => {
  customer = await openCustomerAccount({ skipsWaits: true, retryDelaysMs: [] });
  empty = customer.account.digest();
});
beforeEach(() => {
  stack = customer.stack();
});
afterEach(() => customer.reset());
afterAll(() => customer.close());

/** Kills the function in the middle of its n-th call of an operation, and for good: nothing delivers the event again. */
function killAt(operation: string, when: 'before' | 'after', nth = 1): void {
  customer.sandbox.faults.add({
    match: { operation, nth },
    effect: { type: 'run', when, run: () => customer.provider.kill() },
  });
}

describe.each(['after', 'concurrent'] as const)('an event that is delivered twice (%s)', (duplicate) => {
  it('ends where one delivery does', async () => {
    await customer.deploy(stack, FULL);
    const created = customer.account.digest();
    await customer.deploy(stack, { Permissions: 'Core', Regions: ['us-east-1'] });
    const updated = customer.account.digest();
    await stack.delete();
    const twice = customer.cloudFormation.stack({ name: stack.name, stackId: stack.id });

    expect(await customer.deploy(twice, FULL, { duplicate })).toBe('CREATE_COMPLETE');
    await twice.settled();
    expect(withoutRoleId(customer.account.digest())).toEqual(withoutRoleId(created));
    const update = customer.deploy(twice, { Permissions: 'Core', Regions: ['us-east-1'] }, { duplicate });
    expect(await update).toBe('UPDATE_COMPLETE');
    await twice.settled();
    expect(withoutRoleId(customer.account.digest())).toEqual(withoutRoleId(updated));
    expect(await twice.delete({ duplicate })).toBe('DELETE_COMPLETE');
    await twice.settled();
    expect(customer.account.digest()).toEqual(empty);
  });

  it('gets the same answer twice', async () => {
    await customer.deploy(stack, FULL, { duplicate });
    await stack.settled();

    const [first, second] = repliesOf(stack);
    expect(first?.status).toBe('SUCCESS');
    expect(second).toEqual(first);
  });
});

describe('a Create that is delivered twice at the same time and fails once', () => {
  it('keeps what was made when the delivery that fails is the slower one', async () => {
    const replied = new Promise<void>((resolve) => {
      customer.cloudFormation.misbehave(() => {
        resolve();
        return undefined;
      });
    });
    // Each delivery makes one such call.
    const isSelfTest = ({ parameters }: Pick<JournalEntry, 'parameters'>) => 'ExternalId' in parameters;
    const match = { operation: 'AssumeRole', where: isSelfTest, nth: 2 };
    customer.sandbox.faults.add({ match, effect: { type: 'run', when: 'before', run: () => replied } });
    const error = { type: 'error', code: 'ValidationError', message: 'made to fail' } as const;
    customer.sandbox.faults.add({ match, effect: error });
    const properties = { ...FULL, SelfTest: 'Require' };

    expect(await customer.deploy(stack, properties, { duplicate: 'concurrent' })).toBe('CREATE_COMPLETE');

    await stack.settled();
    expect(repliesOf(stack).map(({ status }) => status)).toEqual(['SUCCESS', 'FAILED']);
    expect(Object.keys(customer.account.digest().roles)).toContain(ROLE);
  });

  it('leaves nothing', async () => {
    customer.sandbox.faults.add({
      match: { operation: 'AttachRolePolicy', nth: 3 },
      effect: { type: 'error', code: 'InvalidInput', message: 'made to fail' },
    });

    expect(await customer.deploy(stack, FULL, { duplicate: 'concurrent' })).toBe('ROLLBACK_COMPLETE');

    await stack.settled();
    expect(customer.account.digest()).toEqual(empty);
  });
});

describe('a function that is killed', () => {
  it.each([
    ['GetRole', 'before'],
    ['CreateRole', 'before'],
    ['CreateRole', 'after'],
    ['CreatePolicy', 'after'],
    ['AttachRolePolicy', 'after'],
    ['PutParameter', 'after'],
    ['AssumeRole', 'before'],
  ] as const)(
    'during Create (%s, %s): the Delete with an id that CloudFormation made up leaves nothing',
    async (operation, when) => {
      killAt(operation, when);

      expect(await customer.deploy(stack, FULL)).toBe('ROLLBACK_COMPLETE');

      const deletion = stack.requests.at(-1);
      expect(deletion?.PhysicalResourceId).toMatch(/^datadog-DatadogIntegration-[A-Za-z0-9]{12}$/);
      expect(lastReply(stack)).toMatchObject({ requestType: 'Delete', status: 'SUCCESS' });
      expect(customer.account.digest()).toEqual(empty);
    },
  );

  it('during an Update: the rollback ends in the old state', async () => {
    await customer.deploy(stack, FULL);
    const before = customer.account.digest();
    killAt('DetachRolePolicy', 'after', 2);

    expect(await customer.deploy(stack, { Permissions: 'Core' })).toBe('UPDATE_ROLLBACK_COMPLETE');

    expect(customer.account.digest()).toEqual(before);
  });

  it('during a rename: the rollback removes the new role, of which CloudFormation does not know', async () => {
    await customer.deploy(stack, FULL);
    const before = customer.account.digest();
    killAt('AttachRolePolicy', 'after', 2);

    const renamed = customer.deploy(stack, { ...FULL, RoleName: `${ROLE}-2` });

    expect(await renamed).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(stack.ref(LOGICAL_ID)).toBe(ROLE);
    expect(customer.account.digest()).toEqual(before);
  });

  it('during Delete: deleting again finishes it', async () => {
    await customer.deploy(stack, FULL);
    killAt('DeleteRole', 'after');

    expect(await stack.delete()).toBe('DELETE_FAILED');
    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    expect(customer.account.digest()).toEqual(empty);
  });

  it('is started again by Lambda, finishes, and replies once', async () => {
    const retried = await open({ skipsWaits: true });
    const kill = () => retried.provider.kill();
    retried.sandbox.faults.add({
      match: { operation: 'PutRolePolicy', nth: 1 },
      effect: { type: 'run', when: 'after', run: kill },
    });
    const again = retried.stack();

    const created = retried.deploy(again, FULL);

    expect(await created).toBe('CREATE_COMPLETE');
    expect(repliesOf(again)).toHaveLength(1);
    expect(again.attribute(LOGICAL_ID, 'SelfTestResult')).toBe('passed');
  });
});

/** Resolves at the first call of an operation. */
function reaching(
  operation: string,
  { sandbox } = customer,
  when: 'before' | 'after' = 'before',
): Promise<void> {
  return new Promise((resolve) => {
    const effect = { type: 'run', when, run: () => resolve() } as const;
    sandbox.faults.add({ match: { operation, nth: 1 }, effect });
  });
}

/*
 * Here two functions run at the same time, and it matters how their waits relate: they are scaled, and not skipped. The
 * Delete looks for up to seven seconds of real time, of which the Create needs a tenth.
 */
describe('a Create that CloudFormation cancels because another resource failed', () => {
  let scaled: CustomerAccount;
  let cancelled: Stack;

  beforeAll(async () => {
    scaled = await openCustomerAccount({ timeScale: 10, retryDelaysMs: [] });
  });
  beforeEach(() => {
    cancelled = scaled.stack();
  });
  afterEach(() => scaled.reset());
  afterAll(() => scaled.close());

  it.each(['CreateRole', 'CreatePolicy', 'AssumeRole'])(
    'while it is at %s: nothing is left when both it and the Delete are through',
    async (operation) => {
      scaled.sandbox.configure({ latencyMs: 20 });
      const before = scaled.account.digest();
      const failDuring = reaching(operation, scaled);

      expect(await scaled.deploy(cancelled, FULL, { failDuring })).toBe('ROLLBACK_COMPLETE');

      await cancelled.settled();
      expect(scaled.account.digest()).toEqual(before);
    },
  );

  it('while it waits for a principal of its trust policy: nothing is left', async () => {
    const before = scaled.account.digest();
    const failDuring = reaching('CreateRole', scaled);
    const message = 'Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:role/too-new"';
    const refusal = scaled.sandbox.faults.add({
      match: { operation: 'CreateRole' },
      times: 12,
      effect: { type: 'error', code: 'MalformedPolicyDocument', message },
    });

    expect(await scaled.deploy(cancelled, FULL, { failDuring })).toBe('ROLLBACK_COMPLETE');

    await cancelled.settled();
    expect(refusal.strikes()).toBe(12);
    expect(scaled.account.digest()).toEqual(before);
  });

  it('while it waits for permission to adopt a role: the role is left or handed back as it was', async () => {
    scaled.account.seed({ roles: [adoptableRole] });
    const before = scaled.account.digest();
    const failDuring = reaching('PutParameter', scaled);
    const denial = scaled.sandbox.faults.add({
      match: { operation: 'PutParameter' },
      times: 4,
      effect: { type: 'accessDenied' },
    });

    const adopting = { Permissions: 'Core', ExistingRole: 'Adopt', SelfTest: 'Off' };
    expect(await scaled.deploy(cancelled, adopting, { failDuring })).toBe('ROLLBACK_COMPLETE');

    await cancelled.settled();
    expect(denial.strikes()).toBe(4);
    expect(withoutBoundary(scaled.account.digest())).toEqual(before);
  });
});

describe('a Create that CloudFormation has cancelled', () => {
  it('whose role the Delete finds half made: it is not made a second time', async () => {
    const failDuring = reaching('PutRolePolicy');
    const deleted = reaching('DeleteRole', customer, 'after');
    customer.sandbox.faults.add({
      match: { operation: 'PutRolePolicy', nth: 1 },
      effect: { type: 'run', when: 'before', run: () => deleted },
    });

    expect(await customer.deploy(stack, FULL, { failDuring })).toBe('ROLLBACK_COMPLETE');

    await stack.settled();
    expect(customer.account.digest()).toEqual(empty);
    const late = repliesOf(stack).find(({ requestType }) => requestType === 'Create');
    expect(late).toMatchObject({ status: 'FAILED', physicalId: ROLE });
    expect(late?.reason).toContain(`The role ${ROLE} was deleted while it was being made`);
  });

  it('before it has done anything, for good: the Delete gives up looking in time', async () => {
    killAt('GetRole', 'before');

    expect(await customer.deploy(stack, { ...FULL, ServiceTimeout: 20 })).toBe('ROLLBACK_COMPLETE');

    expect(lastReply(stack)).toMatchObject({ requestType: 'Delete', status: 'SUCCESS' });
    expect(customer.provider.invocations.at(-1)?.attempts[0]?.durationMs).toBeLessThan(20_000);
  });
});

describe('what CloudFormation hands over in confidence', () => {
  it('is in no log line, reply, tag or parameter, not even when things go wrong', async () => {
    customer.cloudFormation.misbehave((_request, attempt) =>
      attempt === 1 ? { kind: 'status', status: 503 } : undefined,
    );
    const already = customer.provider.invocations.length;
    await customer.deploy(stack, FULL);
    await customer.deploy(stack, { ...FULL, Nonsense: 'x' });
    killAt('CreatePolicyVersion', 'before');
    await customer.deploy(stack, { Permissions: 'Core' });
    const state = JSON.stringify(customer.account.digest());
    await stack.delete();

    const invocations = customer.provider.invocations.slice(already);
    const logs = invocations.flatMap(({ attempts }) =>
      attempts.flatMap(({ logs: lines, error }) => [...lines, JSON.stringify(error ?? '')]),
    );
    expect(logs.length).toBeGreaterThan(20);
    const said = [state, ...logs, ...stack.replies().map(({ body }) => body)].join('\n');
    for (const { ResponseURL } of stack.requests) {
      const { search, searchParams } = new URL(ResponseURL);
      for (const secret of [search, searchParams.get('X-Amz-Signature') ?? search, ResponseURL])
        expect(said.includes(secret)).toBe(false);
    }
  });
});

/** A role made anew has another unique id, which the record repeats. */
function withoutRoleId(digest: typeof empty): unknown {
  return JSON.parse(JSON.stringify(digest).replaceAll(/AROA[A-Z0-9]+/g, 'AROA'));
}
