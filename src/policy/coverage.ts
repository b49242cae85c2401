import type { RawPolicyDocument } from './document';
import { parseDocument } from './parse';
import { matchesPattern, parsePattern, patternsOverlap } from './patterns';

/**
 * Does an IAM action pattern such as `s3:Get*` cover an action? The action may be a pattern too: then every action
 * that it stands for must be covered. Letter case does not count. For two patterns that mix `*` and `?` side by side
 * the answer may be no where yes would be right, never the other way round.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function coversAction(pattern: string, action: string): boolean {
  return matchesPattern(actionPattern(pattern), actionPattern(action));
}

/**
 * Is there an action that both IAM action patterns match? Letter case does not count. An action has one colon: of two patterns
 * that name it, services meet services and names names.
 */
export function patternsIntersect(a: string, b: string): boolean {
  const [colonInA, colonInB] = [a.indexOf(':'), b.indexOf(':')];
  if (colonInA < 0 || colonInB < 0) return patternsOverlap(actionPattern(a), actionPattern(b));
  return (
    patternsOverlap(actionPattern(a.slice(0, colonInA)), actionPattern(b.slice(0, colonInB))) &&
    patternsOverlap(actionPattern(a.slice(colonInA + 1)), actionPattern(b.slice(colonInB + 1)))
  );
}

/**
 * The Action patterns of a document's Allow statements, in the document's order, whatever their resources and
 * conditions; what NotAction allows is left out. Throws `InvalidPolicyDocument`.
 */
export function allowedActions(document: RawPolicyDocument): readonly string[] {
  const parsed = parseDocument(document);
  return parsed.statements.filter(({ effect }) => effect === 'Allow').flatMap(({ actions }) => actions ?? []);
}

function actionPattern(action: string) {
  return parsePattern(action.toLowerCase());
}
