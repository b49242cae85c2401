import { type Answer, dependsOn, NO, YES } from '../../src/policy/answer';
import { describeMismatch, evaluateCondition } from '../../src/policy/conditions';
import { ABSENT, type KeyKnowledge, known, maybeSent, someValue } from '../../src/policy/knowledge';
import { knownContext } from '../../src/policy/request-context';

const VERSION = '2012-10-17';

/** Whether a condition on aws:TagKeys is met by a request that has these values of it. */
function met(operator: string, values: readonly string[], actual?: readonly string[]): boolean {
  const context = knownContext(actual === undefined ? [] : [['aws:TagKeys', actual]]);
  const { is } = evaluateCondition({ operator, key: 'aws:TagKeys', values }, VERSION, context);
  if (is === 'depends') throw new Error('of a request of which all is known nothing depends on anything');
  return is === 'yes';
}

test.each<[string, readonly string[], readonly string[], boolean]>([
  ['ForAnyValue:StringEquals', ['a', 'b'], ['x', 'b'], true],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['x', 'y'], false],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'x'], false],
  ['StringNotEquals', ['a', 'b'], ['x'], true],
  ['StringNotEquals', ['a', 'b'], ['b'], false],
  ['StringNotEquals', ['a'], ['x', 'a'], false],
  ['Null', ['true', 'false'], ['x'], true],
  ['Null', ['true'], ['x'], false],
  ['StringEquals', ['a', `\${aws:nothing}`], ['a'], false],
])('%s %j against %j: %s', (operator, values, actual, expected) => {
  expect(met(operator, values, actual)).toBe(expected);
});

test.each<[string, boolean]>([
  ['StringEquals', false],
  ['StringEqualsIfExists', true],
  ['StringNotEquals', true],
  ['ForAnyValue:StringEquals', false],
  ['ForAnyValue:StringNotEquals', false],
  ['ForAllValues:StringEquals', true],
])('%s without the key in the request: %s', (operator, expected) => {
  expect(met(operator, ['a'])).toBe(expected);
});

test.each<[string, readonly string[], readonly string[], string]>([
  ['StringEquals', ['a '], ['a'], 'demands "a " (they differ in white space only)'],
  ['StringEquals', ['x', 'A'], ['a'], 'demands "x" or "A" (they differ in letter case only)'],
  ['StringEquals', ['A'], ['x', 'a'], 'demands "A" (they differ in letter case only)'],
  ['StringEquals', ['x'], ['a'], 'demands "x"'],
  ['StringNotEquals', ['a'], ['a'], 'demands StringNotEquals "a"'],
])(
  '%s %j against %j: the request’s values, and what the trust policy %s',
  (operator, values, actual, text) => {
    const context = knownContext([['aws:tagkeys', actual]]);
    const has = actual.map((value) => JSON.stringify(value)).join(' and ');
    expect(describeMismatch({ operator, key: 'aws:TagKeys', values }, context)).toBe(
      `aws:TagKeys is ${has}, the trust policy ${text}`,
    );
  },
);

