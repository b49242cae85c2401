import { pointsElsewhere } from '../../src/report/points-elsewhere';
import { BLOCKED } from '../support/reports';

test.each<[boolean, readonly string[]]>([
  [true, ['Carry out the remedy of role-exists.']],
  [true, ['Carry out the remedy of trust-principal, external-id, and validate again.']],
  [false, []],
  [false, ['Carry out the remedy of role-exists.', 'aws iam get-role']],
  [false, ['Carry out the remedy of role-exists. Then update the stack.']],
])('points elsewhere: %s', (expected, remedy) => {
  expect(pointsElsewhere({ ...BLOCKED, remedy })).toBe(expected);
});
