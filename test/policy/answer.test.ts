import { type Answer, allOf, anyOf, dependsOn, keysOf, NO, not, oneOf, YES } from '../../src/policy/answer';

const A = dependsOn('a');
const B = dependsOn('b', 'a');

test.each<[readonly Answer[], Answer, Answer]>([
  [[], YES, NO],
  [[YES], YES, YES],
  [[NO], NO, NO],
  [[YES, NO], NO, YES],
  [[YES, A], A, YES],
  [[NO, A], NO, A],
  [[YES, NO, A], NO, YES],
  [[A, B, A], dependsOn('a', 'b'), dependsOn('a', 'b')],
])('all of %j is %j, any of them is %j', (answers, all, any) => {
  expect(allOf(answers)).toEqual(all);
  expect(anyOf(answers)).toEqual(any);
});

test('what is not known is not known the other way round either', () => {
  expect([not(YES), not(NO), not(A)]).toEqual([NO, YES, A]);
});

test.each<[Answer, Answer, Answer]>([
  [YES, YES, YES],
  [NO, NO, NO],
  [YES, NO, dependsOn('key')],
  [YES, A, dependsOn('key', 'a')],
  [A, A, dependsOn('key', 'a')],
])('%j or %j, as the key tells: %j', (one, other, answer) => {
  expect(oneOf(one, other, 'key')).toEqual(answer);
});

test('keys are named once, in their order', () => {
  expect(keysOf([B, YES, A])).toEqual(['b', 'a']);
});
