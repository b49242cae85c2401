import { type JournalEntry, sequentialDepth } from '../sandbox';
import { type CustomerAccount, openCustomerAccount, type Stack } from '../support/customer-account';

const FULL = { Permissions: 'Full', ResourceCollection: true } as const;

let customer: CustomerAccount;
let stack: Stack;

beforeAll(async () => {
  customer = await openCustomerAccount({ skipsWaits: true });
  // The first event pays for the start of the function and its connections.
  const warmUp = customer.stack();
  await customer.deploy(warmUp);
  await warmUp.delete();
});
beforeEach(() => {
  customer.reset();
  customer.sandbox.configure({ holdsCalls: true });
  stack = customer.stack();
});
afterAll(() => customer.close());

const besidesSelfTest = (calls: readonly JournalEntry[]) =>
  calls.filter(({ operation }) => operation !== 'AssumeRole');

describe('calls to AWS', () => {
  it('Create of Full with resource collection takes at most 6 round trips one after the other', async () => {
    expect(await customer.deploy(stack, FULL)).toBe('CREATE_COMPLETE');

    expect(sequentialDepth(besidesSelfTest(customer.calls()))).toBeLessThanOrEqual(6);
    expect(
      customer.calls().filter(({ result }) => !['ok', 'AccessDenied'].includes(result)).length,
    ).toBeLessThan(8);
  });

  it.each([
    ['Core', { Permissions: 'Core' }],
    ['Full', FULL],
    ['everything', { ...FULL, Regions: ['us-east-1'], Tags: [{ Key: 'a', Value: 'b' }], Description: 'x' }],
  ])('an Update that changes nothing makes only reads: %s', async (_name, properties) => {
    await customer.deploy(stack, properties);
    customer.sandbox.journal.clear();

    expect(await customer.deploy(stack, properties, { force: true })).toBe('UPDATE_COMPLETE');

    expect(customer.calls().length).toBeGreaterThan(0);
    expect(customer.writes()).toEqual([]);
    expect(sequentialDepth(besidesSelfTest(customer.calls()))).toBeLessThanOrEqual(3);
  });

  it('an Update of the description makes one write besides the record', async () => {
    await customer.deploy(stack, FULL);
    customer.sandbox.journal.clear();

    await customer.deploy(stack, { ...FULL, Description: 'new' });

    expect([...customer.writes()].sort()).toEqual(['iam:UpdateRole', 'ssm:PutParameter']);
  });

  it('none fails on the way, except for what is asked to see whether it exists', async () => {
    await customer.deploy(stack, FULL);
    await customer.deploy(stack, { Permissions: 'Core' });
    await stack.delete();

    const unexpected = besidesSelfTest(customer.calls()).filter(
      ({ result, write }) =>
        !['ok', 'NoSuchEntity', 'ParameterNotFound'].includes(result) || (write && result !== 'ok'),
    );
    expect(unexpected).toEqual([]);
  });
});
