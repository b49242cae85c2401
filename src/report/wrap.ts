/**
 * Breaks a line at blanks so that no part is longer than `width`; a word that is longer itself, such as an ARN, is cut.
 * Continuation lines keep the line's own indentation.
 */
export function wrap(line: string, width: number): string[] {
  if (line.length <= width) return [line];
  const indent = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = indent;
  for (const word of line
    .trim()
    .split(/ +/)
    .flatMap((text) => pieces(text, width - indent.length))) {
    const joined = current === indent ? indent + word : `${current} ${word}`;
    if (joined.length <= width) {
      current = joined;
    } else {
      lines.push(current);
      current = indent + word;
    }
  }
  return [...lines, current];
}

/** A text beside `head`; what does not fit into `width` stands below it, beside blanks. */
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
