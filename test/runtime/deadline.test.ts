import { DeadlineExceeded, startDeadline } from '../../src/runtime/deadline';
import { FakeClock } from '../support/fake-clock';

test('work ends before the whole time does, so that the reserve is left for the reply', async () => {
  const clock = new FakeClock();
  const deadline = startDeadline(clock, 30_000, 5_000);
  expect([deadline.workLeft(), deadline.left()]).toEqual([25_000, 30_000]);

  await clock.advance(24_999);
  expect(deadline.signal.aborted).toBe(false);
  await clock.advance(1);

  expect([deadline.workLeft(), deadline.left()]).toEqual([0, 5_000]);
  expect(deadline.signal.reason).toBeInstanceOf(DeadlineExceeded);
  expect(deadline.signal.reason.message).toContain('25000 ms');
});

test('the reserve takes at most half of a short time', () => {
  const deadline = startDeadline(new FakeClock(), 3_000, 5_000);
  expect([deadline.workLeft(), deadline.left()]).toEqual([1_500, 3_000]);
});

test('what is left never becomes negative', async () => {
  const clock = new FakeClock();
  const deadline = startDeadline(clock, 1_000, 0);
  await clock.advance(2_000);
  expect([deadline.workLeft(), deadline.left()]).toEqual([0, 0]);
});

test('a deadline that is stopped leaves no timer behind and aborts what still runs', async () => {
  const clock = new FakeClock();
  const deadline = startDeadline(clock, 1_000, 0);
  deadline.stop();
  expect(clock.sleeping).toBe(0);
  expect(deadline.signal.aborted).toBe(true);
  expect(deadline.signal.reason).not.toBeInstanceOf(DeadlineExceeded);
});
