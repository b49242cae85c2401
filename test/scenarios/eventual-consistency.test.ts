import type { JournalEntry, PropagationSettings } from '../sandbox';
import {
  type CustomerAccount,
  LOGICAL_ID,
  openCustomerAccount,
  withoutBoundary,
} from '../support/customer-account';
import { furtherAccounts } from '../support/further-accounts';
import { adoptableRole } from '../support/guide-role';

/** The sandbox's clock goes on with each call, and with nothing else: a delay is over after so many of them. */
const CALL_MS = 100;
const DELAY_MS = 30 * CALL_MS;

const ALL: PropagationSettings = {
  roleAssumableMs: DELAY_MS,
  principalValidMs: DELAY_MS,
  readAfterCreateMs: DELAY_MS,
  deleteAfterDetachMs: DELAY_MS,
  trustChangeMs: DELAY_MS,
};
/** What is delayed, and a call that is refused meanwhile: none where all that this concerns is older. */
const delays: readonly [string, Partial<PropagationSettings>, string | undefined][] = [
  ['roles that cannot be assumed at once', { roleAssumableMs: DELAY_MS }, 'AssumeRole AccessDenied'],
  ['principals that are not valid at once', { principalValidMs: DELAY_MS }, undefined],
  ['things that cannot be read at once', { readAfterCreateMs: DELAY_MS }, 'PutRolePolicy NoSuchEntity'],
  ['things that cannot be deleted at once', { deleteAfterDetachMs: DELAY_MS }, 'DeleteRole DeleteConflict'],
  ['trust policies that do not count at once', { trustChangeMs: DELAY_MS }, 'AssumeRole AccessDenied'],
  ['all of that', ALL, 'DeleteRole DeleteConflict'],
];

const FULL = { Permissions: 'Full', ResourceCollection: true, SelfTest: 'Require' } as const;

const open = furtherAccounts();
let customer: CustomerAccount;

beforeAll(async () => {
  customer = await openCustomerAccount({ skipsWaits: true, sandbox: { now: clockOfCalls() } });
});
afterEach(() => customer.reset());
afterAll(() => customer.close());

function clockOfCalls(): () => number {
  let time = Date.now();
  return () => {
    time += CALL_MS;
    return time;
  };
}

/** What was refused though it is allowed: the self-test's call without an external id is not. */
function refused(calls: readonly JournalEntry[]): string[] {
  return calls
    .filter(({ operation, parameters }) => operation !== 'AssumeRole' || 'ExternalId' in parameters)
    .map(({ operation, result }) => `${operation} ${result}`);
}

describe.each(delays)('with %s', (_name, propagation, refusal) => {
  it('Create, Update, rename and Delete succeed and leave nothing', async () => {
    const before = customer.account.digest();
    customer.sandbox.configure({ propagation });
    const stack = customer.stack();

    expect(await customer.deploy(stack, FULL)).toBe('CREATE_COMPLETE');
    expect(stack.attribute(LOGICAL_ID, 'SelfTestResult')).toBe('passed');
    const changed = { Permissions: 'Standard', ExternalId: 'another-one', SelfTest: 'Require' };
    expect(await customer.deploy(stack, changed)).toBe('UPDATE_COMPLETE');
    const renamed = { ...FULL, RoleName: 'DatadogIntegrationRole-2' };
    expect(await customer.deploy(stack, renamed)).toBe('UPDATE_COMPLETE');
    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    if (refusal !== undefined) expect(refused(customer.calls())).toContain(refusal);
    expect(customer.account.digest()).toEqual(before);
  });

  it('a Create that fails leaves nothing', async () => {
    const before = customer.account.digest();
    customer.sandbox.configure({ propagation });
    customer.sandbox.faults.add({
      match: { operation: 'AttachRolePolicy', nth: 3 },
      effect: { type: 'error', code: 'InvalidInput', message: 'made to fail' },
    });

    expect(await customer.deploy(customer.stack(), FULL)).toBe('ROLLBACK_COMPLETE');

    expect(customer.account.digest()).toEqual(before);
  });

  it('a Create that is followed at once by its Delete leaves nothing', async () => {
    const before = customer.account.digest();
    customer.sandbox.configure({ propagation });
    const stack = customer.stack();

    expect(await customer.deploy(stack, { ...FULL, SelfTest: 'Off' }, { failAfter: true })).toBe(
      'ROLLBACK_COMPLETE',
    );

    expect(customer.account.digest()).toEqual(before);
  });
});

describe('with functions whose own roles are not valid at once', () => {
  it('Create waits for them', async () => {
    const propagation = { principalValidMs: DELAY_MS };
    const recent = await open({ skipsWaits: true, sandbox: { now: clockOfCalls(), propagation } });
    const stack = recent.stack();

    expect(await recent.deploy(stack, FULL)).toBe('CREATE_COMPLETE');

    expect(refused(recent.calls())).toContain('CreateRole MalformedPolicyDocument');
    expect(stack.attribute(LOGICAL_ID, 'SelfTestResult')).toBe('passed');
  });
});

describe('with lists that come in pages of one', () => {
  it('nothing is overlooked: updates change nothing, Delete leaves nothing, an adopted role goes back', async () => {
    customer.account.seed({ roles: [adoptableRole] });
    const before = customer.account.digest();
    customer.sandbox.configure({ pageSize: 1 });
    const stack = customer.stack();

    expect(await customer.deploy(stack, { ...FULL, ExistingRole: 'Adopt' })).toBe('CREATE_COMPLETE');
    customer.sandbox.journal.clear();
    const same = customer.deploy(stack, { ...FULL, ExistingRole: 'Adopt' }, { force: true });
    expect(await same).toBe('UPDATE_COMPLETE');
    expect(customer.writes()).toEqual([]);
    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    expect(withoutBoundary(customer.account.digest())).toEqual(before);
  });
});
