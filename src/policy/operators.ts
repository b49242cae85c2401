import { rangeContains } from './ip-address';
import { matchesPattern, type Pattern } from './patterns';
import { BY_PART, type Share, shareOf, type Values, WHOLE } from './share';
import type { ExpandedValue } from './variables';

/** What a condition operator does with one value of the policy and one of the request. */
export interface Operator {
  readonly matches: (demanded: ExpandedValue, actual: string) => boolean;
  /** As `matches`, of values that are known by their look only. */
  readonly share: (demanded: ExpandedValue, values: Values) => Share;
  /** Negated operators hold when none of the policy's values matches, and when the request lacks the key. */
  readonly negated: boolean;
}

/** Does an ARN match a pattern of ARNs, as `ArnLike` compares? */
export function matchesArn(pattern: Pattern, arn: string): boolean {
  return BY_PART.covers(pattern, [...arn]);
}

type Matching = Omit<Operator, 'negated'>;
type Matches = Operator['matches'];
type Order = (actual: number, demanded: number) => boolean;

const equalTexts: Matching = {
  matches: ({ text }, actual) => text === actual,
  share: ({ literal }, values) => shareOf(literal, values, WHOLE),
};
const equalIgnoringCase: Matching = {
  matches: ({ text }, actual) => text.toLowerCase() === actual.toLowerCase(),
  share: ({ literal }, { form, except }) =>
    // One spelling that is out of the question leaves the others, where there are others.
    shareOf(inLowerCase(literal), { form: inLowerCase(form), except: except.filter(hasOneSpelling) }, WHOLE),
};
const like: Matching = {
  matches: ({ pattern }, actual) => matchesPattern(pattern, [...actual]),
  share: ({ pattern }, values) => shareOf(pattern, values, WHOLE),
};
/** Part by part, so that no `*` goes beyond the colon that follows. */
const likeArn: Matching = {
  matches: ({ pattern }, actual) => matchesArn(pattern, actual),
  share: ({ pattern }, values) => shareOf(pattern, values, BY_PART),
};
const ipAddress: Matching = withoutForms(({ text }, actual) => rangeContains(text, actual));

const numeric = (order: Order): Matching => withoutForms(compare(parseNumber, order));
const date = (order: Order): Matching => withoutForms(compare(parseDate, order));

const equal: Order = (actual, demanded) => actual === demanded;
const less: Order = (actual, demanded) => actual < demanded;
const lessOrEqual: Order = (actual, demanded) => actual <= demanded;
const greater: Order = (actual, demanded) => actual > demanded;
const greaterOrEqual: Order = (actual, demanded) => actual >= demanded;

const is = (matching: Matching): Operator => ({ ...matching, negated: false });
const isNot = (matching: Matching): Operator => ({ ...matching, negated: true });

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
  ['ArnEquals', is(likeArn)],
  ['ArnLike', is(likeArn)],
  ['ArnNotEquals', isNot(likeArn)],
  ['ArnNotLike', isNot(likeArn)],
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

/** What a range, a number or a date says of a value that is not known: nothing. */
function withoutForms(matches: Matches): Matching {
  return { matches, share: () => 'some' };
}

function inLowerCase(pattern: Pattern): Pattern {
  return pattern.map((token) => (typeof token === 'string' ? token.toLowerCase() : token));
}

function hasOneSpelling(pattern: Pattern): boolean {
  return pattern.every((token) => typeof token !== 'string' || token.toLowerCase() === token.toUpperCase());
}
