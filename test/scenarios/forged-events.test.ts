import type { AccountDigest } from '../sandbox';
import { type CloudFormation, startCloudFormation } from '../sandbox/cloudformation/cloudformation';
import type { CustomResourceRequest } from '../sandbox/cloudformation/request';
import {
  type CustomerAccount,
  EXTERNAL_ID,
  LOGICAL_ID,
  openCustomerAccount,
  RESOURCE_TYPE,
  ROLE,
  type Stack,
} from '../support/customer-account';
import { deliverChanged, lastReply, onlyFailure, repliesOf } from '../support/replies';

const ATTACKERS_EXTERNAL_ID = 'f0e1d2c3b4a5968778695a4b3c2d1e0f';
const FORGED = { ExternalId: ATTACKERS_EXTERNAL_ID, Permissions: 'Full', ResourceCollection: 'true' };

/** What a stranger makes of the victim's StackId and LogicalResourceId. */
const FORGERIES: Readonly<Record<string, Partial<CustomResourceRequest>>> = {
  Create: { RequestType: 'Create', ResourceProperties: FORGED },
  Update: {
    RequestType: 'Update',
    PhysicalResourceId: ROLE,
    ResourceProperties: FORGED,
    OldResourceProperties: { ExternalId: EXTERNAL_ID },
  },
  'Update to another name': {
    RequestType: 'Update',
    PhysicalResourceId: ROLE,
    ResourceProperties: { ...FORGED, RoleName: `${ROLE}Too` },
    OldResourceProperties: { ExternalId: EXTERNAL_ID },
  },
  Delete: { RequestType: 'Delete', PhysicalResourceId: ROLE },
};
const KINDS = Object.entries(FORGERIES);

let customer: CustomerAccount;
let empty: AccountDigest;
let stack: Stack;

beforeAll(async () => {
  customer = await openCustomerAccount({ skipsWaits: true, retryDelaysMs: [] });
  empty = customer.account.digest();
});
beforeEach(() => {
  stack = customer.stack();
});
afterEach(() => customer.reset());
afterAll(() => customer.close());

/** The log of the latest invocation. */
function log(): string {
  const { attempts = [] } = customer.provider.invocations.at(-1) ?? {};
  return attempts.flatMap(({ logs }) => logs).join('\n');
}

const asked = () => customer.calls().filter(({ operation }) => operation === 'DescribeStacks').length;

