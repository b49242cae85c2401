import { isCommand, wholeSteps } from '../../src/report/short-steps';

test.each<[string, readonly string[], number]>([
  ['all of them where there is room', ['one', 'two', 'three'], 3],
  ['as many as are asked for', ['one', 'two', 'three', 'four'], 3],
  [
    'none from the first that is too long on, not even later ones that are short',
    ['one', 'x'.repeat(11), 'two'],
    1,
  ],
  ['none where the first is too long', ['x'.repeat(11)], 0],
  ['nothing of nothing', [], 0],
])('shows %s', (_, remedy, count) => {
  expect(wholeSteps(remedy, 3, 10)).toEqual({ shown: remedy.slice(0, count), left: remedy.slice(count) });
});

test('a command is what begins with the name of the AWS CLI', () => {
  expect(['aws iam get-role', 'awsome', 'Run aws iam get-role.'].map(isCommand)).toEqual([
    true,
    false,
    false,
  ]);
});
