import { rangeContains } from './ip-address';
import { matchesPattern, type Pattern } from './patterns';
import type { ExpandedValue } from './variables';

/** What a condition operator does with one value of the policy and one of the request. */
export interface Operator {
  readonly matches: (demanded: ExpandedValue, actual: string) => boolean;
  /** Negated operators hold when none of the policy's values matches, and when the request lacks the key. */
  readonly negated: boolean;
}

type Matches = Operator['matches'];
type Order = (actual: number, demanded: number) => boolean;

const equalTexts: Matches = ({ text }, actual) => text === actual;
const equalIgnoringCase: Matches = ({ text }, actual) => text.toLowerCase() === actual.toLowerCase();
const like: Matches = ({ pattern }, actual) => matchesPattern(pattern, [...actual]);
/** As `ArnLike` compares: part by part, so that no `*` goes beyond the colon that follows. */
export const arnLike: Matches = ({ pattern }, actual) => {
  const [demanded, components] = [arnComponents(pattern), arnComponents([...actual])];
  return (
    demanded.length === components.length &&
    demanded.every((component, index) => matchesPattern(component, components[index] ?? []))
  );
};
const ipAddress: Matches = ({ text }, actual) => rangeContains(text, actual);

const numeric = (order: Order): Matches => compare(parseNumber, order);
const date = (order: Order): Matches => compare(parseDate, order);

const equal: Order = (actual, demanded) => actual === demanded;
const less: Order = (actual, demanded) => actual < demanded;
const lessOrEqual: Order = (actual, demanded) => actual <= demanded;
const greater: Order = (actual, demanded) => actual > demanded;
const greaterOrEqual: Order = (actual, demanded) => actual >= demanded;

const is = (matches: Matches): Operator => ({ matches, negated: false });
const isNot = (matches: Matches): Operator => ({ matches, negated: true });

/**
 * IAM's condition operators but `Null`, which asks for the key and not for its value.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['StringEquals', is(equalTexts)],
  ['StringNotEquals', isNot(equalTexts)],
  ['StringEqualsIgnoreCase', is(equalIgnoringCase)],
  ['StringNotEqualsIgnoreCase', isNot(equalIgnoringCase)],
  ['StringLike', is(like)],
  ['StringNotLike', isNot(like)],
  ['NumericEquals', is(numeric(equal))],
  ['NumericNotEquals', isNot(numeric(equal))],
  ['NumericLessThan', is(numeric(less))],
  ['NumericLessThanEquals', is(numeric(lessOrEqual))],
  ['NumericGreaterThan', is(numeric(greater))],
  ['NumericGreaterThanEquals', is(numeric(greaterOrEqual))],
  ['DateEquals', is(date(equal))],
  ['DateNotEquals', isNot(date(equal))],
  ['DateLessThan', is(date(less))],
  ['DateLessThanEquals', is(date(lessOrEqual))],
  ['DateGreaterThan', is(date(greater))],
  ['DateGreaterThanEquals', is(date(greaterOrEqual))],
  ['Bool', is(equalIgnoringCase)],
  // Both sides in base64.
  ['BinaryEquals', is(equalTexts)],
  ['IpAddress', is(ipAddress)],
  ['NotIpAddress', isNot(ipAddress)],
  ['ArnEquals', is(arnLike)],
  ['ArnLike', is(arnLike)],
  ['ArnNotEquals', isNot(arnLike)],
  ['ArnNotLike', isNot(arnLike)],
]);

/** Comparisons with what is no number or date are false, as they are with NaN. */
function compare(parse: (text: string) => number, order: Order): Matches {
  return ({ text }, actual) => order(parse(actual), parse(text));
}

function parseNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

/** Milliseconds since the epoch, from ISO 8601 or from seconds since the epoch. */
function parseDate(text: string): number {
  return /^\d{5,}$/.test(text) ? Number(text) * 1_000 : Date.parse(text);
}

/** The six parts of an ARN, each with its own wildcards: no wildcard reaches beyond a colon, except in the last. */
function arnComponents(arn: Pattern): readonly Pattern[] {
  const components: Pattern[number][][] = [[]];
  for (const token of arn) {
    if (token === ':' && components.length < 6) components.push([]);
    else components.at(-1)?.push(token);
  }
  return components;
}
