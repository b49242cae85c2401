import { systemClock } from '../../src/runtime/clock';

test('the system clock tells the time in milliseconds since the epoch', () => {
  const before = Date.now();
  const now = systemClock.now();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
});

test('a sleep lasts as long as asked', async () => {
  const startedAt = performance.now();
  await systemClock.sleep(30, new AbortController().signal);
  await systemClock.sleep(5);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(33);
});

test('a sleep that is aborted ends at once with the reason', async () => {
  const controller = new AbortController();
  const sleeping = systemClock.sleep(60_000, controller.signal);
  controller.abort(new Error('enough'));
  await expect(sleeping).rejects.toThrow('enough');
});

test('a sleep under a signal that is already aborted does not begin', async () => {
  const aborted = AbortSignal.abort(new Error('too late'));
  await expect(systemClock.sleep(60_000, aborted)).rejects.toThrow('too late');
});
