import {
  type CustomerAccount,
  LOGICAL_ID,
  openCustomerAccount,
  type Stack,
} from '../support/customer-account';
import { lagIam } from '../support/iam-lag';

/*
 * CloudFormation cancels a resource when another one of the stack fails, and sends the rollback's event while the first
 * invocation still runs: https://github.com/aws/aws-cdk/issues/31541.
 */

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

/** Settles when the provider makes its n-th call from now on. */
function atCall(nth: number): Promise<void> {
  return new Promise((resolve) => {
    customer.sandbox.faults.add({
      match: { where: ({ principalArn }) => principalArn.includes(`/${customer.providerRole}/`), nth },
      effect: {
        type: 'run',
        when: 'before',
        run: async () => {
          resolve();
          // The rollback begins before this call is answered.
          await new Promise((later) => setTimeout(later, 2));
        },
      },
    });
  });
}

/** How many calls the first event of an operation makes. */
async function callsOf(operation: Promise<unknown>): Promise<number> {
  let calls = 0;
  customer.cloudFormation.misbehave(() => {
    calls ||= customer.calls().length;
    return undefined;
  });
  await operation;
  customer.cloudFormation.misbehave(undefined);
  return calls;
}

const CHANGES = {
  'Full to Core': [{ Permissions: 'Full', ResourceCollection: true }, { Permissions: 'Core' }],
  'another external id': [{ ExternalId: 'one-0123456789' }, { ExternalId: 'other-0123456789' }],
  'another name': [{}, { RoleName: 'DatadogIntegrationRoleNew' }],
} as const;

/** `npm run test:faults -- --fault cancelled` takes every call. */
const EVERY = Number(process.env['EVERY'] ?? 5);

/** Until then all is seen that was written before. */
const A_MINUTE_MS = 60_000;

const LAGS = { shown: 0, 'shown up to ten seconds late': 10_000 };

describe.each(Object.entries(LAGS))('what is written is %s', (_lag, upToMs) => {
  describe.each(Object.entries(CHANGES))('an Update (%s) that is cancelled', (_name, [before, after]) => {
    it('at any call, ends in the old state', async () => {
      await customer.deploy(stack, before);
      customer.sandbox.journal.clear();
      const calls = await callsOf(customer.deploy(stack, after));
      await customer.deploy(stack, before);
      const start = customer.account.digest();

      let cancelled = 0;
      for (let nth = 1; nth <= calls; nth += EVERY) {
        customer.virtualTime.pass(A_MINUTE_MS);
        lagIam(customer, nth, upToMs);
        const status = await customer.deploy(stack, after, { failDuring: atCall(nth) });
        await stack.settled();
        customer.sandbox.faults.clear();

        // What is shown late makes more calls or fewer: then it may be over before this one.
        if (status === 'UPDATE_COMPLETE') break;
        cancelled += 1;
        expect([nth, status]).toEqual([nth, 'UPDATE_ROLLBACK_COMPLETE']);
        expect([nth, customer.account.digest()]).toEqual([nth, start]);
        expect(stack.ref(LOGICAL_ID)).toBe('DatadogIntegrationRole');
      }
      expect(cancelled).toBeGreaterThanOrEqual(calls / EVERY / 2);
    });
  });
});
