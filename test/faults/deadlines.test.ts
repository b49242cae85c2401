import type { Deployment } from '../sandbox/cloudformation/deployment';
import { readResponse } from '../sandbox/cloudformation/response';
import { type CustomerAccount, openCustomerAccount } from '../support/customer-account';
import { deployment, newStack } from './customer-stack';

/** Milliseconds that the function has, seconds that CloudFormation waits: its hour unless told. */
const DEADLINES: readonly (readonly [number, number | undefined])[] = [
  [2_000, 2],
  [2_000, undefined],
  [5_000, 10],
  [30_000, 2],
  [30_000, 60],
  [300_000, 10],
  [300_000, 600],
  [300_000, undefined],
  [900_000, 60],
  [900_000, undefined],
];
const HOUR_SECONDS = 3600;

/** What the function waits for when its time runs out. */
const OBSTACLES = ['DescribeStacks', 'GetRole', 'CreateRole', 'PutRolePolicy', 'PutParameter', 'AssumeRole'];

/*
 * The function's time passes in its waits alone, and CloudFormation waits for its end: whether it is in time its own clock
 * tells, however busy the machine is.
 */
describe('the function replies in time, whatever hangs', () => {
  let customer: CustomerAccount;

  afterEach(() => customer.close());

  it.each(DEADLINES)('with %i ms of its own while CloudFormation waits %s s', async (timeoutMs, seconds) => {
    customer = await openCustomerAccount({ skipsWaits: true, providerTimeoutMs: timeoutMs });
    const { account, cloudFormation, provider, sandbox } = customer;
    const before = account.digest();
    const limitMs = Math.min(timeoutMs, (seconds ?? HOUR_SECONDS) * 1000);
    for (const operation of OBSTACLES) {
      const handle = sandbox.faults.add({ match: { operation }, effect: { type: 'hang' } });
      cloudFormation.misbehave((_request, attempt) =>
        attempt === 1 ? { kind: 'status', status: 503 } : undefined,
      );
      const { stack, token } = newStack(customer);
      token.connect((request) => provider.invoke(request, { asynchronous: true }));
      await stack.deploy(timed(deployment(token, { Permissions: 'Core', SelfTest: 'Require' }), seconds));
      await stack.settled();

      for (const { attempts } of provider.invocations.slice(-2)) {
        expect(attempts.map(({ outcome }) => outcome)).toEqual(['returned']);
        expect(attempts[0]?.durationMs).toBeLessThanOrEqual(limitMs);
      }
      const replies = stack.replies().filter(({ answered }) => answered === 200);
      expect(replies.length).toBeGreaterThan(0);
      for (const { request, body, meaning } of replies) {
        expect(meaning).toBe('reply');
        expect(readResponse(body, request)).toHaveProperty('valid', true);
      }
      handle.remove();
      if (stack.status !== 'ROLLBACK_COMPLETE') await stack.delete();
      expect(account.digest()).toEqual(before);
    }
  });
});

/** The deployment with this ServiceTimeout, or none. */
function timed({ resources }: Deployment, seconds: number | undefined): Deployment {
  return {
    resources: Object.fromEntries(
      Object.entries(resources).map(([id, { serviceTimeoutSeconds: _, ...resource }]) => [
        id,
        seconds === undefined ? resource : { ...resource, serviceTimeoutSeconds: seconds },
      ]),
    ),
  };
}
