import cases from '../cases/bad-input.json';
import type { AccountDigest, AccountSnapshot } from '../sandbox';
import type { TemplateValue } from '../sandbox/cloudformation/request';
import type { Quotas } from '../sandbox/iam/quotas';
import {
  type CustomerAccount,
  EXTERNAL_ID,
  openCustomerAccount,
  ROLE,
  type Stack,
} from '../support/customer-account';
import { deliverChanged, onlyFailure, repliesOf } from '../support/replies';

interface PropertyCase {
  readonly name: string;
  readonly properties: Readonly<Record<string, TemplateValue>>;
  /** The account's quotas, where they are what the properties do not fit. */
  readonly quotas?: Partial<Quotas>;
  readonly says: readonly string[];
}

interface EventCase {
  readonly name: string;
  readonly change: Readonly<Record<string, unknown>>;
  readonly says: readonly string[];
}

// TypeScript reads each case of the JSON file as a type of its own.
const propertyCases = cases.properties as readonly PropertyCase[];
const eventCases: readonly EventCase[] = cases.events;

let customer: CustomerAccount;
let empty: AccountDigest;

beforeAll(async () => {
  customer = await openCustomerAccount({ skipsWaits: true, retryDelaysMs: [] });
  empty = customer.account.digest();
});
afterEach(() => customer.reset());
afterAll(() => customer.close());

const squeeze = (quotas: Partial<Quotas> = {}) =>
  customer.sandbox.configure({ accounts: { [customer.account.id]: { quotas } } });

describe('bad properties are refused before any change is made', () => {
  it.each(propertyCases)('on Create: $name', async ({ properties, quotas, says }) => {
    squeeze(quotas);
    const stack = customer.stack();

    expect(await customer.deploy(stack, properties)).toBe('ROLLBACK_COMPLETE');

    const failure = onlyFailure(stack);
    for (const text of says) expect(failure.reason).toContain(text);
    expect(failure.physicalId).toBe('datadog-integration-role:not-created');
    expect(repliesOf(stack).map(({ requestType, status }) => [requestType, status])).toEqual([
      ['Create', 'FAILED'],
      ['Delete', 'SUCCESS'],
    ]);
    expect(customer.writes()).toEqual([]);
    expect(customer.account.digest()).toEqual(empty);
  });

  describe('on what is there', () => {
    let stack: Stack;
    let healthy: AccountSnapshot;

    beforeAll(async () => {
      stack = customer.stack();
      await customer.deploy(stack, { Permissions: 'Core' });
      healthy = customer.account.snapshot();
    });
    beforeEach(() => {
      customer.account.restore(healthy);
      customer.sandbox.journal.clear();
    });

    it.each(propertyCases)(
      'Update, whose rollback has nothing to change either: $name',
      async ({ properties, quotas, says }) => {
        const before = customer.account.digest();
        const replied = repliesOf(stack).length;
        squeeze(quotas);

        expect(await customer.deploy(stack, properties)).toBe('UPDATE_ROLLBACK_COMPLETE');

        const [failure, rollback, ...more] = repliesOf(stack).slice(replied);
        expect([failure?.status, rollback?.status, more]).toEqual(['FAILED', 'SUCCESS', []]);
        for (const text of says) expect(failure?.reason).toContain(text);
        expect(failure?.physicalId).toBe(ROLE);
        expect(customer.writes()).toEqual([]);
        expect(customer.account.digest()).toEqual(before);
      },
    );

    it.each(propertyCases)('Delete succeeds all the same: $name', async ({ properties, quotas }) => {
      squeeze(quotas);

      const replies = await deliverChanged(customer, stack, {
        RequestType: 'Delete',
        PhysicalResourceId: ROLE,
        ResourceProperties: { ExternalId: EXTERNAL_ID, ...properties },
      });

      expect(replies).toEqual([expect.objectContaining({ status: 'SUCCESS', physicalId: ROLE })]);
      expect(customer.account.digest()).toEqual(empty);
    });
  });

  it('are all named in one Reason', async () => {
    const stack = customer.stack();
    await customer.deploy(stack, {
      RoleName: ' Datadog',
      DatadogSite: 'datadog.com',
      ResourceCollection: 'on',
      Regions: ['mars-1'],
      SelfTest: 'No',
      Rolename: 'x',
    });

    const { reason } = onlyFailure(stack);
    expect(reason).toContain('6 invalid properties');
    for (const text of ['" Datadog"', '"datadog.com"', '"on"', '"mars-1"', '"No"', 'Did you mean RoleName?'])
      expect(reason).toContain(text);
  });

  it('that only AWS can judge are all named in one Reason, too', async () => {
    squeeze({ AttachedPoliciesPerRoleQuota: 1, AssumeRolePolicySizeQuota: 300 });
    const stack = customer.stack();
    await customer.deploy(stack, {
      PermissionsBoundary: 'arn:aws:iam::123456789012:policy/NoSuchBoundary',
      ManagedPolicyArns: ['arn:aws:iam::123456789012:policy/NoSuchPolicy'],
      ResourceCollection: true,
    });

    const { reason } = onlyFailure(stack);
    for (const text of ['NoSuchBoundary', 'NoSuchPolicy', '2 attached policies', 'allows 1', 'allows 300'])
      expect(reason).toContain(text);
    expect(customer.writes()).toEqual([]);
  });

  it('are refused with the numbers when their record would not fit its parameter; shortened by that much, it does', async () => {
    const Tags = Array.from({ length: 27 }, (_, index) => ({ Key: `key-${index}`, Value: 'v'.repeat(250) }));
    const refused = customer.stack();

    const tooLong = customer.deploy(refused, { Tags, Description: 'd'.repeat(1000) });

    expect(await tooLong).toBe('ROLLBACK_COMPLETE');
    const { reason } = onlyFailure(refused);
    expect(reason).toMatch(/make a record of \d+ bytes and an SSM parameter holds 8192/);
    expect(customer.writes()).toEqual([]);
    const excess = Number(/by (\d+) bytes/.exec(reason)?.[1]);
    const shortened = { Tags, Description: 'd'.repeat(1000 - excess) };
    expect(await customer.deploy(customer.stack(), shortened)).toBe('CREATE_COMPLETE');
  });
});

