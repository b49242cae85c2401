import { withDeadline } from '../../src/runtime/with-deadline';
import { startInvocation } from '../support/passing-time';

test('work ends by its own deadline, and what it has come to is kept', async () => {
  const { context, clock, ended } = startInvocation();

  const result = await ended(
    withDeadline(context, 1_000, async ({ deadline }) => {
      await clock.sleep(60_000, deadline.signal).catch(() => undefined);
      return `what is known after ${clock.now()} ms`;
    }),
  );

  expect(result).toBe('what is known after 1000 ms');
});

test('no deadline is later than that of the whole', async () => {
  const { context } = startInvocation(500);

  expect(await withDeadline(context, 1_000, async ({ deadline }) => deadline.workLeft())).toBe(500);
});

test('nothing is left behind when work is over, well or badly', async () => {
  const { context, clock } = startInvocation();
  const sleepingBefore = clock.sleeping;

  await expect(withDeadline(context, 1_000, () => Promise.reject(new Error('no')))).rejects.toThrow('no');

  expect(clock.sleeping).toBe(sleepingBefore);
});

test('without any time left, work begins when that is known', async () => {
  const { context, ended } = startInvocation(0);

  const begun = await ended(withDeadline(context, 1_000, async ({ deadline }) => deadline.signal.aborted));

  expect(begun).toBe(true);
});
