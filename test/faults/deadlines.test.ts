import { readResponse } from '../sandbox/cloudformation/response';
import { openCustomerAccount } from '../support/customer-account';
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
const OBSTACLES = ['GetRole', 'CreateRole', 'PutRolePolicy', 'PutParameter', 'AssumeRole'];

describe('the function replies in time, whatever hangs', () => {
  it.each(DEADLINES)('with %i ms of its own while CloudFormation waits %s s', async (timeoutMs, seconds) => {
    const customer = await openCustomerAccount({ skipsWaits: true, providerTimeoutMs: timeoutMs });
    const before = customer.account.digest();
    const limitMs = Math.min(timeoutMs, (seconds ?? HOUR_SECONDS) * 1000);
    for (const operation of OBSTACLES) {
      const handle = customer.sandbox.faults.add({ match: { operation }, effect: { type: 'hang' } });
      customer.cloudFormation.misbehave((_request, attempt) =>
        attempt === 1 ? { kind: 'status', status: 503 } : undefined,
      );
      const { stack, token } = newStack(customer);
      token.connect((request) => customer.provider.invoke(request, { asynchronous: true }));
      const { [Object.keys(deployment(token, {}).resources)[0] ?? '']: resource } = deployment(token, {
        Permissions: 'Core',
        SelfTest: 'Require',
      }).resources;
      if (resource === undefined) throw new Error('the deployment declares no resource');
      const { serviceTimeoutSeconds: _, ...untimed } = resource;
      const timed = seconds === undefined ? untimed : { ...untimed, serviceTimeoutSeconds: seconds };
      await stack.deploy({ resources: { DatadogIntegration: timed } });
      await stack.settled();

      for (const { attempts } of customer.provider.invocations.slice(-2)) {
        expect(attempts.map(({ outcome }) => outcome)).toEqual(['returned']);
        expect(attempts[0]?.durationMs).toBeLessThanOrEqual(limitMs);
      }
      for (const { request, body, meaning } of stack.replies().filter(({ answered }) => answered === 200)) {
        expect(meaning).toBe('reply');
        expect(readResponse(body, request)).toHaveProperty('valid', true);
      }
      handle.remove();
      if (stack.status === 'ROLLBACK_FAILED') await stack.delete();
      expect(customer.account.digest()).toEqual(before);
    }
    await customer.close();
  });
});
