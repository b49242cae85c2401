import { DeadlineExceeded } from '../../src/runtime/deadline';
import { TimedOut, withTimeout } from '../../src/runtime/with-timeout';
import { startInvocation } from '../support/passing-time';

const never = () => new Promise<never>(() => undefined);

test('work that ends in time gives its result, and leaves no timer behind', async () => {
  const { clock, context } = startInvocation();
  const before = clock.sleeping;

  await expect(withTimeout(context, 1_000, async () => 'done')).resolves.toBe('done');

  expect(clock.sleeping).toBe(before);
});

test('work that does not heed its deadline is left behind when its time is up', async () => {
  const { clock, context } = startInvocation();
  const working = withTimeout(context, 1_000, never);
  const refusal = expect(working).rejects.toThrow(new TimedOut('no answer within 1000 ms'));

  await clock.advance(1_000);

  await refusal;
  await expect(working).rejects.toHaveProperty('name', 'TimeoutError');
});

test('an error of the work itself is thrown as it is', async () => {
  const { context } = startInvocation();
  const failure = new RangeError('bad');

  await expect(withTimeout(context, 1_000, () => Promise.reject(failure))).rejects.toBe(failure);
});

test('what aborts with the deadline is told as its time-out, whatever error it ends with', async () => {
  const { clock, context } = startInvocation();
  const working = withTimeout(context, 1_000, ({ deadline }) => context.clock.sleep(60_000, deadline.signal));
  const refusal = expect(working).rejects.toThrow('no answer within 1000 ms');

  await clock.advance(1_000);

  await refusal;
});

test('the time that is left in all bounds it, too', async () => {
  const { clock, context } = startInvocation(400);
  const working = withTimeout(context, 1_000, never);
  const refusal = expect(working).rejects.toThrow('no answer within 400 ms');

  await clock.advance(400);

  await refusal;
});

test('it ends with the invocation that it belongs to', async () => {
  const { context } = startInvocation();
  const refusal = expect(withTimeout(context, 1_000, never)).rejects.toThrow();

  context.deadline.stop();

  await refusal;
});

test('the work is given a deadline of its own, and all else of its context', async () => {
  const { context } = startInvocation();

  await withTimeout(context, 1_000, async (limited) => {
    expect(limited).toEqual({ ...context, deadline: limited.deadline });
    expect(limited.deadline.workLeft()).toBe(1_000);
    expect(limited.deadline.signal.reason).not.toBeInstanceOf(DeadlineExceeded);
  });
});
