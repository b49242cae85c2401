import { invocationMs } from '../../src/custom-resource/time-limit';

test.each([
  ["Lambda's remaining time counts, less what returning takes", 300_000, undefined, 299_750],
  ['a shorter ServiceTimeout counts, less what delivery has taken', 300_000, 60, 58_000],
  ['a longer ServiceTimeout does not matter', 300_000, 3_600, 299_750],
  ['a margin takes at most half of a short time', 400, 1, 200],
  ['a ServiceTimeout of a second leaves half of it', 300_000, 1, 500],
  ['no time left is no time, not less', -50, undefined, 0],
])('%s', (_sentence, remainingMs, serviceTimeoutSeconds, totalMs) => {
  expect(invocationMs(remainingMs, serviceTimeoutSeconds)).toBe(totalMs);
});
