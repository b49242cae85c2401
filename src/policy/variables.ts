import type { RequestContext } from './knowledge';
import { ANY_SEQUENCE, type Pattern, parsePattern } from './patterns';

/** A condition value of a policy with its variables filled in. */
export interface ExpandedValue {
  /** Means nothing where a variable is undecided. */
  readonly text: string;
  /** Every character that the policy's author wrote as itself; wildcards stand for what is undecided alone. */
  readonly literal: Pattern;
  /** Wildcards are those that the policy's author wrote, never those of a variable's value, and what is undecided. */
  readonly pattern: Pattern;
  /** The variables whose values are not known. */
  readonly undecided: readonly string[];
  /** Those of them that may be missing: then the condition cannot be met. */
  readonly mayBeMissing: readonly string[];
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
  const pieces = (version === VERSION_WITH_VARIABLES ? value.split(VARIABLE) : [value]).map((piece) =>
    version === VERSION_WITH_VARIABLES && VARIABLE.test(piece)
      ? variableValue(piece, context)
      : { text: piece, literal: [...piece], pattern: parsePattern(piece) },
  );
  if (!pieces.every((piece) => piece !== undefined)) return undefined;
  return {
    text: pieces.map(({ text }) => text).join(''),
    literal: pieces.flatMap(({ literal }) => literal),
    pattern: pieces.flatMap(({ pattern }) => pattern),
    undecided: pieces.flatMap(({ undecided = [] }) => undecided),
    mayBeMissing: pieces.flatMap(({ mayBeMissing = [] }) => mayBeMissing),
  };
}

type Piece = Pick<ExpandedValue, 'text' | 'literal' | 'pattern'> & Partial<ExpandedValue>;

function variableValue(variable: string, context: RequestContext): Piece | undefined {
  const [, key, fallback] = PARTS_OF_VARIABLE.exec(variable) ?? [];
  if (key === undefined) return undefined;
  if (SPECIAL_CHARACTERS.includes(key)) return asItself(key);
  const knowledge = context(key);
  if (knowledge.kind === 'known') {
    const [text = fallback] = knowledge.values;
    return text === undefined ? undefined : asItself(text);
  }
  const { isAlwaysSent, form } = knowledge;
  const look: Pattern = isAlwaysSent || fallback === undefined ? form : [ANY_SEQUENCE];
  const mayBeMissing = isAlwaysSent || fallback !== undefined ? [] : [key];
  return { text: '', literal: look, pattern: look, undecided: [key], mayBeMissing };
}

function asItself(text: string): Piece {
  return { text, literal: [...text], pattern: [...text] };
}
