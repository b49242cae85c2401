export function code(text: string): string {
  return `\`${text}\``;
}

export function count(number: number): string {
  return number.toLocaleString('en-US');
}

/** `a`, `b` and `c`. */
export function listed(texts: readonly string[]): string {
  const last = texts.at(-1) ?? '';
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} and ${last}`;
}