describe('of a key that is not known', () => {
  const KEY = 'aws:TagKeys';
  const TAG = 'aws:PrincipalTag/team';
  const someRole = 'arn:aws:iam::464622532012:role/*';
  const variable = `\${${TAG}}`;
  const onKey = dependsOn(KEY);
  const answer = (operator: string, values: readonly string[], knowledge: KeyKnowledge, tag: KeyKnowledge) =>
    evaluateCondition({ operator, key: KEY, values }, VERSION, (key) => (key === KEY ? knowledge : tag));

  test.each<[string, readonly string[], KeyKnowledge, Answer]>([
    // Whether it is sent
    ['Null', ['true'], someValue(), NO],
    ['Null', ['false'], someValue(), YES],
    ['Null', ['true'], maybeSent(), onKey],
    ['Null', ['true', 'false'], maybeSent(), YES],
    ['StringEquals', ['a'], someValue(), onKey],
    ['StringEquals', ['a'], maybeSent(), onKey],
    ['StringEqualsIfExists', ['a'], maybeSent(), onKey],
    ['StringLike', ['*'], someValue(), YES],
    ['StringLike', ['*'], maybeSent(), onKey],
    ['StringLikeIfExists', ['*'], maybeSent(), YES],
    ['StringNotLike', ['*'], someValue(), NO],
    ['StringNotLike', ['*'], maybeSent(), onKey],
    ['ForAllValues:StringLike', ['*'], maybeSent(), YES],
    ['ForAnyValue:StringLike', ['*'], maybeSent(), onKey],
    ['ForAnyValue:StringNotLike', ['*'], maybeSent(), NO],
    ['ForAllValues:StringNotLike', ['*'], maybeSent(), onKey],
    // What it looks like
    ['StringEquals', ['x-1'], maybeSent('o-*'), NO],
    ['StringNotEquals', ['x-1'], maybeSent('o-*'), YES],
    ['ForAnyValue:StringNotEquals', ['x-1'], someValue('o-*'), YES],
    ['StringEquals', ['o-1'], someValue('o-*'), onKey],
    ['StringEquals', ['o-*'], someValue('o-*'), onKey],
    ['StringLike', ['o-*'], someValue('o-*'), YES],
    ['StringLike', ['x', 'o-*'], someValue('o-*'), YES],
    ['StringLike', ['o-1*'], someValue('o-*'), onKey],
    ['StringLike', ['O-*'], someValue('o-*'), NO],
    ['StringEqualsIgnoreCase', ['O-1'], someValue('o-*'), onKey],
    ['StringEqualsIgnoreCase', ['X-1'], someValue('o-*'), NO],
    ['StringEqualsIgnoreCase', ['O-1'], someValue('O-1'), YES],
    ['Bool', ['TRUE'], someValue('false'), NO],
    // What it is not
    ['StringEquals', ['a'], someValue('*', ['a']), NO],
    ['StringEquals', ['a', 'b'], someValue('*', ['a']), onKey],
    ['StringNotEquals', ['a'], someValue('*', ['a']), YES],
    ['StringLike', ['a1*'], someValue('*', ['a*']), NO],
    ['StringLike', ['a*'], someValue('*', ['a1*']), onKey],
    ['StringEqualsIgnoreCase', ['a'], someValue('*', ['a']), onKey],
    ['StringEqualsIgnoreCase', ['12-3'], someValue('*', ['12-3']), NO],
    // ARNs
    ['ArnEquals', ['arn:aws:iam::464622532012:root'], someValue(someRole), NO],
    ['ArnNotEquals', ['arn:aws:iam::464622532012:root'], someValue(someRole), YES],
    ['ArnLike', ['arn:aws:iam::464622532012:*'], someValue(someRole), YES],
    ['ArnLike', ['arn:*:*:*:*:*'], someValue(someRole), YES],
    ['ArnLike', ['arn:aws:iam::*:role/*'], someValue(someRole), YES],
    ['ArnLike', ['arn:aws:iam::464622532012:role/dd-*'], someValue(someRole), onKey],
    ['ArnLike', ['arn:aws:iam::464622532012:user/*'], someValue(someRole), NO],
    ['ArnLike', ['arn:aws:iam::999988887777:role/*'], someValue(someRole), NO],
    ['ArnLike', ['arn:aws:iam::464622532012'], someValue(someRole), NO],
    ['ArnLike', ['arn:aws:iam::1:role/a'], someValue(), onKey],
    ['ArnLike', ['*'], someValue(), onKey],
    ['ArnNotLike', ['arn:*'], someValue('arn:*'), onKey],
    ['ArnLike', ['arn:aws:iam::1:role/a'], someValue('no-arn'), NO],
    ['ArnLike', ['arn:aws:iam::1:role/a'], someValue('arn:*:*::*:*', ['arn:*:*::1:*']), NO],
    ['ArnLike', ['arn:aws:iam::2:role/a'], someValue('arn:*:*::*:*', ['arn:*:*::1:*']), onKey],
    // Ranges, numbers and dates
    ['IpAddress', ['0.0.0.0/0'], someValue(), onKey],
    ['NumericLessThan', ['10'], someValue(), onKey],
    ['DateGreaterThan', ['2026-01-01T00:00:00Z'], maybeSent(), onKey],
  ])('%s %j against %j: %j', (operator, values, knowledge, expected) => {
    expect(answer(operator, values, knowledge, ABSENT)).toEqual(expected);
  });

  test.each<[string, readonly string[], KeyKnowledge, KeyKnowledge, Answer]>([
    ['StringEquals', [variable], known('a'), someValue(), dependsOn(TAG)],
    ['StringEquals', [variable], someValue(), known('a'), onKey],
    ['StringEquals', [variable], someValue(), someValue(), dependsOn(KEY, TAG)],
    ['StringEquals', [variable], someValue(), ABSENT, NO],
    ['StringNotEquals', [variable], someValue(), ABSENT, NO],
    ['StringNotEquals', [variable], maybeSent(), ABSENT, onKey],
    ['StringEquals', ['a', variable], known('a'), someValue(), YES],
    ['StringEquals', ['a', variable], known('a'), maybeSent(), dependsOn(TAG)],
    ['StringEquals', [`x-${variable}`], known('a'), maybeSent(), NO],
    ['StringLike', [`a*${variable}`], known('abc'), someValue(), dependsOn(TAG)],
    ['StringLike', [`x*${variable}`], known('abc'), someValue(), NO],
    ['StringEquals', [`*${variable}`], known('abc'), someValue(), NO],
    ['StringEquals', [variable], known('team-a'), someValue('team-*'), dependsOn(TAG)],
    ['StringEquals', [variable], known('a'), someValue('team-*'), NO],
    ['StringEquals', [`\${${TAG}, 'none'}`], known('none'), maybeSent('team-*'), dependsOn(TAG)],
    ['StringEquals', [`\${${TAG}, 'none'}`, 'a'], known('a'), maybeSent('team-*'), YES],
    ['StringLike', ['*', variable], someValue(), maybeSent(), dependsOn(TAG)],
    ['IpAddress', [variable], known('10.0.0.1'), someValue(), dependsOn(TAG)],
  ])('%s %j against %j, with the tag %j: %j', (operator, values, knowledge, tag, expected) => {
    expect(answer(operator, values, knowledge, tag)).toEqual(expected);
  });

  test('the reason says what it looks like', () => {
    const condition = { operator: 'ArnEquals', key: KEY, values: ['arn:aws:iam::464622532012:root'] };

    expect(describeMismatch(condition, () => someValue(`${someRole}?`))).toBe(
      `aws:TagKeys is like "${someRole}?", the trust policy demands ArnEquals "arn:aws:iam::464622532012:root"`,
    );
    expect(describeMismatch({ ...condition, operator: 'StringEquals' }, () => someValue('a'))).toBe(
      'aws:TagKeys is like "a", the trust policy demands "arn:aws:iam::464622532012:root"',
    );
  });
});
