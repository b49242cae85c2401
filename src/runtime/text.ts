/*
 * The one way to cut a text and to show a value in a message.
 */

const ELLIPSIS = '…';

/** Values longer than this are shortened in messages, so that one value cannot crowd out the others. */
const SHOWN_CHARACTERS = 100;

/** What does not show: blanks other than a space, control and format characters, such as a zero-width space. */
const INVISIBLE = /(?! )[\p{C}\p{Z}]/gu;

/** `text` if it has at most `maxCharacters`, or else its first ones, an ellipsis and `rest`, which says where the rest is. */
export function cut(text: string, maxCharacters: number, rest = ''): string {
  return text.length <= maxCharacters ? text : `${text.slice(0, maxCharacters)}${ELLIPSIS}${rest}`;
}

/** A value as messages show it: as JSON, with a code in place of each character that does not show. */
export function show(value: unknown): string {
  const text = (JSON.stringify(value) ?? String(value)).replace(INVISIBLE, codeOf);
  return cut(text, SHOWN_CHARACTERS, ` (${text.length} characters)`);
}

/** As `show`, for what may hold a secret: a long value is shown by its length alone, for half of one would get past those who mask the whole. */
export function showWhole(value: unknown): string {
  if (value === undefined) return 'missing';
  const json = JSON.stringify(value);
  return json.length <= SHOWN_CHARACTERS ? json : `a value of ${json.length} characters`;
}

/** As JSON may write any character, in UTF-16. */
function codeOf(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

/** How many bytes `text` takes inside a JSON string, escapes included. */
export function jsonTextBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - '""'.length;
}

/** `text` with every half of a surrogate pair that lacks the other one replaced, for it has no UTF-8. */
export function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

/** `text` if it takes at most `maxBytes` inside a JSON string, or else as many of its first characters as do. */
export function cutToJsonBytes(text: string, maxBytes: number): string {
  if (jsonTextBytes(text) <= maxBytes) return text;
  let left = maxBytes - jsonTextBytes(ELLIPSIS);
  let kept = '';
  // Iterating over a string goes by code points, so no character is cut in two.
  for (const character of text) {
    left -= jsonTextBytes(character);
    if (left < 0) break;
    kept += character;
  }
  return kept + ELLIPSIS;
}
