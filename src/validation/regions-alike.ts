import { evaluateCondition, isConditionOperator } from '../policy/conditions';
import { known, maybeSent } from '../policy/knowledge';
import type { ParsedDocument } from '../policy/parse';

const REGION = 'aws:requestedregion';
/** Of a policy variable: its value is the region's own name. */
const AS_VARIABLE = /\$\{\s*aws:requestedregion/i;

/**
 * Groups regions among which the policy makes no difference: one answer holds for all of a group, and there may be many regions,
 * and many roles.
 */
export function regionsAlike<R extends string | null>(
  policy: ParsedDocument,
  regions: readonly R[],
): readonly (readonly R[])[] {
  const groups = new Map<string, readonly R[]>();
  for (const region of regions) {
    const mark = markOf(policy, region);
    groups.set(mark, [...(groups.get(mark) ?? []), region]);
  }
  return [...groups.values()];
}

/** What the policy's conditions on the region answer to it. */
function markOf(policy: ParsedDocument, region: string | null): string {
  const conditions = policy.statements.flatMap((statement) => statement.conditions);
  if (region === null || conditions.some(({ values }) => values.some((value) => AS_VARIABLE.test(value))))
    return `region ${region}`;
  const context = (key: string) => (key.toLowerCase() === REGION ? known(region) : maybeSent());
  return conditions
    .filter(({ key, operator }) => key.toLowerCase() === REGION && isConditionOperator(operator))
    .map((condition) => evaluateCondition(condition, policy.version, context).is)
    .join();
}
