import type { Stack } from '../support/customer-account';
import {
  ACCOUNT_ID,
  byHand,
  type DatadogSide,
  NOT_REGISTERED_ID,
  openRegisteringCustomer,
  REGISTRATION,
  type RegisteringCustomer,
  registrationRecords,
} from '../support/registration';
import { repliesOf } from '../support/replies';

/*
 * A stack that keeps its failed resources, and is mended by an update:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html
 */
let registering: RegisteringCustomer;
let datadog: DatadogSide;
let stack: Stack;

beforeAll(async () => {
  registering = await openRegisteringCustomer();
});
beforeEach(() => {
  datadog = registering.renew();
  stack = registering.customer.stack();
});
afterAll(() => registering.close());

const KEPT = { onFailure: 'DO_NOTHING' } as const;
const registered = () => datadog.organization.accounts.of(ACCOUNT_ID);

it('a Create that was refused is mended by an update, whose clean-up leaves the new registration alone', async () => {
  expect(
    await registering.register(
      stack,
      { Metrics: { NamespaceFilters: { IncludeOnly: ['AWS/Nothing'] } } },
      KEPT,
    ),
  ).toBe('CREATE_FAILED');
  expect(stack.ref(REGISTRATION)).toBe(NOT_REGISTERED_ID);

  expect(await registering.register(stack, { AccountTags: ['env:prod'] }, KEPT)).toBe('UPDATE_COMPLETE');

  expect(repliesOf(stack).map(({ requestType, status }) => [requestType, status])).toEqual([
    ['Create', 'FAILED'],
    ['Create', 'SUCCESS'],
    ['Delete', 'SUCCESS'],
  ]);
  expect(registered()?.id).toBe(stack.ref(REGISTRATION));
  expect(registrationRecords(registering.customer)).toHaveLength(1);
  expect(await stack.delete()).toBe('DELETE_COMPLETE');
  expect(registered()).toBeUndefined();
  expect(registrationRecords(registering.customer)).toEqual([]);
});

it('so is one that was never answered, with an id that CloudFormation has made up', async () => {
  const { cloudFormation } = registering.customer;
  cloudFormation.misbehave(() => ({ kind: 'status', status: 403 }));
  expect(await registering.register(stack, {}, KEPT)).toBe('CREATE_FAILED');
  cloudFormation.misbehave(undefined);
  expect(registered()).toBeDefined();

  expect(await registering.register(stack, { AccountTags: ['env:prod'] }, KEPT)).toBe('UPDATE_COMPLETE');

  expect(registered()?.id).toBe(stack.ref(REGISTRATION));
  expect(await stack.delete()).toBe('DELETE_COMPLETE');
  expect(registered()).toBeUndefined();
  expect(registrationRecords(registering.customer)).toEqual([]);
});

it('an adopted one stays too', async () => {
  datadog.organization.accounts.add(byHand);
  const before = registered();
  expect(await registering.register(stack, {}, KEPT)).toBe('CREATE_FAILED');
  expect(
    await registering.register(stack, { ExistingRegistration: 'Adopt', AccountTags: ['env:prod'] }, KEPT),
  ).toBe('UPDATE_COMPLETE');
  expect(registered()?.id).toBe(before?.id);
  expect(registered()?.attributes.account_tags).toEqual(['env:prod']);
  expect(await stack.delete()).toBe('DELETE_COMPLETE');
  expect(registered()?.attributes).toEqual(before?.attributes);
});
