import { OPERATORS } from '../../src/policy/operators';
import { knownContext } from '../../src/policy/request-context';
import { expandVariables } from '../../src/policy/variables';

/** Whether a condition with one value holds for a request that has the key with one value. */
function holds(operator: string, demanded: string, actual: string): boolean {
  const { matches, negated } = OPERATORS.get(operator) ?? fail(operator);
  const value = expandVariables(demanded, '2012-10-17', knownContext([]));
  return value !== undefined && matches(value, actual) !== negated;
}

function fail(operator: string): never {
  throw new Error(`there is no operator ${operator}`);
}

/** Each operator with its opposite; then a value of the policy, one of the request, and whether the first holds. */
const PAIRS: readonly (readonly [string, string, string, string, boolean])[] = [
  ['StringEquals', 'StringNotEquals', 'a', 'a', true],
  ['StringEquals', 'StringNotEquals', 'a', 'A', false],
  ['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'a', 'A', true],
  ['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'a', 'b', false],
  ['StringLike', 'StringNotLike', 'a*c', 'abc', true],
  ['StringLike', 'StringNotLike', 'a?c', 'ac', false],
  ['NumericEquals', 'NumericNotEquals', '10', '10.0', true],
  ['NumericEquals', 'NumericNotEquals', '10', '11', false],
  ['DateEquals', 'DateNotEquals', '2026-01-01T00:00:00Z', '1767225600', true],
  ['DateEquals', 'DateNotEquals', '2026-01-01T00:00:00Z', '1767225601', false],
  ['DateEquals', 'DateNotEquals', '2026-01-01T00:00:00.12345', '2026-01-01T00:00:00.12345', true],
  ['IpAddress', 'NotIpAddress', '10.0.0.0/8', '10.1.2.3', true],
  ['IpAddress', 'NotIpAddress', '10.0.0.0/8', '11.1.2.3', false],
  ['ArnLike', 'ArnNotLike', 'arn:aws:iam::*:role/a*', 'arn:aws:iam::123456789012:role/abc', true],
  ['ArnEquals', 'ArnNotEquals', 'arn:aws:iam::*:role/a*', 'arn:aws:iam::123456789012:role/bc', false],
];

test.each(PAIRS)('%s, and not %s: %j against %j is %s', (operator, opposite, demanded, actual, expected) => {
  expect(holds(operator, demanded, actual)).toBe(expected);
  expect(holds(opposite, demanded, actual)).toBe(!expected);
});

/** The operators that hold for a request's value below, at and above the policy's. */
const ORDERS: readonly (readonly [string, readonly boolean[]])[] = [
  ['LessThan', [true, false, false]],
  ['LessThanEquals', [true, true, false]],
  ['GreaterThan', [false, false, true]],
  ['GreaterThanEquals', [false, true, true]],
];

test.each(ORDERS)('%s compares numbers and dates', (order, expected) => {
  expect(['9', '10', '11'].map((actual) => holds(`Numeric${order}`, '10', actual))).toEqual(expected);
  const days = ['2025-12-31T23:59:59Z', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z'];
  expect(days.map((actual) => holds(`Date${order}`, '2026-01-01T00:00:00Z', actual))).toEqual(expected);
  expect(holds(`Numeric${order}`, '10', ' ')).toBe(false);
  expect(holds(`Date${order}`, '2026-01-01T00:00:00Z', 'soon')).toBe(false);
});

test.each<[string, string, boolean]>([
  ['arn:aws:iam::123456789012:*', 'arn:aws:iam::123456789012:role/team:a', true],
  ['arn:aws:*:role/a', 'arn:aws:iam::123456789012:role/a', false],
  ['arn:aws:iam::123456789012', 'arn:aws:iam::123456789012:role/a', false],
  ['arn:aws:iam::123456789012:role/a', 'arn:aws:iam::123456789012', false],
  ['arn:aws:iam::123456789012:role/a', 'urn:aws:iam::123456789012:role/a', false],
  ['arn:*:iam::123456789012:role/a', 'arn:aws-us-gov:iam::123456789012:role/a', true],
])('a wildcard of an ARN stays within its part: %s, %s: %s', (demanded, actual, expected) => {
  expect(holds('ArnLike', demanded, actual)).toBe(expected);
});

test.each<[string, boolean]>([
  ['true', true],
  ['True', true],
  ['false', false],
])('Bool knows %s in any letter case', (actual, expected) => {
  expect(holds('Bool', 'TRUE', actual)).toBe(expected);
});
