/** The parts of a condition operator's name: `ForAnyValue:StringLikeIfExists` is all three. */
export interface OperatorName {
  /** How a request key with several values is tested; absent for keys with one value. */
  readonly quantifier: 'ForAllValues' | 'ForAnyValue' | undefined;
  /** The operator itself, such as `StringEquals`. */
  readonly base: string;
  readonly ifExists: boolean;
}

/**
 * Splits an operator's name. Letter case counts: IAM refuses `stringEquals` with "Invalid Condition type".
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function parseOperatorName(name: string): OperatorName {
  const quantifier = (['ForAllValues', 'ForAnyValue'] as const).find((one) => name.startsWith(`${one}:`));
  const bare = quantifier === undefined ? name : name.slice(quantifier.length + 1);
  const ifExists = bare.endsWith('IfExists');
  return { quantifier, base: ifExists ? bare.slice(0, -'IfExists'.length) : bare, ifExists };
}
