import type { PropagationSettings } from '../sandbox';
import {
  type CustomerAccount,
  LOGICAL_ID,
  openCustomerAccount,
  withoutBoundary,
} from '../support/customer-account';
import { guideRole } from '../support/guide-role';

/** As the function sees it: a second and a half. */
const TIME_SCALE = 25;
const DELAY_MS = 1_500 / TIME_SCALE;

const ALL: PropagationSettings = {
  roleAssumableMs: DELAY_MS,
  principalValidMs: DELAY_MS,
  readAfterCreateMs: DELAY_MS,
  deleteAfterDetachMs: DELAY_MS,
  trustChangeMs: DELAY_MS,
};
const delays: readonly [string, Partial<PropagationSettings>][] = [
  ['roles that cannot be assumed at once', { roleAssumableMs: DELAY_MS }],
  ['principals that are not valid at once', { principalValidMs: DELAY_MS }],
  ['things that cannot be read at once', { readAfterCreateMs: DELAY_MS }],
  ['things that cannot be deleted at once', { deleteAfterDetachMs: DELAY_MS }],
  ['trust policies that do not count at once', { trustChangeMs: DELAY_MS }],
  ['all of that', ALL],
];

const FULL = { Permissions: 'Full', ResourceCollection: true, SelfTest: 'Require' } as const;

let customer: CustomerAccount;

beforeAll(async () => {
  customer = await openCustomerAccount({ timeScale: TIME_SCALE });
});
afterEach(() => customer.reset());
afterAll(() => customer.close());

describe.each(delays)('with %s', (_name, propagation) => {
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

describe('with lists that come in pages of one', () => {
  it('nothing is overlooked: updates change nothing, Delete leaves nothing, an adopted role goes back', async () => {
    customer.account.seed({ roles: [guideRole] });
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
