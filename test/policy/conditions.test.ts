import { describeMismatch, evaluateCondition } from '../../src/policy/conditions';
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
