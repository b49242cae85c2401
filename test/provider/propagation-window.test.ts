import { isShown, openPropagationWindow, type Propagation } from '../../src/provider/propagation-window';
import { startInvocation } from '../support/passing-time';

/** When looks are taken until the window closes, in milliseconds after it was opened. */
async function looks(propagation: Propagation, totalMs?: number): Promise<number[]> {
  const { clock, context, ended } = startInvocation(totalMs);
  const window = openPropagationWindow(context, propagation);
  const at: number[] = [];
  while (await ended(window.again())) at.push(clock.now());
  return at;
}

test('nothing more can come to light where nothing may be under way', async () => {
  await expect(looks('nothing')).resolves.toEqual([]);
});

test('what was just written is looked for as long as IAM may not show it', async () => {
  const at = await looks('just written');

  expect(at[0]).toBe(1_000);
  expect(at.at(-1)).toBe(10_000);
});

test('what an overtaken invocation still writes is looked for until it must have ended, and be seen', async () => {
  await expect(looks('being written').then((at) => at.at(-1))).resolves.toBe(25_000);
});

test('the end can be waited for at once, and is the same from whenever it is counted', async () => {
  const { clock, context, ended } = startInvocation();
  const window = openPropagationWindow(context, 'being written', clock.now() - 5_000);

  expect(await ended(window.over())).toBe(true);
  expect(clock.now()).toBe(20_000);
  expect(await ended(window.over())).toBe(false);
  expect(await ended(window.again())).toBe(false);
});

test('what a Create may still be making is looked for ever more seldom, for as long as it may wait', async () => {
  const at = await looks('being made');

  const waits = at.map((time, index) => time - (at[index - 1] ?? 0));
  expect(at.at(-1)).toBeGreaterThanOrEqual(75_000);
  expect(at.at(-1)).toBeLessThan(75_500);
  expect(waits[0]).toBe(1_000);
  expect(Math.max(...waits)).toBeLessThanOrEqual(5_125);
  // But for the last, which the end cuts short.
  expect(waits.slice(0, -1)).toEqual([...waits.slice(0, -1)].sort((a, b) => a - b));
});

test('half of the time that is left is not touched', async () => {
  const at = await looks('being made', 8_000);

  expect(at.at(-1)).toBeLessThanOrEqual(4_125);
});

test('a wait ends with the invocation', async () => {
  const { context } = startInvocation();
  const refusal = expect(openPropagationWindow(context, 'being made').again()).rejects.toThrow();

  context.deadline.stop();

  await refusal;
});

test('whatever was written ten seconds ago is shown by now', async () => {
  const { clock, context } = startInvocation();
  await clock.advance(20_000);

  expect(isShown(context, 10_001)).toBe(false);
  expect(isShown(context, 10_000)).toBe(true);
});
