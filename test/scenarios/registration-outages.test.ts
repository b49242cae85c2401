import type { FaultEffect } from '../sandbox';
import type { Stack } from '../support/customer-account';
import {
  ACCOUNT_ID,
  byHand,
  type DatadogSide,
  failuresOf,
  openRegisteringCustomer,
  REGISTRATION,
  type RegisteringCustomer,
  registrationRecords,
} from '../support/registration';

/*
 * Datadog does not answer, answers with something else, or does what it was asked and nobody hears of it. The fault matrix takes
 * every call (docs/reliability.md); these are the stories that people tell of it.
 */

let account: RegisteringCustomer;
let datadog: DatadogSide;
let stack: Stack;

beforeAll(async () => {
  account = await openRegisteringCustomer();
});
beforeEach(() => {
  datadog = account.renew();
  stack = account.customer.stack();
});
afterAll(() => account.close());

const fault = (operation: string, effect: FaultEffect, times = 1) =>
  account.customer.sandbox.faults.add({ match: { service: 'datadog', operation }, effect, times });

const accounts = () => datadog.organization.accounts;

const TRANSIENT: readonly (readonly [string, FaultEffect, number])[] = [
  ['answers with a page of its load balancer, three times', { type: 'serverError', status: 503 }, 3],
  ['breaks the connection off before it does anything', { type: 'dropBefore' }, 1],
  ['breaks the connection off after it has done it', { type: 'dropAfter' }, 1],
  ['never answers', { type: 'hang' }, 1],
  ['takes no requests for half a minute', { type: 'throttle', resetSeconds: 30 }, 2],
];

