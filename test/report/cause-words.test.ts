import { inWords, withoutCodes } from '../../src/report/cause-words';
import cases from '../cases/denials.json';

test('every cause of a denial has words', () => {
  const causes = [...new Set(cases.cases.map(({ cause }) => cause))];

  expect(causes.length).toBeGreaterThan(20);
  expect(causes.filter((cause) => inWords(cause) === cause.replaceAll('_', ' '))).toEqual([]);
});

test('a code that has no words is told by its own', () => {
  expect(inWords('not-tried')).toBe('not tried');
  expect(inWords('some_new_cause')).toBe('some new cause');
});

test.each([
  ['could not be read (unspecified_deny).', 'could not be read (access is denied, and AWS names no policy).'],
  ['x (throttled).', 'x (AWS throttled the calls).'],
  ['AWS throttled the probe', 'AWS throttled the probe'],
  [
    'the role my_expired_token, and expired_token',
    'the role my_expired_token, and the credentials have expired',
  ],
  ['arn:aws:iam::1:role/no_answer', 'arn:aws:iam::1:role/no_answer'],
  ['--name clock_skew-x a_b', '--name clock_skew-x a_b'],
])('in the sentence %j codes become words, and names stay', (text, words) => {
  expect(withoutCodes(text)).toBe(words);
});
