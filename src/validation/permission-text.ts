import { isMet } from '../policy/conditions';
import { coversAction } from '../policy/coverage';
import { type ParsedDocument, type ParsedStatement, parseDocument } from '../policy/parse';
import type { SessionKey } from './session-keys';

/** What a policy's text says to a call: `depends` where that hangs on condition keys that nobody knows. */
export type TextAnswer = 'yes' | 'no' | 'depends';

/**
 * What policies of one kind (those of a role together, or its boundary) answer to an action on every resource, as far as
 * their text tells: statements on some resources only leave it alone. Pure.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function answerOfText(
  documents: readonly string[],
  action: string,
  keys: readonly SessionKey[],
): TextAnswer {
  const context = new Map(keys.map(({ name, value }) => [name.toLowerCase(), [value]]));
  const parsed = documents.map((document) => parseDocument(document));
  const applying = (effect: ParsedStatement['effect']) =>
    parsed.flatMap((document) =>
      document.statements
        .filter((statement) => statement.effect === effect)
        .map((statement) => applies(statement, document, action, context)),
    );
  const [denials, grants] = [applying('Deny'), applying('Allow')];
  if (denials.includes('yes')) return 'no';
  if (!grants.includes('yes')) return grants.includes('depends') ? 'depends' : 'no';
  return denials.includes('depends') ? 'depends' : 'yes';
}

/** The condition keys of policies, in lower case. */
export function keysInText(documents: readonly string[]): ReadonlySet<string> {
  const conditions = documents.flatMap((document) =>
    parseDocument(document).statements.flatMap((statement) => statement.conditions),
  );
  return new Set(conditions.map(({ key }) => key.toLowerCase()));
}

function applies(
  statement: ParsedStatement,
  { version }: ParsedDocument,
  action: string,
  context: ReadonlyMap<string, readonly string[]>,
): TextAnswer {
  const { actions, notActions, resources, notResources, conditions } = statement;
  const isOnEverything = notResources === undefined && (resources ?? ['*']).includes('*');
  const isMeant =
    actions === undefined
      ? !(notActions ?? []).some((pattern) => coversAction(pattern, action))
      : actions.some((pattern) => coversAction(pattern, action));
  if (!isMeant || !isOnEverything) return 'no';
  const isKnown = ({ key, values }: (typeof conditions)[number]) =>
    context.has(key.toLowerCase()) && !values.some((value) => value.includes('${'));
  if (conditions.some((condition) => isKnown(condition) && !isMet(condition, version, context))) return 'no';
  return conditions.every(isKnown) ? 'yes' : 'depends';
}
