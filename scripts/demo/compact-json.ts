const INDENT = 2;

/** JSON with line breaks only inside what would not fit into `width` characters: one statement stays one glance. */
export function compactJson(value: unknown, width: number): string[] {
  return format(value, width, 0).split('\n');
}

/** @param before how many characters stand before the value in its line, besides the indentation */
function format(value: unknown, width: number, depth: number, before = 0): string {
  const oneLine = spaced(value);
  const room = width - depth * INDENT - before - ','.length;
  if (oneLine.length <= room || typeof value !== 'object' || value === null) return oneLine;
  const pad = ' '.repeat((depth + 1) * INDENT);
  const end = ' '.repeat(depth * INDENT);
  if (Array.isArray(value)) {
    const items = value.map((item) => pad + format(item, width, depth + 1));
    return `[\n${items.join(',\n')}\n${end}]`;
  }
  const members = Object.entries(value).map(([name, member]) => {
    const label = `${JSON.stringify(name)}: `;
    return pad + label + format(member, width, depth + 1, label.length);
  });
  return `{\n${members.join(',\n')}\n${end}}`;
}

function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${spaced(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
