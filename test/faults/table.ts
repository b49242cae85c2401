import type { CaseOutcome } from './matrix';

/** Stories by faults: how many cases hold, and of how many. */
export function tableOf(outcomes: readonly CaseOutcome[]): string {
  const stories = [...new Set(outcomes.map(({ story }) => story))];
  const kinds = [...new Set(outcomes.map(({ kind }) => kind))];
  const cell = (belongs: (outcome: CaseOutcome) => boolean) => {
    const those = outcomes.filter(belongs);
    if (those.length === 0) return '-';
    const passed = those.filter(({ violations }) => violations.length === 0).length;
    return `${passed}/${those.length}`;
  };
  const rows = [
    ['story', ...kinds, 'all'],
    ...stories.map((story) => [
      story,
      ...kinds.map((kind) => cell((outcome) => outcome.story === story && outcome.kind === kind)),
      cell((outcome) => outcome.story === story),
    ]),
    ['all', ...kinds.map((kind) => cell((outcome) => outcome.kind === kind)), cell(() => true)],
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((text, column) =>
          column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
}

/** What did not hold, each with the way to see it again. */
export function failuresOf(outcomes: readonly CaseOutcome[]): string[] {
  return outcomes
    .filter(({ violations }) => violations.length > 0)
    .flatMap(({ id, violations }) => [
      `npm run test:faults -- --case '${id}'`,
      ...violations.map((violation) => `    ${violation}`),
    ]);
}
