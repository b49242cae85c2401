import { describeTruth } from './judge';
import type { Form } from './situation';
import type { Tally } from './tally';
import type { Trial } from './trial';
import { UNSEEN } from './unseen';

const WORDS = ['works', 'open', 'refused in part', 'refused'];
const STATUSES = ['healthy', 'degraded', 'failing', 'unknown'];
const VERDICTS = ['pass', 'warn', 'fail', 'unknown'];
const WIDTH = 16;

/** What the validator said against how it really is: rows are what it said. */
export function tableOf(tally: Tally): string {
  const { statuses, checks } = tally;
  const rows = [
    row('said', WORDS),
    ...STATUSES.map((status) => countsRow(status, statuses[status])),
    '',
    ...Object.entries(checks).flatMap(([id, verdicts]) => [
      row(id, WORDS),
      ...VERDICTS.filter((verdict) => verdicts[verdict] !== undefined).map((verdict) =>
        countsRow(`  ${verdict}`, verdicts[verdict]),
      ),
    ]),
  ];
  return rows.join('\n');
}

/** The figures, and each kind of lie with situations that show it. */
export function summaryOf(tally: Tally): string {
  const { situations, healthyButRefused, failingButWorking, unknown, decidable } = tally;
  const percent = decidable === 0 ? 0 : (unknown * 100) / decidable;
  return [
    `${situations} situations: ${healthyButRefused} healthy but refused, ${failingButWorking} failing but working,`,
    `${unknown} of ${decidable} decidable ones unknown (${percent.toFixed(1)} %).`,
    ...Object.entries(tally.lies).map(
      ([kind, count]) => `  ${kind}: ${count}, such as --case ${tally.examples[kind]?.join(', --case ')}`,
    ),
    ...(Object.keys(tally.unseen).length === 0
      ? []
      : [
          'Not counted, as nobody in the account can see it:',
          ...Object.entries(tally.unseen).map(([kind, count]) => `  ${kind}: ${count}`),
          ...Object.values(UNSEEN).map((sentence) => `  - ${sentence}`),
        ]),
  ].join('\n');
}

/** One situation: what is special in it, how it really is, and what was said. */
export function trialText({
  situation,
  truth,
  said,
  status,
  word,
  isDecidable,
  lies,
  unseen,
}: Trial): string {
  const { id, origin, vantage, permissions, selfTest } = situation;
  const told = said.report?.checks.filter(({ status: verdict }) => verdict !== 'pass') ?? [];
  return [
    `Situation ${id}: ${origin}, validated by ${vantage}, ${permissions}, SelfTest ${selfTest}`,
    ...PARTS.map((part) => formLine(part, situation[part])),
    `Regions: ${situation.regions.exist.join(', ')}; off: ${situation.regions.off.join(', ') || 'none'}; STS off: ${situation.regions.stsOff.join(', ') || 'none'}; Regions: ${situation.regions.named.join(', ') || 'all'}`,
    `Truth: ${word}. ${describeTruth(truth)}`,
    `Said: ${status}${isDecidable ? '' : ' (nothing to know it by)'} ${said.error}`,
    ...told.map(({ id: check, status: verdict, summary, evidence }) =>
      [`  ${verdict} ${check}: ${summary}`, ...evidence.map((line) => `      ${line}`)].join('\n'),
    ),
    ...(said.report?.regions.map(
      ({ region, status: found, cause }) => `  ${region}: ${found} ${cause ?? ''}`,
    ) ?? []),
    ...lies.map(({ kind, detail }) => `LIE: ${kind}: ${detail}`),
    ...unseen.map(({ kind, detail }) => `Cannot be seen: ${kind}: ${detail}`),
  ].join('\n');
}

const PARTS = [
  'trust',
  'policies',
  'boundary',
  'scps',
  'rcps',
  'validator',
  'weather',
  'outsider',
  'regions',
] as const;

function formLine(
  part: string,
  form: Form & { readonly document?: unknown; readonly documents?: unknown; readonly inline?: unknown },
): string {
  const { document, documents, inline } = form;
  const shown = document ?? documents ?? inline;
  const text = shown === undefined || shown === null ? '' : JSON.stringify(shown);
  return `  ${part}: ${form.form}${text === '' || text === '[]' ? '' : `\n      ${text}`}`;
}

function row(title: string, cells: readonly string[]): string {
  return title.padEnd(30) + cells.map((cell) => cell.padStart(WIDTH)).join('');
}

function countsRow(title: string, counts: Readonly<Record<string, number>> = {}): string {
  return row(
    title,
    WORDS.map((word) => String(counts[word] ?? 0)),
  );
}
