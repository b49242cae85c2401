import { type Answer, allOf, answerOf, anyOf, dependsOn, NO, not, oneOf } from './answer';
import type { KeyKnowledge, RequestContext } from './knowledge';
import { parseOperatorName } from './operator-name';
import { OPERATORS, type Operator } from './operators';
import type { ParsedCondition } from './parse';
import { patternText } from './patterns';
import type { Values } from './share';
import { type ExpandedValue, expandVariables } from './variables';

/** Is this the name of a condition operator that IAM takes? */
export function isConditionOperator(name: string): boolean {
  const { base, ifExists } = parseOperatorName(name);
  return OPERATORS.has(base) || (base === 'Null' && !ifExists);
}

/**
 * Does the request meet one condition of a policy of this version? Where keys are undecided, the answer holds for
 * whatever they may be, or names them.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function evaluateCondition(
  condition: ParsedCondition,
  version: string,
  context: RequestContext,
): Answer {
  const knowledge = context(condition.key);
  const operator = OPERATORS.get(parseOperatorName(condition.operator).base);
  const whenAbsent = answerOf(holdsWhenAbsent(condition, operator));
  const whenSent = () =>
    operator === undefined
      ? answerOf(saysOfNull(condition, false))
      : holdsWhenSent(condition, operator, knowledge, version, context);
  if (knowledge.kind === 'known') return knowledge.values.length === 0 ? whenAbsent : whenSent();
  return knowledge.isAlwaysSent ? whenSent() : oneOf(whenSent(), whenAbsent, condition.key);
}

/** `Null` asks for the key and not for its value. */
function saysOfNull({ values }: ParsedCondition, isAbsent: boolean): boolean {
  return values.some((value) => value.toLowerCase() === String(isAbsent));
}

function holdsWhenAbsent(condition: ParsedCondition, operator: Operator | undefined): boolean {
  if (operator === undefined) return saysOfNull(condition, true);
  const { quantifier, ifExists } = parseOperatorName(condition.operator);
  return ifExists || quantifier === 'ForAllValues' || (quantifier === undefined && operator.negated);
}

function holdsWhenSent(
  { operator: name, key, values }: ParsedCondition,
  operator: Operator,
  knowledge: KeyKnowledge,
  version: string,
  context: RequestContext,
): Answer {
  const demanded = values.map((value) => expandVariables(value, version, context));
  if (!demanded.every((value) => value !== undefined)) return NO;
  const holds = (matches: (value: ExpandedValue) => Answer) => {
    const matched = anyOf(demanded.map(matches));
    return operator.negated ? not(matched) : matched;
  };
  const { quantifier } = parseOperatorName(name);
  const needsAll = quantifier === 'ForAllValues' || (quantifier === undefined && operator.negated);
  const ofActual =
    knowledge.kind === 'undecided'
      ? [holds((value) => meetsUnknown(operator, value, knowledge, key))]
      : knowledge.values.map((actual) => holds((value) => meetsKnown(operator, value, actual)));
  const missing = demanded.flatMap(({ mayBeMissing }) => mayBeMissing);
  const answer = needsAll ? allOf(ofActual) : anyOf(ofActual);
  return missing.length === 0 ? answer : allOf([answer, dependsOn(...missing)]);
}

function meetsKnown(operator: Operator, demanded: ExpandedValue, actual: string): Answer {
  if (demanded.undecided.length === 0) return answerOf(operator.matches(demanded, actual));
  const share = operator.share(demanded, { form: [...actual], except: [] });
  return share === 'none' ? NO : dependsOn(...demanded.undecided);
}

function meetsUnknown(operator: Operator, demanded: ExpandedValue, values: Values, key: string): Answer {
  const share = operator.share(demanded, values);
  if (share === 'none') return NO;
  const isAll = share === 'all' && demanded.undecided.length === 0;
  return isAll ? answerOf(true) : dependsOn(key, ...demanded.undecided);
}

/** What the request has against what the policy demands: `sts:ExternalId is "abc", the trust policy demands "abd"`. */
export function describeMismatch(condition: ParsedCondition, context: RequestContext): string {
  const { key, operator } = condition;
  const knowledge = context(key);
  const demands =
    operator === 'StringEquals' ? demandedValues(condition) : `${operator} ${demandedValues(condition)}`;
  return `${describeKnowledge(key, knowledge)}, the trust policy demands ${demands}${hint(condition, knowledge)}`;
}

function describeKnowledge(key: string, knowledge: KeyKnowledge): string {
  if (knowledge.kind === 'undecided') return `${key} is like ${JSON.stringify(patternText(knowledge.form))}`;
  const { values } = knowledge;
  return values.length === 0 ? `the request has no ${key}` : `${key} is ${quoted(values, ' and ')}`;
}

/** A condition on one line: `sts:ExternalId StringEquals "abc"`. */
export function describeCondition(condition: ParsedCondition): string {
  return `${condition.key} ${condition.operator} ${demandedValues(condition)}`;
}

function demandedValues({ operator, values }: ParsedCondition): string {
  return quoted(values, operator.includes('Not') ? ' nor ' : ' or ');
}

/** What the eye misses: another letter case, blanks at an end. */
function hint({ operator, values }: ParsedCondition, knowledge: KeyKnowledge): string {
  if (operator !== 'StringEquals' || knowledge.kind === 'undecided') return '';
  const sameBut = (level: (text: string) => string) =>
    values.some((value) => knowledge.values.some((one) => level(one) === level(value)));
  if (sameBut((text) => text.trim())) return ' (they differ in white space only)';
  return sameBut((text) => text.toLowerCase()) ? ' (they differ in letter case only)' : '';
}

function quoted(values: readonly string[], conjunction: string): string {
  return values.map((value) => JSON.stringify(value)).join(conjunction);
}