const EVERYWHERE = Number.POSITIVE_INFINITY;
const LASTING: readonly (readonly [string, FaultEffect, RegExp])[] = [
  ['fails', { type: 'serverError', status: 500 }, /500 and an HTML page in place of JSON/],
  ['is behind a proxy’s login page', { type: 'loginPage' }, /HTML page in place of JSON.*proxy or firewall/],
  ['cannot be reached', { type: 'dropBefore' }, /did not answer/],
  ['takes no requests', { type: 'throttle', resetSeconds: 3_600 }, /takes no more requests for now \(429/],
];

describe.each(['Validate', 'ListAWSAccounts', 'CreateAWSAccount'])('at %s of a Create', (operation) => {
  it.each(TRANSIENT)('Datadog %s: the account is registered once', async (_, effect, times) => {
    const struck = fault(operation, effect, times);
    expect(await account.register(stack)).toBe('CREATE_COMPLETE');
    expect(struck.strikes()).toBe(times);
    expect(accounts().list()).toHaveLength(1);
    expect(stack.ref(REGISTRATION)).toBe(accounts().of(ACCOUNT_ID)?.id);
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(accounts().list()).toEqual([]);
  });

  it.each(LASTING)('Datadog %s for good: it fails, and nothing is left', async (_, effect, says) => {
    fault(operation, effect, EVERYWHERE);
    expect(await account.register(stack)).toBe('ROLLBACK_COMPLETE');
    expect(failuresOf(stack).join()).toMatch(says);
    expect(accounts().list()).toEqual([]);
    expect(registrationRecords(account.customer)).toEqual([]);
  });
});

describe.each(['Validate', 'ListAWSAccounts', 'UpdateAWSAccount', 'GetAWSAccount'])(
  'at %s of an Update',
  (operation) => {
    it.each(TRANSIENT)('Datadog %s: it is changed', async (_, effect, times) => {
      await account.register(stack, { AccountTags: ['one'] });
      const id = stack.ref(REGISTRATION);
      const struck = fault(operation, effect, times);
      expect(await account.register(stack, { AccountTags: ['two'] })).toBe('UPDATE_COMPLETE');
      expect(struck.strikes()).toBe(times);
      expect(accounts().of(ACCOUNT_ID)).toMatchObject({ id, attributes: { account_tags: ['two'] } });
    });

    it.each(LASTING)(
      'Datadog %s until somebody sees to it: then the rollback leads back',
      async (_, effect, says) => {
        await account.register(stack, { AccountTags: ['one'] });
        const before = accounts().digest();
        const lasting = fault(operation, effect, EVERYWHERE);
        const status = await account.register(stack, { AccountTags: ['two'] });
        lasting.remove();
        expect(failuresOf(stack).join()).toMatch(says);
        if (status === 'UPDATE_ROLLBACK_FAILED')
          expect(await stack.continueRollback()).toBe('UPDATE_ROLLBACK_COMPLETE');
        else expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
        expect(accounts().digest()).toEqual(before);
      },
    );
  },
);

describe.each(['Validate', 'ListAWSAccounts', 'DeleteAWSAccount', 'GetAWSAccount'])(
  'at %s of a Delete',
  (operation) => {
    it.each(TRANSIENT)('Datadog %s: it is gone', async (_, effect, times) => {
      await account.register(stack);
      fault(operation, effect, times);
      expect(await stack.delete()).toBe('DELETE_COMPLETE');
      expect(accounts().list()).toEqual([]);
      expect(registrationRecords(account.customer)).toEqual([]);
    });

    it.each(LASTING)(
      'Datadog %s until somebody sees to it: then a second Delete does it',
      async (_, effect, says) => {
        await account.register(stack);
        const lasting = fault(operation, effect, EVERYWHERE);
        expect(await stack.delete()).toBe('DELETE_FAILED');
        expect(failuresOf(stack).join()).toMatch(says);
        lasting.remove();
        expect(await stack.delete()).toBe('DELETE_COMPLETE');
        expect(accounts().list()).toEqual([]);
        expect(registrationRecords(account.customer)).toEqual([]);
      },
    );
  },
);

describe('between the request that registers and the record of its answer', () => {
  const killed = () =>
    account.customer.sandbox.faults.add({
      match: { service: 'datadog', operation: 'CreateAWSAccount', nth: 1 },
      effect: { type: 'run', when: 'after', run: () => account.customer.provider.kill() },
    });

  it('the function crashes: the event comes again, and finds what it has made', async () => {
    killed();
    expect(await account.register(stack)).toBe('CREATE_COMPLETE');
    expect(accounts().list()).toHaveLength(1);
    expect(stack.ref(REGISTRATION)).toBe(accounts().of(ACCOUNT_ID)?.id);
    expect(account.customer.provider.invocations.at(-1)?.attempts.map(({ outcome }) => outcome)).toEqual([
      'killed',
      'returned',
    ]);
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(accounts().list()).toEqual([]);
  });

  it('the record cannot be written: the rollback takes away what was made', async () => {
    account.customer.sandbox.faults.add({
      match: { service: 'ssm', operation: 'PutParameter', nth: 2 },
      times: EVERYWHERE,
      effect: { type: 'accessDenied' },
    });
    expect(await account.register(stack)).toBe('ROLLBACK_COMPLETE');
    expect(accounts().list()).toEqual([]);
    expect(registrationRecords(account.customer)).toEqual([]);
  });

  it('somebody else registers the account while the answer is lost: his stays, and is not taken for ours', async () => {
    account.customer.sandbox.faults.add({
      match: { service: 'datadog', operation: 'CreateAWSAccount', nth: 1 },
      effect: {
        type: 'run',
        when: 'before',
        run: () => {
          accounts().add({ ...byHand, roleName: 'OfTheTeam' });
        },
      },
    });
    expect(await account.register(stack)).toBe('ROLLBACK_COMPLETE');
    expect(failuresOf(stack).join()).toContain('OfTheTeam');
    expect(accounts().list()).toHaveLength(1);
    expect(accounts().of(ACCOUNT_ID)?.attributes.auth_config).toMatchObject({ role_name: 'OfTheTeam' });
    expect(registrationRecords(account.customer)).toEqual([]);
  });
});

describe('where no event is delivered again', () => {
  let once: RegisteringCustomer;

  beforeAll(async () => {
    once = await openRegisteringCustomer({ retryDelaysMs: [] });
  });
  beforeEach(() => {
    datadog = once.renew();
    stack = once.customer.stack();
  });
  afterAll(() => once.close());

  const killedAfterPost = () =>
    once.customer.sandbox.faults.add({
      match: { service: 'datadog', operation: 'CreateAWSAccount', nth: 1 },
      effect: { type: 'run', when: 'after', run: () => once.customer.provider.kill() },
    });

  it('what a Create made before it crashed is taken away by the Delete with a made-up id', async () => {
    killedAfterPost();
    expect(await once.register(stack)).toBe('ROLLBACK_COMPLETE');
    expect(stack.requests.at(-1)?.PhysicalResourceId).toMatch(/^datadog-DatadogAccount-/);
    expect(accounts().list()).toEqual([]);
    expect(registrationRecords(once.customer)).toEqual([]);
  });

  it('what an Update made anew before it crashed is taken up by the rollback, as it was before', async () => {
    await once.register(stack, { AccountTags: ['one'] });
    accounts().delete(stack.ref(REGISTRATION) ?? '');
    killedAfterPost();
    expect(await once.register(stack, { AccountTags: ['two'] })).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(accounts().list()).toHaveLength(1);
    expect(accounts().of(ACCOUNT_ID)).toMatchObject({
      id: stack.ref(REGISTRATION),
      attributes: { account_tags: ['one'] },
    });
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(accounts().list()).toEqual([]);
    expect(registrationRecords(once.customer)).toEqual([]);
  });

  it('another stack’s registration under the same role is not taken for what a Create had set out to make', async () => {
    const other = once.customer.stack('other');
    let registered: Promise<unknown> | undefined;
    once.customer.sandbox.faults.add({
      match: { service: 'datadog', operation: 'CreateAWSAccount', nth: 1 },
      effect: {
        type: 'run',
        when: 'before',
        run: async () => {
          await once.customer.provider.kill();
          registered = once.register(other);
          await registered;
        },
      },
    });
    expect(await once.register(stack)).toBe('ROLLBACK_COMPLETE');
    await registered;
    expect(
      accounts()
        .list()
        .map(({ id }) => id),
    ).toEqual([other.ref(REGISTRATION)]);
  });
});

describe('a Create that CloudFormation cancels', () => {
  it('is undone by the Delete with a made-up id, though it was never answered', async () => {
    let go: () => void = () => undefined;
    const failDuring = new Promise<void>((resolve) => {
      go = resolve;
    });
    account.customer.sandbox.faults.add({
      match: { service: 'datadog', operation: 'CreateAWSAccount', nth: 1 },
      effect: { type: 'run', when: 'after', run: () => go() },
    });
    expect(await account.register(stack, {}, { failDuring })).toBe('ROLLBACK_COMPLETE');
    await stack.settled();
    expect(accounts().list()).toEqual([]);
    expect(registrationRecords(account.customer)).toEqual([]);
  });

  it('of a foreign registration leaves that alone', async () => {
    const foreign = accounts().add(byHand);
    let go: () => void = () => undefined;
    const failDuring = new Promise<void>((resolve) => {
      go = resolve;
    });
    account.customer.sandbox.faults.add({
      match: { service: 'datadog', operation: 'ListAWSAccounts', nth: 1 },
      effect: { type: 'run', when: 'before', run: () => go() },
    });
    expect(await account.register(stack, {}, { failDuring })).toBe('ROLLBACK_COMPLETE');
    await stack.settled();
    expect(accounts().list()).toEqual([foreign]);
  });
});
