/** What a listing needs to know of a case. */
export interface ListedCase {
  readonly story: string;
  readonly fault: string;
}

/** The stories and the faults of the matrix, each with the number of its cases, and how many there are in all. */
export function listOf(cases: readonly ListedCase[]): string {
  const stories = countsOf(cases.map(({ story }) => story));
  const faults = countsOf(cases.map(({ fault }) => fault));
  return [
    ...section('stories', stories),
    '',
    ...section('faults', faults),
    '',
    `${stories.size} stories, ${faults.size} faults, ${cases.length} cases`,
  ].join('\n');
}

function countsOf(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function section(title: string, counts: ReadonlyMap<string, number>): string[] {
  const nameWidth = Math.max(0, ...[...counts.keys()].map(({ length }) => length));
  const countWidth = Math.max(0, ...[...counts.values()].map((count) => String(count).length));
  const lines = [...counts].map(
    ([name, count]) => `  ${name.padEnd(nameWidth)}  ${String(count).padStart(countWidth)}`,
  );
  return [title, ...lines];
}
