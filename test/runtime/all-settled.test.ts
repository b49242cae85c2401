import { allSettled } from '../../src/runtime/all-settled';
import { FakeClock } from '../support/fake-clock';

test('gives what every promise came to, in their order', async () => {
  const clock = new FakeClock();
  const slow = clock.sleep(10).then(() => 'slow');
  const both = allSettled([slow, Promise.resolve(7)]);

  await clock.advance(10);

  await expect(both).resolves.toEqual(['slow', 7]);
});

test('rejects only when all have ended, so that nothing runs on behind the caller’s back', async () => {
  const clock = new FakeClock();
  let isOver = false;
  const slow = clock.sleep(10);
  const both = allSettled([Promise.reject(new Error('at once')), slow]).finally(() => {
    isOver = true;
  });
  const refusal = expect(both).rejects.toThrow('at once');

  await clock.advance(9);
  expect(isOver).toBe(false);
  await clock.advance(1);

  await refusal;
});

test('throws the first rejection in the order of the list, not of time', async () => {
  const clock = new FakeClock();
  const late = clock.sleep(10).then(() => Promise.reject(new Error('late, but first in the list')));
  const refusal = expect(allSettled([late, Promise.reject(new Error('early'))])).rejects.toThrow('late');

  await clock.advance(10);

  await refusal;
});
