import { didYouMean, nearest } from '../../src/runtime/suggest';

test.each([
  ['valdate', 'validate'],
  ['VALIDATE', 'validate'],
  ['explian', 'explain'],
  ['plann', 'plan'],
  ['nonsense', undefined],
  ['', undefined],
])('%j is taken for %j', (word, meant) => {
  expect(nearest(word, ['validate', 'explain', 'plan'])).toBe(meant);
});

test('among several near ones the nearest is taken', () => {
  expect(nearest('us-eats-1', ['us-west-1', 'us-east-1', 'us-east-2'])).toBe('us-east-1');
});

test('there may be nothing to choose from, or nothing to correct', () => {
  expect(nearest('x', [])).toBeUndefined();
  expect(didYouMean('plan', ['plan'])).toBe('');
  expect(didYouMean('plam', ['plan'])).toBe(' Did you mean plan?');
});
