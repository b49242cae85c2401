import type { ReportStatus } from '../../report/report';
import { isCommand } from '../../report/short-steps';
import { COLOUR_OF, paint, type TextStyle } from '../../report/terminal-style';
import { TONE_OF_REPORT } from '../../report/tone';
import { hang, wrap } from '../../report/wrap';
import { visibleIn } from '../../runtime/text';
import { type Diagnosis, statusOf } from './diagnosis';

const HEADS = ['ACCOUNT', 'ROLE', 'DATADOG', 'AWS', 'WHAT TO DO'] as const;
const GAP = '  ';
/** Columns that the last one needs to be read, unless it has longer words; where they are not left, it stands below the others. */
const LEAST_COLUMNS = 24;
const INDENT = '    ';
/** Enough to see what is meant; `--json` has all. */
const EVIDENCE_LINES = 2;

/** One table of all, and below it what there is to say and to do about those that are not healthy. */
export function doctorText(site: string, diagnoses: readonly Diagnosis[], style: TextStyle): string {
  const shown = visibleIn(diagnoses);
  return [
    paint(style, 'bold', `AWS accounts of the Datadog organization at ${site}`),
    '',
    ...tableLines(shown, style),
    ...shown
      .filter((diagnosis) => statusOf(diagnosis) !== 'healthy')
      .flatMap((diagnosis) => ['', ...detailLines(diagnosis, style)]),
  ].join('\n');
}

function tableLines(diagnoses: readonly Diagnosis[], style: TextStyle): readonly string[] {
  const rows = diagnoses.map((diagnosis) => ({
    cells: [
      diagnosis.accountId,
      roleOf(diagnosis),
      // Of an account that is out of reach nobody knows whether Datadog's values are the right ones.
      diagnosis.datadog.status === 'healthy' ? 'registered' : diagnosis.datadog.status,
      diagnosis.aws.status,
    ],
    statuses: [undefined, undefined, diagnosis.datadog.status, diagnosis.aws.status],
    toDo: inShort(diagnosis),
  }));
  const widths = HEADS.slice(0, 4).map((head, column) =>
    Math.max(head.length, ...rows.map(({ cells }) => cells[column]?.length ?? 0)),
  );
  const plain = (cells: readonly string[]) =>
    cells.map((cell, column) => cell.padEnd(widths[column] ?? 0) + GAP).join('');
  const { width = Number.POSITIVE_INFINITY } = style;
  const before = plain(HEADS.slice(0, 4)).length;
  const words = rows.flatMap(({ toDo }) => toDo.split(' ').map(({ length }) => length));
  const fits = width - before >= Math.max(LEAST_COLUMNS, ...words);
  return [
    plain(HEADS.slice(0, 4)) + (fits ? HEADS[4] : ''),
    ...rows.flatMap(({ cells, statuses, toDo }) => {
      const head = plain(cells);
      const painted = cells
        .map((cell, column) => painting(style, statuses[column], cell.padEnd(widths[column] ?? 0)) + GAP)
        .join('');
      if (!fits) return [painted.trimEnd(), ...wrap(INDENT + toDo, width)];
      return hang(head, toDo, width).map((line, index) =>
        index === 0 ? painted + line.slice(head.length) : line,
      );
    }),
  ];
}

function painting(style: TextStyle, status: ReportStatus | undefined, text: string): string {
  return status === undefined ? text : paint(style, COLOUR_OF[TONE_OF_REPORT[status]], text);
}

function roleOf({ roleName }: Diagnosis): string {
  return roleName ?? '-';
}

/** A command is pasted, and stands on a line of its own: below. */
function inShort({ toDo: [first] }: Diagnosis): string {
  if (first === undefined) return 'nothing';
  return isCommand(first) ? 'the commands below' : first;
}

function detailLines(diagnosis: Diagnosis, style: TextStyle): readonly string[] {
  const { accountId, externalId, datadog, aws, toDo, report } = diagnosis;
  const { width = Number.POSITIVE_INFINITY } = style;
  const id = externalId === null ? '' : `, external id ${externalId}`;
  const evidence = (report?.checks ?? [])
    .filter(({ status }) => status === 'fail')
    .flatMap((check) => check.evidence.slice(0, EVIDENCE_LINES));
  return [
    paint(style, 'bold', `${accountId} ${roleOf(diagnosis)}${id}`),
    ...hang('  Datadog: ', datadog.summary, width),
    ...hang('  AWS:     ', aws.summary, width),
    ...[...new Set(evidence)].flatMap((line) => hang('    found: ', line, width)),
    ...toDo.flatMap((step) => (isCommand(step) ? ['', step, ''] : hang('    do: ', step, width))),
  ];
}
