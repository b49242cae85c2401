import { type Answer, allOf, answerOf, anyOf, dependsOn, not } from '../policy/answer';
import { evaluateCondition, isConditionOperator } from '../policy/conditions';
import { coversAction } from '../policy/coverage';
import type { RequestContext } from '../policy/knowledge';
import { type ParsedStatement, parseDocument } from '../policy/parse';
import { type CallKey, contextOfCall } from './call-keys';

/**
 * What policies of one kind (those of a role together, or its boundary) answer to an action on every resource, as far as
 * their text tells: statements on some resources only leave it alone. Pure.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function answerOfText(documents: readonly string[], action: string, keys: readonly CallKey[]): Answer {
  const context = contextOfCall(keys);
  const anyThatApplies = (effect: ParsedStatement['effect']) =>
    anyOf(
      documents.flatMap((document) => {
        const { statements, version } = parseDocument(document);
        return statements
          .filter((statement) => statement.effect === effect)
          .map((statement) => applies(statement, version, action, context));
      }),
    );
  return allOf([anyThatApplies('Allow'), not(anyThatApplies('Deny'))]);
}

/** The condition keys of policies, in lower case. */
export function keysInText(documents: readonly string[]): ReadonlySet<string> {
  const conditions = documents.flatMap((document) =>
    parseDocument(document).statements.flatMap((statement) => statement.conditions),
  );
  return new Set(conditions.map(({ key }) => key.toLowerCase()));
}

function applies(
  { actions, notActions, resources, notResources, conditions }: ParsedStatement,
  version: string,
  action: string,
  context: RequestContext,
): Answer {
  const isOnEverything = notResources === undefined && (resources ?? ['*']).includes('*');
  const isMeant =
    actions === undefined
      ? !(notActions ?? []).some((pattern) => coversAction(pattern, action))
      : actions.some((pattern) => coversAction(pattern, action));
  return allOf([
    answerOf(isMeant && isOnEverything),
    ...conditions.map((condition) =>
      isConditionOperator(condition.operator)
        ? evaluateCondition(condition, version, context)
        : dependsOn(condition.operator),
    ),
  ]);
}
