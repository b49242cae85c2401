import { UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { type CustomerAccount, openCustomerAccount, ROLE, type Stack } from '../support/customer-account';
import { lagIam, lagRoles } from '../support/iam-lag';

/*
 * What IAM shows may be some seconds old, in each kind of read for itself:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */

const BEFORE = { Permissions: 'Core', ExternalId: 'one-0123456789', Tags: [{ Key: 'team', Value: 'a' }] };
const AFTER = {
  Permissions: 'Full',
  ExternalId: 'other-0123456789',
  ResourceCollection: true,
  Tags: [{ Key: 'team', Value: 'b' }],
};
const LATEST_MS = 10_000;
const A_MINUTE_MS = 60_000;

let customer: CustomerAccount;
let stack: Stack;

beforeAll(async () => {
  customer = await openCustomerAccount({ skipsWaits: true, retryDelaysMs: [] });
});
beforeEach(() => {
  stack = customer.stack();
});
afterEach(() => customer.reset());
afterAll(() => customer.close());

/** The account, but for what differs from one creation to the next. */
const contents = () => {
  const { roles, policies } = customer.account.digest();
  return { roles, policies };
};

it.each([1, 2, 3, 4])('an Update back, seconds after the Update, is carried out (order %i)', async (seed) => {
  await customer.deploy(stack, BEFORE);
  const before = contents();
  customer.virtualTime.pass(A_MINUTE_MS);
  lagIam(customer, seed, LATEST_MS);

  expect(await customer.deploy(stack, AFTER)).toBe('UPDATE_COMPLETE');
  expect(await customer.deploy(stack, BEFORE)).toBe('UPDATE_COMPLETE');

  expect(contents()).toEqual(before);
});

const SEEDS = [1, 2, 3, 4, 5, 6];

it.each(SEEDS)(
  'so is one of a single thing, which may all be shown as it is to be (order %i)',
  async (seed) => {
    await customer.deploy(stack, BEFORE);
    const before = contents();
    customer.virtualTime.pass(A_MINUTE_MS);
    lagRoles(customer, seed, LATEST_MS);

    await customer.deploy(stack, { ...BEFORE, ExternalId: AFTER.ExternalId });
    expect(await customer.deploy(stack, BEFORE)).toBe('UPDATE_COMPLETE');

    expect(contents()).toEqual(before);
  },
);

it.each(SEEDS)('a role that is not shown yet is deleted all the same (order %i)', async (seed) => {
  const empty = customer.account.digest();
  customer.virtualTime.pass(A_MINUTE_MS);
  lagRoles(customer, seed, LATEST_MS);

  await customer.deploy(stack, { ...BEFORE, SelfTest: 'Off' });
  expect(await stack.delete()).toBe('DELETE_COMPLETE');

  expect(customer.account.digest()).toEqual(empty);
});

it.each([1, 2, 3, 4])('a Delete seconds after the Create leaves nothing (order %i)', async (seed) => {
  const empty = customer.account.digest();
  customer.virtualTime.pass(A_MINUTE_MS);
  lagIam(customer, seed, LATEST_MS);

  expect(await customer.deploy(stack, AFTER)).toBe('CREATE_COMPLETE');
  expect(await stack.delete()).toBe('DELETE_COMPLETE');

  expect(customer.account.digest()).toEqual(empty);
});

it('what somebody else writes while an Update is carried out is seen before it is called complete', async () => {
  await customer.deploy(stack, BEFORE);
  const others = customer.account.digest().roles[ROLE]?.trust ?? '';
  customer.sandbox.faults.add({
    match: { operation: 'UpdateAssumeRolePolicy', nth: 1 },
    effect: {
      type: 'run',
      when: 'after',
      run: async () => {
        const input = { RoleName: ROLE, PolicyDocument: others };
        await customer.iam.send(new UpdateAssumeRolePolicyCommand(input));
      },
    },
  });

  expect(await customer.deploy(stack, { ...BEFORE, ExternalId: AFTER.ExternalId })).toBe('UPDATE_COMPLETE');

  expect(customer.account.digest().roles[ROLE]?.trust).toContain(AFTER.ExternalId);
});

it('an Update is complete as soon as IAM shows all of it', async () => {
  await customer.deploy(stack, AFTER);
  customer.virtualTime.pass(A_MINUTE_MS);
  const startedAt = customer.virtualTime.now();

  expect(await customer.deploy(stack, BEFORE)).toBe('UPDATE_COMPLETE');

  expect(customer.virtualTime.now() - startedAt).toBeLessThan(1_000);
});

it('an Update that changes nothing is believed at once: it writes nothing, and looks once', async () => {
  await customer.deploy(stack, AFTER);
  customer.virtualTime.pass(A_MINUTE_MS);
  customer.sandbox.journal.clear();
  const startedAt = customer.virtualTime.now();

  expect(await customer.deploy(stack, AFTER, { force: true })).toBe('UPDATE_COMPLETE');

  expect(customer.writes().filter((write) => write !== 'sts:AssumeRole')).toEqual([]);
  expect(customer.calls().filter(({ operation }) => operation === 'GetRole')).toHaveLength(1);
  expect(customer.virtualTime.now() - startedAt).toBeLessThan(LATEST_MS);
});
