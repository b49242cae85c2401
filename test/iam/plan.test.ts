import { freePolicyNames, isArnOfOwnPolicy, policyNumber } from '../../src/iam/managed-policies/names';
import { describeStep, isEmpty, planOf } from '../../src/iam/plan';

test('a plan has no empty stages, and one without stages is empty', () => {
  const plan = planOf('R', [[], [{ kind: 'delete-role' }], []], ['said']);
  expect(plan).toEqual({ roleName: 'R', stages: [[{ kind: 'delete-role' }]], warnings: ['said'] });
  expect(isEmpty(plan)).toBe(false);
  expect(isEmpty(planOf('R', [[]], ['said']))).toBe(true);
});

test.each([
  [{ kind: 'attach-policy', policyArn: 'arn:p' }, 'attach-policy arn:p'],
  [{ kind: 'delete-inline-policy', policyName: 'P' }, 'delete-inline-policy P'],
  [{ kind: 'remove-from-instance-profile', instanceProfile: 'I' }, 'remove-from-instance-profile I'],
  [{ kind: 'untag-role', tagKeys: ['a', 'b'] }, 'untag-role a, b'],
  [{ kind: 'untag-policy', policyArn: 'arn:p', tagKeys: ['a'] }, 'untag-policy arn:p'],
  [{ kind: 'delete-boundary' }, 'delete-boundary'],
] as const)('a step is told in one line: %j', (step, line) => {
  expect(describeStep(step)).toBe(line);
});

describe('names of the policies of a role', () => {
  test('are numbered, without those that are taken in any letter case', () => {
    expect(freePolicyNames('R', 3, ['r-PERMISSIONS-1', 'R-permissions-3', 'other'])).toEqual([
      'R-permissions-2',
      'R-permissions-4',
      'R-permissions-5',
    ]);
    expect(freePolicyNames('R', 0, [])).toEqual([]);
  });

  test('are ordered by their number', () => {
    expect(policyNumber('R-permissions-10')).toBe(10);
  });

  test.each([
    ['arn:aws:iam::123456789012:policy/datadog-integration-role/R-permissions-1', true],
    ['arn:aws-cn:iam::123456789012:policy/datadog-integration-role/r-Permissions-12', true],
    ['arn:aws:iam::123456789012:policy/datadog-integration-role/R-permissions-', false],
    ['arn:aws:iam::123456789012:policy/datadog-integration-role/R-permissions-1a', false],
    ['arn:aws:iam::123456789012:policy/datadog-integration-role/R2-permissions-1', false],
    ['arn:aws:iam::123456789012:policy/datadog-integration-role/R-permissions-1-permissions-1', false],
    ['arn:aws:iam::123456789012:policy/R-permissions-1', false],
    ['arn:aws:iam::123456789012:policy/other/datadog-integration-role/R-permissions-1', false],
    ['R-permissions-1', false],
  ])('tell whose a policy is: %s', (arn, isOwn) => {
    expect(isArnOfOwnPolicy('R', arn)).toBe(isOwn);
  });
});
