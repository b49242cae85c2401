import { compileConditions } from '../authorize/conditions';
import CASES from './cases/conditions.json';

const EXAMPLES = CASES.flatMap(({ condition, holdsFor, failsFor }) => [
  ...holdsFor.map((values) => ({ condition, values, expected: true })),
  ...failsFor.map((values) => ({ condition, values, expected: false })),
]).map((example) => ({
  ...example,
  title: `${JSON.stringify(example.condition)} is ${example.expected} for ${JSON.stringify(example.values)}`,
}));

describe('a Condition element', () => {
  test.each(EXAMPLES)('$title', ({ condition, values, expected }) => {
    const context = values === null ? new Map<string, readonly string[]>() : new Map([['k', values]]);
    expect(compileConditions(condition).every((holds) => holds(context))).toBe(expected);
  });

  test('with an operator that IAM does not have is refused by name', () => {
    expect(() => compileConditions({ StringEqual: { k: 'a' } })).toThrow('StringEqual');
  });

  test.each(['stringEquals', 'StringEqualsifExists', 'forAllValues:StringEquals', 'null'])(
    'with an operator in other letter case, %s, is refused by name',
    (operator) => {
      expect(() => compileConditions({ [operator]: { k: 'a' } })).toThrow(
        `Invalid Condition type : ${operator}`,
      );
    },
  );
});