describe('an event of which CloudFormation knows nothing is refused, and changes nothing', () => {
  it.each(KINDS)('%s of an integration whose stack has settled', async (_kind, forgery) => {
    await customer.deploy(stack, { Permissions: 'Core' });
    const before = customer.account.digest();
    customer.sandbox.journal.clear();

    const replies = await deliverChanged(customer, stack, forgery, 'CREATE_COMPLETE');

    expect(replies).toMatchObject([
      { status: 'FAILED', reason: expect.stringContaining('the stack is in CREATE_COMPLETE') },
    ]);
    expect(customer.writes()).toEqual([]);
    expect(asked()).toBe(5);
    expect(customer.account.digest()).toEqual(before);
  });

  it.each([
    ['Create', 'DELETE_IN_PROGRESS'],
    ['Update', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'],
    ['Delete', 'REVIEW_IN_PROGRESS'],
  ])('%s while the stack is in %s', async (kind, status) => {
    await customer.deploy(stack, { Permissions: 'Core' });
    const before = customer.account.digest();

    const replies = await deliverChanged(customer, stack, FORGERIES[kind] ?? {}, status);

    expect(replies).toMatchObject([{ status: 'FAILED', reason: expect.stringContaining(status) }]);
    expect(customer.account.digest()).toEqual(before);
  });

  it('the very same events, when all is over', async () => {
    await customer.deploy(stack, { Permissions: 'Core' });
    await customer.deploy(stack, { Permissions: 'Standard' });
    const updated = customer.account.digest();
    const [create, update] = stack.requests;

    await customer.provider.invoke(create, { asynchronous: true });
    expect(lastReply(stack)).toMatchObject({
      status: 'FAILED',
      physicalId: expect.stringContaining('not-created'),
    });
    await customer.provider.invoke(update, { asynchronous: true });
    expect(lastReply(stack)).toMatchObject({ status: 'FAILED', physicalId: ROLE });
    expect(customer.account.digest()).toEqual(updated);

    await stack.delete();
    await customer.provider.invoke(create, { asynchronous: true });
    expect(lastReply(stack).reason).toContain('the stack is in DELETE_COMPLETE');
    await customer.provider.invoke(stack.requests.at(-1), { asynchronous: true });
    expect(lastReply(stack)).toMatchObject({ requestType: 'Delete', status: 'SUCCESS' });
    expect(customer.account.digest()).toEqual(empty);
  });

  it('a Create of a stack that does not exist', async () => {
    await customer.deploy(stack, { Permissions: 'Core' });
    await stack.delete();
    customer.account.stacks.clear();

    await customer.provider.invoke(stack.requests[0], { asynchronous: true });

    expect(lastReply(stack).reason).toContain('there is no such stack');
    expect(customer.account.digest()).toEqual(empty);
  });
});

describe('a stack that is elsewhere', () => {
  let elsewhere: CloudFormation;
  afterEach(() => elsewhere.close());

  it.each([
    ['of another account', { accountId: '210987654321' }, 'account 210987654321, region us-east-1'],
    ['in another region', { region: 'eu-west-1' }, 'account 123456789012, region eu-west-1'],
    [
      'in another partition',
      { partition: 'aws-cn', region: 'cn-north-1' },
      'region cn-north-1, partition aws-cn',
    ],
  ])('%s is refused before any call, and rolls back', async (_case, place, names) => {
    elsewhere = await startCloudFormation(place);
    const theirs = elsewhere.stack({ name: 'theirs' });
    customer.sandbox.journal.clear();

    expect(await customer.deploy(theirs)).toBe('ROLLBACK_COMPLETE');

    const { reason } = onlyFailure(theirs);
    expect(reason).toContain(names);
    expect(reason).toContain('account 123456789012, region us-east-1, partition aws');
    expect(reason).toContain('deploy the provider into the stack’s own account and region');
    expect(customer.calls()).toEqual([]);
  });

  it('is served by a provider that is called by its alias, where it is its own', async () => {
    elsewhere = await startCloudFormation({ publisher: customer.account.stacks });
    const aliased = elsewhere.stack({ name: 'aliased' });
    const serviceToken = customer.provider.qualified('live');
    const properties = { ExternalId: EXTERNAL_ID };

    const deployed = aliased.deploy({
      resources: { [LOGICAL_ID]: { type: RESOURCE_TYPE, serviceToken, properties } },
    });

    expect(await deployed).toBe('CREATE_COMPLETE');
    expect(await aliased.delete()).toBe('DELETE_COMPLETE');
  });
});

describe('where CloudFormation does not say whether it waits', () => {
  const strike = (effect: Parameters<typeof customer.sandbox.faults.add>[0]['effect']) =>
    customer.sandbox.faults.add({ match: { operation: 'DescribeStacks' }, effect });

  it.each([
    ['may not be asked', { type: 'accessDenied' }],
    ['is broken', { type: 'error', code: 'InternalFailure', message: 'an internal error', status: 500 }],
    ['never answers', { type: 'hang' }],
  ] as const)('because it %s, everything is carried out, and the log says so', async (_case, effect) => {
    strike(effect);
    const unconfirmed = 'CloudFormation does not say whether it waits for this';

    expect(await customer.deploy(stack, { Permissions: 'Core' })).toBe('CREATE_COMPLETE');
    expect(log()).toContain(unconfirmed);
    const failing = customer.deploy(stack, { Permissions: 'Full' }, { failAfter: true });
    expect(await failing).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(log()).toContain(unconfirmed);
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(log()).toContain(unconfirmed);
    expect(customer.account.digest()).toEqual(empty);
  });

  it('because others ask too much of it, only for a while: everything is carried out', async () => {
    const fault = { match: { operation: 'DescribeStacks' }, times: 10 } as const;
    customer.sandbox.faults.add({ ...fault, effect: { type: 'throttle' } });
    expect(await customer.deploy(stack)).toBe('CREATE_COMPLETE');
    expect(log()).not.toContain('does not say');
  });

  it('because others ask too much of it and do not end: nothing is changed, and all can be repeated', async () => {
    await customer.deploy(stack, { Permissions: 'Core' });
    const before = customer.account.digest();
    const throttling = strike({ type: 'throttle' });

    const forged = await deliverChanged(customer, stack, FORGERIES['Delete'] ?? {}, 'CREATE_COMPLETE');
    expect(forged).toMatchObject([{ status: 'FAILED', reason: expect.stringContaining('are throttled') }]);
    expect(await customer.deploy(stack, { Permissions: 'Full' })).toBe('UPDATE_ROLLBACK_FAILED');
    expect(customer.account.digest()).toEqual(before);

    throttling.remove();
    expect(await stack.continueRollback()).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(customer.account.digest()).toEqual(before);
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(customer.account.digest()).toEqual(empty);
  });

  it('and a Create was refused for that: the stack rolls back all the same', async () => {
    strike({ type: 'throttle' });
    expect(await customer.deploy(stack)).toBe('ROLLBACK_COMPLETE');
    expect(repliesOf(stack).map(({ status }) => status)).toEqual(['FAILED', 'SUCCESS']);
    expect(customer.account.digest()).toEqual(empty);
  });
});
