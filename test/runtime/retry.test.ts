import { type Deadline, startDeadline } from '../../src/runtime/deadline';
import { createLogger } from '../../src/runtime/log';
import { backoff, type RetryPolicy, retry } from '../../src/runtime/retry';
import { createSecrets } from '../../src/runtime/secrets';
import { FakeClock } from '../support/fake-clock';

const throttled: RetryPolicy = {
  name: 'throttle',
  matches: (error) => error instanceof Error && error.message === 'throttled',
  delayMs: () => 100,
  limitMs: 1_000,
};
const notYet: RetryPolicy = { ...throttled, name: 'propagation', matches: (error) => error === 'not yet' };

function prepare(totalMs = 60_000) {
  const clock = new FakeClock();
  const lines: string[] = [];
  const deadline: Deadline = startDeadline(clock, totalMs, 0);
  const log = createLogger((line) => lines.push(line), createSecrets());
  return { clock, lines, deadline, context: { clock, deadline, random: () => 0, log } };
}

/** An operation that throws these in turn and then succeeds. */
function failing(...errors: unknown[]): jest.Mock<Promise<string>, []> {
  const operation = jest.fn(async () => 'done');
  for (const error of errors) operation.mockRejectedValueOnce(error);
  return operation;
}

test('an operation that succeeds is run once', async () => {
  const { context } = prepare();
  const operation = failing();
  await expect(retry(context, [throttled], operation)).resolves.toBe('done');
  expect(operation).toHaveBeenCalledTimes(1);
});

test('a failure that a policy names is tried again after its delay, and logged', async () => {
  const { clock, context, lines } = prepare();
  const operation = failing(new Error('throttled'), 'not yet');
  const result = retry(context, [throttled, notYet], operation);

  await clock.advance(99);
  expect(operation).toHaveBeenCalledTimes(1);
  await clock.advance(101);

  await expect(result).resolves.toBe('done');
  expect(lines.map((line) => JSON.parse(line).policy)).toEqual(['throttle', 'propagation']);
});

test('a failure that no policy names is thrown at once, unchanged', async () => {
  const { context } = prepare();
  const denied = new Error('denied');
  const operation = failing(denied);
  await expect(retry(context, [throttled], operation)).rejects.toBe(denied);
  expect(operation).toHaveBeenCalledTimes(1);
});

test('a policy gives up after its limit with the last error', async () => {
  const { clock, context } = prepare();
  const operation = jest.fn().mockRejectedValue(new Error('throttled'));
  const result = retry(context, [throttled], operation);
  const outcome = expect(result).rejects.toThrow('throttled');
  await clock.advance(5_000);
  await outcome;
  expect(operation).toHaveBeenCalledTimes(11);
});

test('each policy counts its own failures: what is waited out for one does not lengthen the waits for another', async () => {
  const { clock, context } = prepare();
  const slow = { ...throttled, delayMs: backoff(1_000, 2, 60_000), limitMs: 60_000 };
  const dense = { ...notYet, delayMs: backoff(10, 2, 60_000) };
  const throttle = new Error('throttled');
  const operation = failing(throttle, throttle, throttle, 'not yet', throttle, 'not yet');
  const result = retry(context, [slow, dense], operation);

  // Jitter is off, so that every wait is half of its backoff.
  await clock.advance(500 + 1_000 + 2_000 + 5 + 4_000 + 10);

  await expect(result).resolves.toBe('done');
});

test('each policy has a limit of its own, which the time of others does not use up', async () => {
  const { clock, context } = prepare();
  const others = { ...throttled, delayMs: () => 900, limitMs: 10_000 };
  const throttle = new Error('throttled');
  const operation = failing('not yet', throttle, throttle, throttle, 'not yet', throttle);
  const result = retry(context, [others, notYet], operation);

  await clock.advance(10_000);

  await expect(result).resolves.toBe('done');
});

test('attempts count towards the limit of the policy that has them made', async () => {
  const { clock, context } = prepare();
  const operation = jest.fn(async () => {
    await clock.sleep(400);
    throw new Error('throttled');
  });
  const outcome = expect(retry(context, [throttled], operation)).rejects.toThrow('throttled');
  await clock.advance(2_000);
  await outcome;
  expect(operation).toHaveBeenCalledTimes(3);
});

test('no wait is begun that the deadline would cut short', async () => {
  const { clock, context } = prepare(250);
  const operation = jest.fn().mockRejectedValue(new Error('throttled'));
  const outcome = expect(retry(context, [throttled], operation)).rejects.toThrow('throttled');
  await clock.advance(200);
  await outcome;
  expect(operation).toHaveBeenCalledTimes(3);
});

test('nothing is tried once the time is up', async () => {
  const { clock, context } = prepare(250);
  await clock.advance(250);
  const operation = failing();
  await expect(retry(context, [throttled], operation)).rejects.toThrow('used up');
  expect(operation).not.toHaveBeenCalled();
});

test('an error that arrives after the time was up is thrown, not retried', async () => {
  const { clock, context } = prepare(250);
  const operation = jest.fn(async () => {
    await clock.sleep(300);
    throw new Error('throttled');
  });
  const outcome = expect(retry(context, [throttled], operation)).rejects.toThrow('throttled');
  await clock.advance(300);
  await outcome;
  expect(operation).toHaveBeenCalledTimes(1);
});

test('a backoff grows by its factor up to its maximum, jittered over the upper half', () => {
  const delayMs = backoff(100, 2, 1_000);
  expect([1, 2, 3, 4, 5, 6].map((attempt) => delayMs(attempt, 0))).toEqual([50, 100, 200, 400, 500, 500]);
  expect(delayMs(1, 0.5)).toBe(75);
});
