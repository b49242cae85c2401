import { type Pattern, parsePattern } from './patterns';
import type { RequestContext } from './request-context';

/** A condition value of a policy with its variables filled in. */
export interface ExpandedValue {
  readonly text: string;
  /** Wildcards are only those that the policy's author wrote, never those of a variable's value. */
  readonly pattern: Pattern;
}

/** Policies of the version before take `${...}` for ordinary text. */
const VERSION_WITH_VARIABLES = '2012-10-17';
const VARIABLE = /(\$\{[^}]*\})/;
const PARTS_OF_VARIABLE = /^\$\{\s*([^,\s]+)\s*(?:,\s*'([^']*)'\s*)?\}/;
/** Spelled-out special characters such as `${*}`. */
const SPECIAL_CHARACTERS = ['*', '?', '$'];

/**
 * Fills in policy variables such as `${aws:username}` or `${aws:PrincipalTag/team, 'none'}`. Undefined when a
 * variable has neither a value in the request nor a default: then the condition cannot be met.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function expandVariables(
  value: string,
  version: string,
  context: RequestContext,
): ExpandedValue | undefined {
  if (version !== VERSION_WITH_VARIABLES) return { text: value, pattern: parsePattern(value) };
  let text = '';
  const pattern: Pattern[number][] = [];
  for (const piece of value.split(VARIABLE)) {
    const isVariable = VARIABLE.test(piece);
    const filled = isVariable ? variableValue(piece, context) : piece;
    if (filled === undefined) return undefined;
    text += filled;
    pattern.push(...(isVariable ? filled : parsePattern(filled)));
  }
  return { text, pattern };
}

function variableValue(variable: string, context: RequestContext): string | undefined {
  const [, key, fallback] = PARTS_OF_VARIABLE.exec(variable) ?? [];
  if (key === undefined) return undefined;
  if (SPECIAL_CHARACTERS.includes(key)) return key;
  return context.get(key.toLowerCase())?.[0] ?? fallback;
}
