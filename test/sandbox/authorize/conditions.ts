import { OPERATORS, type Operator } from './condition-operators';
import { asList, isObject } from './document';
import { filledIn, hasVariables } from './variables';

/** The request's condition keys, in lower case, with their values. A key with no value is absent. */
export type ConditionContext = ReadonlyMap<string, readonly string[]>;

export type Condition = (context: ConditionContext) => boolean;

/** IAM tells operators apart by case: https://github.com/ministryofjustice/modernisation-platform-environments/pull/8893 */
const FORM = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/;

/**
 * Compiles a Condition element: all operators and all keys must hold.
 *
 * @param takesVariables whether the policy's version has variables
 * @throws Error naming an operator that IAM does not have
 */
export function compileConditions(element: unknown, takesVariables = true): Condition[] {
  if (!isObject(element)) return [];
  const conditions: Condition[] = [];
  for (const [operatorName, block] of Object.entries(element)) {
    if (!isObject(block)) throw new Error(`${operatorName} must hold an object`);
    for (const [key, values] of Object.entries(block)) {
      conditions.push(compileCondition(operatorName, key, asList(values).map(String), takesVariables));
    }
  }
  return conditions;
}

/** The condition keys of a Condition element, as written. */
export function conditionKeysOf(element: unknown): string[] {
  return isObject(element) ? Object.values(element).filter(isObject).flatMap(Object.keys) : [];
}

function compileCondition(
  operatorName: string,
  keyName: string,
  expected: readonly string[],
  takesVariables: boolean,
): Condition {
  const key = keyName.toLowerCase();
  const [, quantifier, name = '', ifExists] = FORM.exec(operatorName) ?? [];
  if (name === 'Null') return (context) => expected.includes(String(!context.has(key)));
  const operator = OPERATORS.get(name);
  if (operator === undefined) throw new Error(`Invalid Condition type : ${operatorName}`);
  const isFixed = !takesVariables || !operator.takesVariables || !expected.some(hasVariables);
  const fixed = isFixed ? quantifierOf(quantifier, operator, expected) : undefined;
  return (context) => {
    const actual = context.get(key);
    if (actual === undefined || actual.length === 0) {
      if (ifExists !== undefined || quantifier === 'ForAllValues') return true;
      return quantifier === undefined && operator.negated;
    }
    const holds =
      fixed ??
      quantifierOf(
        quantifier,
        operator,
        expected.flatMap((value) => filledIn(value, context) ?? []),
      );
    return holds(actual);
  };
}

function quantifierOf(
  quantifier: string | undefined,
  operator: Operator,
  expected: readonly string[],
): (actual: readonly string[]) => boolean {
  const matchers = expected.map(operator.matcher);
  const matchesAny = (value: string) => matchers.some((matches) => matches(value));
  const holdsFor = (value: string) => matchesAny(value) !== operator.negated;
  if (quantifier === 'ForAllValues') return (actual) => actual.every(holdsFor);
  if (quantifier === 'ForAnyValue') return (actual) => actual.some(holdsFor);
  return operator.negated ? (actual) => actual.every(holdsFor) : (actual) => actual.some(holdsFor);
}
