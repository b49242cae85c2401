/**
 * Breaks a line at blanks so that no part is longer than `width`; a word that is longer itself, such as an ARN, is left
 * whole, so that it can be copied. Continuation lines keep the line's own indentation.
 */
export function wrap(line: string, width: number): string[] {
  return wrapWords(line, width, (word) => [word]);
}

/** As `wrap`, but a word that is longer than `width` is cut: no line is longer. */
export function wrapWithin(line: string, width: number): string[] {
  return wrapWords(line, width, pieces);
}

function wrapWords(
  line: string,
  width: number,
  parts: (word: string, width: number) => readonly string[],
): string[] {
  if (line.length <= width) return [line];
  const indent = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = indent;
  for (const word of line
    .trim()
    .split(/ +/)
    .flatMap((text) => parts(text, width - indent.length))) {
    const joined = current === indent ? indent + word : `${current} ${word}`;
    if (joined.length <= width || current === indent) {
      current = joined;
    } else {
      lines.push(current);
      current = indent + word;
    }
  }
  return [...lines, current];
}

/** A text beside `head`; what does not fit into `width` stands below it, beside blanks. Words stay whole. */
export function hang(head: string, text: string, width = Number.POSITIVE_INFINITY): string[] {
  return wrap(text, width - head.length).map(
    (line, index) => (index === 0 ? head : ' '.repeat(head.length)) + line,
  );
}

function pieces(word: string, width: number): string[] {
  const parts: string[] = [];
  for (let start = 0; start < word.length; start += width) parts.push(word.slice(start, start + width));
  return parts.length === 0 ? [''] : parts;
}
