import { BlockList, isIP } from 'node:net';
import { withPlainCharacters } from './variables';
import { wildcardExpression } from './wildcards';

/** Takes a value of the policy, gives the test for a value of the request. */
type Matcher = (expected: string) => (actual: string) => boolean;

/**
 * An operator of the Condition element.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export interface Operator {
  /** Negated operators hold when no value of the policy matches, and for a key that the request has not. */
  readonly negated: boolean;
  readonly matcher: Matcher;
  /** Texts and ARNs may hold variables; other values may not. */
  readonly takesVariables: boolean;
}

const text: Matcher = (expected) => {
  const plain = withPlainCharacters(expected);
  return (actual) => actual === plain;
};

const textIgnoringCase: Matcher = (expected) => {
  const folded = withPlainCharacters(expected).toLowerCase();
  return (actual) => actual.toLowerCase() === folded;
};

const pattern: Matcher = (expected) => {
  const expression = wildcardExpression(expected);
  return (actual) => expression.test(actual);
};

const ARN_PARTS = 6;

/** The first five colons of an ARN separate its parts; a wildcard stays within its part. */
function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, ARN_PARTS - 1), parts.slice(ARN_PARTS - 1).join(':')];
}

const arn: Matcher = (expected) => {
  const wanted = arnParts(expected).map((part) => wildcardExpression(part));
  return (actual) => {
    const found = arnParts(actual);
    return wanted.every((part, index) => part.test(found[index] ?? ''));
  };
};

const FAMILIES = new Map([
  [4, { name: 'ipv4', bits: 32 } as const],
  [6, { name: 'ipv6', bits: 128 } as const],
]);

const address: Matcher = (expected) => {
  const [network = '', prefix] = expected.split('/');
  const family = FAMILIES.get(isIP(network));
  if (family === undefined) return () => false;
  const list = new BlockList();
  list.addSubnet(network, prefix === undefined ? family.bits : Number(prefix), family.name);
  return (actual) => list.check(actual, FAMILIES.get(isIP(actual))?.name ?? 'ipv4');
};

type Compare = (actual: number, expected: number) => boolean;

function comparing(read: (value: string) => number, compare: Compare): Matcher {
  return (expected) => {
    const limit = read(expected);
    return (actual) => compare(read(actual), limit);
  };
}

/** Dates are ISO 8601 or seconds since the epoch. */
function milliseconds(value: string): number {
  return /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value);
}

const COMPARISONS: Readonly<Record<string, Compare>> = {
  LessThan: (actual, expected) => actual < expected,
  LessThanEquals: (actual, expected) => actual <= expected,
  GreaterThan: (actual, expected) => actual > expected,
  GreaterThanEquals: (actual, expected) => actual >= expected,
};

const equal: Compare = (actual, expected) => actual === expected;

function named(name: string, negated: boolean, matcher: Matcher): [string, Operator] {
  return [name, { negated, matcher, takesVariables: /^(String|Arn)/.test(name) }];
}

function withOpposite(name: string, opposite: string, matcher: Matcher): [string, Operator][] {
  return [named(name, false, matcher), named(opposite, true, matcher)];
}

function comparisons(kind: string, read: (value: string) => number): [string, Operator][] {
  return Object.entries(COMPARISONS).map(([name, compare]) =>
    named(kind + name, false, comparing(read, compare)),
  );
}

/** By name, without prefix (ForAnyValue:) and suffix (IfExists). Null is no operator of this kind. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ...withOpposite('StringEquals', 'StringNotEquals', text),
  ...withOpposite('StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', textIgnoringCase),
  ...withOpposite('StringLike', 'StringNotLike', pattern),
  ...withOpposite('ArnEquals', 'ArnNotEquals', arn),
  ...withOpposite('ArnLike', 'ArnNotLike', arn),
  ...withOpposite('IpAddress', 'NotIpAddress', address),
  ...withOpposite('NumericEquals', 'NumericNotEquals', comparing(Number, equal)),
  ...withOpposite('DateEquals', 'DateNotEquals', comparing(milliseconds, equal)),
  ...comparisons('Numeric', Number),
  ...comparisons('Date', milliseconds),
  named('Bool', false, textIgnoringCase),
  named('BinaryEquals', false, text),
]);
