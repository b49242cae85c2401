/** How many bytes `text` takes inside a JSON string, escapes included. */
export function jsonTextBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - '""'.length;
}

/** `text` with every half of a surrogate pair that lacks the other one replaced, for it has no UTF-8. */
export function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

const ELLIPSIS = '…';

/** `text` if it takes at most `maxBytes` inside a JSON string, or else as many of its first characters as do. */
export function shorten(text: string, maxBytes: number): string {
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