describe('a malformed event gets one FAILED reply and changes nothing', () => {
  it.each(eventCases)('$name', async ({ change, says }) => {
    const stack = customer.stack();
    await customer.deploy(stack);
    const before = customer.account.digest();
    customer.sandbox.journal.clear();

    const replies = await deliverChanged(customer, stack, change);

    expect(replies).toHaveLength(1);
    expect(replies[0]?.status).toBe('FAILED');
    for (const text of says) expect(replies[0]?.reason).toContain(text);
    expect(customer.writes()).toEqual([]);
    expect(customer.account.digest()).toEqual(before);
  });

  it.each([
    ['no ResponseURL', { ResponseURL: undefined }, 'ResponseURL is not an http or https URL'],
    [
      'a ResponseURL of somebody else',
      { ResponseURL: 'https://attacker.example/reply' },
      'ResponseURL is not an https URL on the host that CloudFormation has for the stack’s region',
    ],
    [
      'the ResponseURL of another request',
      { RequestId: 'another' },
      'ResponseURL is that of another request',
    ],
    ['no stack', { StackId: 'arn:aws:iam::123456789012:role/NotAStack' }, 'ResponseURL is that of another'],
  ])('but with %s it is only in the log, and nothing is done', async (_case, change, fault) => {
    const stack = customer.stack();
    await customer.deploy(stack);
    const replied = customer.cloudFormation.puts.length;
    customer.sandbox.journal.clear();

    const { attempts } = await customer.provider.invoke(
      { ...stack.requests.at(-1), ...change },
      { asynchronous: true },
    );

    expect(attempts.map(({ outcome }) => outcome)).toEqual(['returned']);
    const log = attempts[0]?.logs.join() ?? '';
    expect(log).toContain(fault);
    expect(log).not.toMatch(/attacker|NotAStack|X-Amz/);
    expect(customer.cloudFormation.puts).toHaveLength(replied);
    expect(customer.calls()).toEqual([]);
  });
});
