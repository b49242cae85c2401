import type { CustomResourceRequest } from '../sandbox/cloudformation/request';
import { type CustomerAccount, openCustomerAccount, type Stack } from '../support/customer-account';
import { repliesOf } from '../support/replies';

/*
 * Lambda keeps an event for hours when a function is throttled or fails, and may deliver it more than once:
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html. By then CloudFormation has gone on.
 */

const BEFORE = { Permissions: 'Core', ExternalId: 'one-0123456789' };
const AFTER = { Permissions: 'Full', ExternalId: 'other-0123456789' };

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

const lastEvent = (): CustomResourceRequest => {
  const request = stack.requests.at(-1);
  if (request === undefined) throw new Error('the stack has sent no event');
  return request;
};

/** An Update that is held back until CloudFormation has given it up and rolled the stack back. */
async function heldBack(): Promise<CustomResourceRequest> {
  let held: CustomResourceRequest | undefined;
  await customer.deploy(stack, AFTER, {
    holdsBack: (request) => {
      held ??= request;
      return request === held;
    },
  });
  if (held === undefined) throw new Error('no event was held back');
  expect(stack.status).toBe('UPDATE_ROLLBACK_COMPLETE');
  return held;
}

/** Delivers an event of which nothing may come. */
async function deliverInVain(request: CustomResourceRequest): Promise<string> {
  const before = customer.account.digest();
  customer.sandbox.journal.clear();
  await stack.deliver(request);
  expect(customer.account.digest()).toEqual(before);
  expect(customer.writes().filter((write) => write !== 'sts:AssumeRole')).toEqual([]);
  return repliesOf(stack).at(-1)?.reason ?? '';
}

describe('an Update that CloudFormation has given up', () => {
  beforeEach(async () => {
    await customer.deploy(stack, BEFORE);
  });

  it('is not carried out when it comes after the rollback', async () => {
    const reason = await deliverInVain(await heldBack());
    expect(reason).toContain('the stack is in UPDATE_ROLLBACK_COMPLETE');
  });

  it('is not carried out when it comes during the rollback, which ends in the old state', async () => {
    const start = customer.account.digest();
    let held: CustomResourceRequest | undefined;
    const late = new Promise<void>((resolve, reject) => {
      customer.sandbox.faults.add({
        match: { operation: 'GetRole', nth: 1 },
        effect: {
          type: 'run',
          when: 'before',
          run: () => {
            if (held !== undefined) stack.deliver(held).then(resolve, reject);
          },
        },
      });
    });
    const status = await customer.deploy(stack, AFTER, {
      holdsBack: (request) => {
        held ??= request;
        return request === held;
      },
    });
    await late;
    await stack.settled();

    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(customer.account.digest()).toEqual(start);
    const refused = repliesOf(stack).find(({ status: answer }) => answer === 'FAILED');
    expect(refused?.reason).toContain('Update has not been carried out, and nothing has been changed');
  });

  it('is not carried out when it comes during a later update, which has its way', async () => {
    const held = await heldBack();
    const late = new Promise<void>((resolve, reject) => {
      customer.sandbox.faults.add({
        match: { operation: 'GetRole', nth: 1 },
        effect: { type: 'run', when: 'before', run: () => void stack.deliver(held).then(resolve, reject) },
      });
    });

    expect(await customer.deploy(stack, { ...BEFORE, Description: 'later' })).toBe('UPDATE_COMPLETE');
    await late;

    const { DatadogIntegrationRole: role } = customer.account.digest().roles;
    expect(role?.description).toBe('later');
    expect(role?.trust).toContain(BEFORE.ExternalId);
    expect(role?.trust).not.toContain(AFTER.ExternalId);
  });

  it('is not carried out when it comes after the stack has been deleted', async () => {
    const held = await heldBack();
    await stack.delete();
    expect(await deliverInVain(held)).toContain('the stack is in DELETE_COMPLETE');
  });

  it('is not carried out when CloudFormation no longer waits for it by its own date', async () => {
    const held = await heldBack();
    customer.virtualTime.pass(2 * 3_600_000);
    expect(await deliverInVain(held)).toMatch(/it waited until \d{4}-/);
  });
});

it('every event of a stack’s life that comes once more changes nothing, whenever it comes', async () => {
  await customer.deploy(stack, BEFORE);
  await customer.deploy(stack, AFTER);
  await customer.deploy(stack, { ...AFTER, RoleName: 'DatadogIntegrationRoleNew' });
  for (const request of [...stack.requests]) await deliverInVain(request);
  await stack.delete();
  for (const request of [...stack.requests]) await deliverInVain(request);
  expect(lastEvent().RequestType).toBe('Delete');
});
