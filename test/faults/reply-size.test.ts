import { type CustomerAccount, LOGICAL_ID, openCustomerAccount } from '../support/customer-account';

const LONGEST_PATH = `/team/${'p'.repeat(505)}/`;
const ATTACHABLE = 'arn:aws:iam::123456789012:policy/team/*';
const POLICIES = Array.from({ length: 8 }, (_, index) => `team-${index}`);
const ARNS = POLICIES.map((name) => `arn:aws:iam::123456789012:policy${LONGEST_PATH}${name}`);
const document = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:List*', Resource: '*' }],
};

describe('a reply that would be too large', () => {
  let customer: CustomerAccount;

  beforeAll(async () => {
    customer = await openCustomerAccount({
      skipsWaits: true,
      parameters: { AttachablePolicyArns: ATTACHABLE },
    });
    customer.account.seed({ policies: POLICIES.map((name) => ({ name, path: LONGEST_PATH, document })) });
  });
  afterAll(() => customer.close());

  it('has its Reason cut, and says where all of it is', async () => {
    const before = customer.account.digest();
    const stack = customer.stack('reason');
    const unknown = Object.fromEntries(
      Array.from({ length: 198 }, (_, index) => [`Unknown${index}${'é'.repeat(20)}`, 'x']),
    );

    expect(await customer.deploy(stack, unknown)).toBe('ROLLBACK_COMPLETE');

    const [reply] = stack.replies();
    expect(Buffer.byteLength(reply?.body ?? '')).toBeLessThanOrEqual(4096);
    expect(reply?.fault).toBeUndefined();
    expect(JSON.parse(reply?.body ?? '{}').Reason).toMatch(/^198 invalid properties: .*\(log stream: .+\)$/s);
    expect(customer.account.digest()).toEqual(before);
  });

  it('is refused with its numbers before anything is made', async () => {
    const before = customer.account.digest();
    const stack = customer.stack('data');

    expect(await customer.deploy(stack, { ManagedPolicyArns: ARNS.slice(0, 7) })).toBe('ROLLBACK_COMPLETE');

    const failure = stack.events.find(({ status }) => status === 'CREATE_FAILED');
    expect(failure?.logicalId).toBe(LOGICAL_ID);
    expect(failure?.reason).toMatch(
      /^The role DatadogIntegrationRole has not been changed\. ManagedPolicyArns has 38\d\d bytes, .* a reply of [45]\d{3} bytes, of which CloudFormation takes 4096: /,
    );
    expect(customer.writes()).toEqual([]);
    expect(customer.account.digest()).toEqual(before);
  });

  it('is refused in an Update, too, whose rollback then fits', async () => {
    const stack = customer.stack('update');
    expect(await customer.deploy(stack, { ManagedPolicyArns: ARNS.slice(0, 4) })).toBe('CREATE_COMPLETE');
    const before = customer.account.digest();

    expect(await customer.deploy(stack, { ManagedPolicyArns: ARNS })).toBe('UPDATE_ROLLBACK_COMPLETE');

    expect(customer.account.digest()).toEqual(before);
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
  });
});
