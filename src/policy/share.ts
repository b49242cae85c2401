import { ANY_SEQUENCE, matchesPattern, type Pattern, patternsOverlap } from './patterns';

/** How many of the values that something may have a pattern matches. */
export type Share = 'all' | 'some' | 'none';

/** Values that are known by their look only. */
export interface Values {
  readonly form: Pattern;
  readonly except: readonly Pattern[];
}

/** One way of comparing: whether a pattern matches all, or any, of what another one stands for. */
export interface Comparison {
  readonly covers: (pattern: Pattern, other: Pattern) => boolean;
  readonly meets: (pattern: Pattern, other: Pattern) => boolean;
}

/** Which of the values does the pattern match? Where `some` is the answer, it may still be all or none. */
export function shareOf(pattern: Pattern, { form, except }: Values, { covers, meets }: Comparison): Share {
  if (!meets(pattern, form) || except.some((excluded) => covers(excluded, pattern))) return 'none';
  return covers(pattern, form) ? 'all' : 'some';
}

/** From the first character to the last. */
export const WHOLE: Comparison = { covers: matchesPattern, meets: patternsOverlap };

/** As ARNs are compared: part by part. */
export const BY_PART: Comparison = {
  // What may have any number of parts no pattern matches whole.
  covers: (pattern, other) => !mayBeAnyArn(other) && byPart(pattern, other, matchesPattern) === true,
  // What may be an ARN of any look, or no ARN at all, may be one that matches.
  meets: (pattern, other) => byPart(pattern, other, patternsOverlap) ?? mayBeAnyArn(other),
};

/** The six parts of an ARN, each with its own wildcards: no wildcard reaches beyond a colon, except in the last. */
function arnParts(arn: Pattern): readonly Pattern[] {
  const parts: Pattern[number][][] = [[]];
  for (const token of arn) {
    if (token === ':' && parts.length < 6) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** Undefined where one has more parts than the other. */
function byPart(
  pattern: Pattern,
  other: Pattern,
  compare: (pattern: Pattern, other: Pattern) => boolean,
): boolean | undefined {
  const [demanded, parts] = [arnParts(pattern), arnParts(other)];
  if (demanded.length !== parts.length) return undefined;
  return demanded.every((part, index) => compare(part, parts[index] ?? []));
}

function mayBeAnyArn(form: Pattern): boolean {
  return arnParts(form).length < 6 && form.includes(ANY_SEQUENCE);
}
