import { type ParsedCondition, parseDocument } from '../policy/parse';

/** Is this the condition key of external ids? IAM overlooks letter case. */
export function isExternalIdKey(key: string): boolean {
  return key.toLowerCase() === 'sts:externalid';
}

/** The conditions on the external id. */
export function externalIdConditions<T extends { readonly condition: ParsedCondition }>(
  conditions: readonly T[],
): readonly T[] {
  return conditions.filter(({ condition }) => isExternalIdKey(condition.key));
}

/** The external ids (or patterns of them) that a trust policy names in its conditions. */
export function externalIdsIn(text: string): readonly string[] {
  const conditions = parseDocument(text).statements.flatMap((statement) => statement.conditions);
  return conditions.filter(({ key }) => isExternalIdKey(key)).flatMap(({ values }) => values);
}
