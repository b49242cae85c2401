/*
 * The one way to cut a text, to show a value in a message, and to show a text of others in a line.
 */

const ELLIPSIS = '…';

/** Values longer than this are shortened in messages, so that one value cannot crowd out the others. */
const SHOWN_CHARACTERS = 100;

/** What does not show: blanks other than a space, control and format characters, such as a zero-width space. */
const INVISIBLE = /(?! )[\p{C}\p{Z}]/gu;

/**
 * What begins a line, steers a terminal, turns the direction of writing or is not seen at all: control and format
 * characters, line and paragraph separators, halves of surrogate pairs.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * `text` in which each unseen character is a code such as `\u001b`, so that it stays within one line and a reader sees
 * all of it. Everything that can be seen stays as it is; a text that went through here once does not change again. In
 * the text of a JSON document that has no line breaks of its own the codes are JSON's own, and it means what it meant.
 *
 * Applied where texts leave for people: by the logger, the alert, the terminal and the reply's Reason to their lines, by
 * the event and the metrics to their values, and by commands to their JSON. What is inside is kept as it came.
 */
export function visible(text: string): string {
  return text.replace(UNSEEN, codeOf);
}

/** `text` with a full stop at its end, whether it came with one or without. */
export function asSentence(text: string): string {
  return text.replace(/\.?$/, '.');
}

/** A value of JSON in which every text, keys included, is as `visible` shows it. */
export function visibleIn<T>(value: T): T;
export function visibleIn(value: unknown): unknown {
  if (typeof value === 'string') return visible(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map((entry) => visibleIn(entry));
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [visible(key), visibleIn(entry)]));
}

/** `text` if it has at most `maxCharacters`, or else its first ones, an ellipsis and `rest`, which says where the rest is. */
export function cut(text: string, maxCharacters: number, rest = ''): string {
  if (text.length <= maxCharacters) return text;
  // Half a surrogate pair is no character.
  return `${text.slice(0, maxCharacters).replace(/[\ud800-\udbff]$/, '')}${ELLIPSIS}${rest}`;
}

/** A value as messages show it: as JSON, with a code in place of each character that does not show. */
export function show(value: unknown): string {
  const text = (JSON.stringify(value) ?? String(value)).replace(INVISIBLE, codeOf);
  return cut(text, SHOWN_CHARACTERS, ` (${text.length} characters)`);
}

/** From this length on, what `shortened` leaves of a value says nothing that could be guessed from. */
const RECOGNIZABLE_CHARACTERS = 12;
/** At either end. */
const KEPT_CHARACTERS = 4;

/**
 * An external id as people see it: its first and last four characters, enough to compare it with what Datadog shows, and
 * of one with fewer than twelve at most two at either end; never all of it.
 */
export function shortened(externalId: string): string {
  const characters = Array.from(externalId);
  const kept =
    characters.length < RECOGNIZABLE_CHARACTERS ? Math.floor(characters.length / 4) : KEPT_CHARACTERS;
  const last = kept === 0 ? [] : characters.slice(-kept);
  return [...characters.slice(0, kept), ELLIPSIS, ...last].join('');
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
