import { parseOperatorName } from './operator-name';
import { OPERATORS, type Operator } from './operators';
import type { ParsedCondition } from './parse';
import type { RequestContext } from './request-context';
import { type ExpandedValue, expandVariables } from './variables';

/** Is this the name of a condition operator that IAM takes? */
export function isConditionOperator(name: string): boolean {
  const { base, ifExists } = parseOperatorName(name);
  return OPERATORS.has(base) || (base === 'Null' && !ifExists);
}

/**
 * Does the request meet one condition of a policy of this version?
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function isMet(condition: ParsedCondition, version: string, context: RequestContext): boolean {
  const actual = context.get(condition.key.toLowerCase()) ?? [];
  const { quantifier, base, ifExists } = parseOperatorName(condition.operator);
  const operator = OPERATORS.get(base);
  if (operator === undefined)
    return condition.values.some((value) => value.toLowerCase() === String(actual.length === 0));
  if (actual.length === 0)
    return ifExists || quantifier === 'ForAllValues' || (quantifier === undefined && operator.negated);
  const demanded = condition.values.map((value) => expandVariables(value, version, context));
  if (!demanded.every((value) => value !== undefined)) return false;
  const holds = (value: string) => holdsFor(operator, demanded, value);
  const needsAll = quantifier === 'ForAllValues' || (quantifier === undefined && operator.negated);
  return needsAll ? actual.every(holds) : actual.some(holds);
}

function holdsFor(operator: Operator, demanded: readonly ExpandedValue[], actual: string): boolean {
  return demanded.some((value) => operator.matches(value, actual)) !== operator.negated;
}

/** What the request has against what the policy demands: `sts:ExternalId is "abc", the trust policy demands "abd"`. */
export function describeMismatch(condition: ParsedCondition, context: RequestContext): string {
  const { key, operator } = condition;
  const actual = context.get(key.toLowerCase());
  const has = actual === undefined ? `the request has no ${key}` : `${key} is ${quoted(actual, ' and ')}`;
  const demands =
    operator === 'StringEquals' ? demandedValues(condition) : `${operator} ${demandedValues(condition)}`;
  return `${has}, the trust policy demands ${demands}${hint(condition, actual ?? [])}`;
}

/** A condition on one line: `sts:ExternalId StringEquals "abc"`. */
export function describeCondition(condition: ParsedCondition): string {
  return `${condition.key} ${condition.operator} ${demandedValues(condition)}`;
}

function demandedValues({ operator, values }: ParsedCondition): string {
  return quoted(values, operator.includes('Not') ? ' nor ' : ' or ');
}

/** What the eye misses: another letter case, blanks at an end. */
function hint({ operator, values }: ParsedCondition, actual: readonly string[]): string {
  if (operator !== 'StringEquals') return '';
  const sameBut = (level: (text: string) => string) =>
    values.some((value) => actual.some((one) => level(one) === level(value)));
  if (sameBut((text) => text.trim())) return ' (they differ in white space only)';
  return sameBut((text) => text.toLowerCase()) ? ' (they differ in letter case only)' : '';
}

function quoted(values: readonly string[], conjunction: string): string {
  return values.map((value) => JSON.stringify(value)).join(conjunction);
}
