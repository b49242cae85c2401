/** `*`: any characters, also none. */
export const ANY_SEQUENCE = Symbol('*');
/** `?`: any one character. */
const ANY_CHARACTER = Symbol('?');

/** A wildcard pattern, character by character. */
export type Pattern = readonly (string | typeof ANY_SEQUENCE | typeof ANY_CHARACTER)[];

/** Reads `*` and `?` as wildcards and every other character as itself. */
export function parsePattern(text: string): Pattern {
  return [...text].map((character) => {
    if (character === '*') return ANY_SEQUENCE;
    return character === '?' ? ANY_CHARACTER : character;
  });
}

/** A pattern as people write it. */
export function patternText(pattern: Pattern): string {
  return pattern.map((token) => (typeof token === 'string' ? token : (token.description ?? ''))).join('');
}

/**
 * Does the pattern match the whole text? Letter case counts. A text that is itself a pattern is matched when the
 * pattern matches all that it stands for; of two odd spellings of one language (`*?`, `?*`) this may say no.
 */
export function matchesPattern(pattern: Pattern, text: Pattern): boolean {
  let at = 0;
  let position = 0;
  let lastSequence: { at: number; position: number } | undefined;
  while (position < text.length) {
    if (pattern[at] === ANY_SEQUENCE) {
      lastSequence = { at, position };
      at += 1;
    } else if (matchesOne(pattern[at], text[position])) {
      at += 1;
      position += 1;
    } else if (lastSequence !== undefined) {
      // Let the last sequence take one character more and try again behind it.
      lastSequence = { at: lastSequence.at, position: lastSequence.position + 1 };
      at = lastSequence.at + 1;
      position = lastSequence.position;
    } else {
      return false;
    }
  }
  return pattern.slice(at).every((token) => token === ANY_SEQUENCE);
}

/** Is there a text that both patterns match? */
export function patternsOverlap(a: Pattern, b: Pattern): boolean {
  // below[j]: do the rest of `a` after the current token and the rest of `b` from j on overlap?
  let below: readonly boolean[] = [];
  for (let i = a.length; i >= 0; i--) {
    const row = new Array<boolean>(b.length + 1);
    for (let j = b.length; j >= 0; j--) {
      if (a[i] === ANY_SEQUENCE || b[j] === ANY_SEQUENCE) row[j] = below[j] === true || row[j + 1] === true;
      else if (i === a.length && j === b.length) row[j] = true;
      else row[j] = (matchesOne(a[i], b[j]) || matchesOne(b[j], a[i])) && below[j + 1] === true;
    }
    below = row;
  }
  return below[0] === true;
}

type Token = Pattern[number] | undefined;

/** A `?` stands for one character, so it matches a `?` of the text but never a `*`. */
function matchesOne(token: Token, character: Token): boolean {
  return token === character || (token === ANY_CHARACTER && character !== ANY_SEQUENCE);
}
