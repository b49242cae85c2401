import {
  type CustomerAccount,
  EXTERNAL_ID,
  LOGICAL_ID,
  openCustomerAccount,
  RESOURCE_TYPE,
  ROLE,
  type Stack,
} from '../support/customer-account';
import { guideRole } from '../support/guide-role';
import { repliesOf } from '../support/replies';

/*
 * A stack that keeps its failed resources, and is mended by an update:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html
 */
let customer: CustomerAccount;
let stack: Stack;

beforeAll(async () => {
  customer = await openCustomerAccount({ skipsWaits: true, providerTimeoutMs: 60_000 });
});
beforeEach(() => {
  stack = customer.stack();
});
afterEach(() => customer.reset());
afterAll(() => customer.close());

const failingCreate = (properties: Record<string, unknown> = {}) =>
  stack.deploy({
    onFailure: 'DO_NOTHING',
    resources: {
      [LOGICAL_ID]: {
        type: RESOURCE_TYPE,
        serviceToken: customer.provider,
        properties: { ExternalId: EXTERNAL_ID, ...properties } as never,
        serviceTimeoutSeconds: 60,
      },
    },
  });

/** What failed is created anew, and what the first Create has left goes in the clean-up. */
const mend = (properties: Record<string, string>) =>
  customer.deploy(stack, properties, { onFailure: 'DO_NOTHING' });

const lastReplies = () =>
  repliesOf(stack)
    .slice(-2)
    .map(({ requestType, status, physicalId }) => [requestType, status, physicalId]);

it('a Create that was refused is mended by an Update, whose clean-up leaves the role alone', async () => {
  customer.account.seed({ roles: [guideRole] });
  const before = customer.account.digest();
  expect(await failingCreate()).toBe('CREATE_FAILED');
  expect(stack.ref(LOGICAL_ID)).toBe('datadog-integration-role:not-created');

  const update = mend({ RoleName: `${ROLE}Two`, Permissions: 'Full' });

  expect(await update).toBe('UPDATE_COMPLETE');
  expect(stack.ref(LOGICAL_ID)).toBe(`${ROLE}Two`);
  expect(await stack.delete()).toBe('DELETE_COMPLETE');
  expect(customer.account.digest()).toEqual(before);
});

it('so is one that failed for properties, under the same name', async () => {
  const before = customer.account.digest();
  expect(await failingCreate({ Permissions: 'Everything' })).toBe('CREATE_FAILED');

  expect(await mend({ Permissions: 'Full' })).toBe('UPDATE_COMPLETE');

  expect(lastReplies()).toEqual([
    ['Create', 'SUCCESS', ROLE],
    ['Delete', 'SUCCESS', 'datadog-integration-role:not-created'],
  ]);
  expect(customer.account.digest().roles).toHaveProperty(ROLE);
  expect(Object.keys(customer.policies())).toHaveLength(4);
  expect(await customer.deploy(stack, { Permissions: 'Core' })).toBe('UPDATE_COMPLETE');
  expect(await stack.delete()).toBe('DELETE_COMPLETE');
  expect(customer.account.digest()).toEqual(before);
});

it('so is one that was never answered, with an id that CloudFormation has made up', async () => {
  const before = customer.account.digest();
  customer.cloudFormation.misbehave(() => ({ kind: 'status', status: 403 }));
  expect(await failingCreate({ Permissions: 'Full' })).toBe('CREATE_FAILED');
  customer.cloudFormation.misbehave(undefined);
  expect(stack.ref(LOGICAL_ID)).toMatch(/^datadog-DatadogIntegration-\w+$/);

  expect(await mend({ Permissions: 'Full', Description: 'mended' })).toBe('UPDATE_COMPLETE');

  expect(stack.ref(LOGICAL_ID)).toBe(ROLE);
  expect(customer.account.digest().roles).toHaveProperty(ROLE);
  expect(await stack.delete()).toBe('DELETE_COMPLETE');
  expect(customer.account.digest()).toEqual(before);
});

it('one that is not mended leaves nothing when the stack is deleted', async () => {
  const before = customer.account.digest();
  await failingCreate({ Permissions: 'Everything' });

  expect(await stack.delete()).toBe('DELETE_COMPLETE');

  expect(customer.account.digest()).toEqual(before);
});
