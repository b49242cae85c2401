import { cut, visible, visibleIn } from '../runtime/text';
import { withoutCodes } from './cause-words';
import { type Finding, type Findings, findingsOf } from './findings';
import { regionLines, triedRegions } from './region-lines';
import { withoutRegionLists } from './region-names';
import type { CheckStatus, Report, ReportStatus } from './report';
import { isCommand } from './short-steps';
import { COLOUR_OF, paint, rowsOf, type TextStyle } from './terminal-style';
import { TONE_OF_CHECK, TONE_OF_REPORT } from './tone';
import { hang, wrap } from './wrap';

/** How much of the evidence is shown; remedies always are, for half of a remedy repairs nothing. */
interface Detail {
  /** Lines of evidence of a finding, and of the chief one. */
  readonly lines: number;
  readonly ofChief: number;
  /** Rows of the terminal that a line of evidence may take. */
  readonly rows: number;
  /** Whether findings stand close together. */
  readonly isDense?: true;
}

/** A report that is seen whole is read: the first of these is taken with which it fits, or else the last. */
const DETAILS: readonly Detail[] = [
  { lines: 4, ofChief: 6, rows: 4 },
  { lines: 2, ofChief: 3, rows: 2 },
  { lines: 1, ofChief: 2, rows: 2 },
  { lines: 1, ofChief: 2, rows: 1 },
  { lines: 0, ofChief: 1, rows: 1 },
  { lines: 0, ofChief: 1, rows: 1, isDense: true },
];
const MOST_ROWS = 40;
/** Of a sentence of the verdict without a width. */
const VERDICT_CHARACTERS = 200;

/**
 * A report for people to read in a terminal: what failed, what warns and what is unknown, each with evidence and remedy,
 * in a few lines the rest, and last, where the eye is, the chief finding and the verdict.
 */
export function reportText(report: Report, style: TextStyle): string {
  const shown = visibleIn(report);
  let lines: readonly string[] = [];
  for (const detail of DETAILS) {
    lines = linesOf(shown, style, detail);
    if (rowsOf(lines, style) <= MOST_ROWS) break;
  }
  return lines.join('\n');
}

/** Several reports, the healthy ones in two lines each, the worst last. */
export function reportsText(reports: readonly Report[], style: TextStyle): string {
  if (reports.length === 1) return reports.map((report) => reportText(report, style)).join('');
  const sorted = MILDEST_FIRST.flatMap((status) => reports.filter((report) => report.status === status));
  return sorted
    .map((report) =>
      report.status === 'healthy' ? shortText(visibleIn(report), style) : reportText(report, style),
    )
    .join('\n\n\n');
}

const MILDEST_FIRST: readonly ReportStatus[] = ['healthy', 'unknown', 'degraded', 'failing'];

function shortText(report: Report, style: TextStyle): string {
  return [...heading(report, style), ...verdictLines(report, findingsOf(report), style)].join('\n');
}

function linesOf(report: Report, style: TextStyle, detail: Detail): readonly string[] {
  const findings = findingsOf(report);
  const { others, chief } = findings;
  const regions = triedRegions(report);
  // Of steps that several findings have, the chief one has all.
  const told: ToldSteps = new Map();
  const linesFor = (finding: Finding, lines: number) =>
    findingLines(finding, regions, style, { ...detail, lines }, told);
  const ofChief = chief === undefined ? undefined : linesFor(chief, detail.ofChief);
  const parts = others.map((finding) => linesFor(finding, detail.lines));
  return [
    ...heading(report, style),
    ...parts.flatMap((lines, index) => (detail.isDense && index > 0 ? lines : ['', ...lines])),
    '',
    ...summaryLines(report, findings, style),
    ...(ofChief === undefined ? [] : ['', ...ofChief]),
    '',
    ...verdictLines(report, findings, style),
  ];
}

function heading({ roleArn, roleName, datadogSite, generatedAt }: Report, style: TextStyle): string[] {
  const when = generatedAt.replace('T', ' ').replace(/(:\d\d):\d\d(\.\d+)?Z$/, '$1 UTC');
  const site = datadogSite === '' ? 'site unknown' : datadogSite;
  const [first = '', ...more] = wrapped(`${roleArn || roleName} (${site}), ${when}`, style);
  return [paint(style, 'bold', first), ...more];
}

/** What a check, or several with the same answer, found, why, and what to do. */
export function findingLines(
  { ids, status, summary, evidence, remedy }: Finding,
  regions: readonly string[],
  style: TextStyle,
  detail: Detail = { lines: 4, ofChief: 4, rows: 4 },
  told: ToldSteps = new Map(),
): readonly string[] {
  const label = status.toUpperCase();
  const names = ids.length <= 3 ? ids.join(', ') : `${ids.slice(0, 2).join(', ')} and ${ids.length - 2} more`;
  const [first = '', ...more] = hanging('', `${label} ${names}: ${prose(summary, regions)}`, '  ', style);
  const shownEvidence = evidence.slice(0, status === 'unknown' ? Math.min(1, detail.lines) : detail.lines);
  return [
    paint(style, COLOUR_OF[TONE_OF_CHECK[status]], label) + first.slice(label.length),
    ...more,
    ...shownEvidence.flatMap((line) => evidenceLines(prose(line, regions), style, detail.rows)),
    ...remedyLines(remedy, ids[0] ?? '', regions, style, told),
  ];
}

function evidenceLines(text: string, style: TextStyle, rows: number): readonly string[] {
  const { width } = style;
  const short = width === undefined ? text : cutMiddle(text, rows * (width - EVIDENCE.length - RAGGED));
  return hang(EVIDENCE, short, width);
}

const EVIDENCE = '  · ';
const STEP = '  > ';
/** What wrapping leaves empty at the end of a row, more or less. */
const RAGGED = 6;

/** AWS's answers say first who asked, and last what refused. */
function cutMiddle(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const end = text.slice(-Math.floor(maxCharacters * 0.4)).replace(/^[\udc00-\udfff]/, '');
  return `${cut(text, maxCharacters - end.length - 3)} ${end}`;
}

/** Steps that were shown already, and with which finding. */
type ToldSteps = Map<string, string>;

function remedyLines(
  remedy: readonly string[],
  id: string,
  regions: readonly string[],
  style: TextStyle,
  told: ToldSteps,
): readonly string[] {
  const elsewhere = [...new Set(remedy.flatMap((step) => told.get(step) ?? []))];
  const steps = remedy.filter((step) => !told.has(step));
  for (const step of steps) told.set(step, id);
  const shown = steps.flatMap((step) =>
    isCommand(step) ? [`    ${step}`] : hang(STEP, prose(step, regions), style.width),
  );
  if (elsewhere.length === 0) return shown;
  return [...shown, `${STEP}${steps.length === 0 ? 'As' : 'Further as'} for ${elsewhere.join(', ')}.`];
}

/** What passed, what follows from other findings, and the regions: a line each, or a few. */
function summaryLines(report: Report, findings: Findings, style: TextStyle): readonly string[] {
  const { passed, consequences } = findings;
  const lines = [
    ...(consequences.length === 0
      ? []
      : hanging('', `Follow from others: ${consequences.map(({ id }) => id).join(', ')}`, '  ', style)),
    ...(passed.length === 0 ? [] : [`Passed: ${count(passed.length, 'check')}`]),
  ];
  const { width } = style;
  const regions = regionLines(report.regions, {
    ...style,
    ...(width === undefined ? {} : { width: width - REGIONS.length }),
  });
  return [
    ...lines,
    ...regions.map((line, index) => (index === 0 ? REGIONS : ' '.repeat(REGIONS.length)) + line),
  ];
}

const REGIONS = 'Regions: ';

/** Two lines: what it comes to, and how many checks say what. */
function verdictLines(report: Report, { chief }: Findings, style: TextStyle): readonly string[] {
  const { status, checks } = report;
  const regions = triedRegions(report);
  const label = status.toUpperCase();
  const reason = chief?.status === 'unknown' && status === 'healthy' ? undefined : chief;
  const conclusion = reason ?? checks.find(({ id }) => id === 'regions');
  const what = conclusion === undefined ? '' : `: ${prose(conclusion.summary, regions)}`;
  const first = cut(`${label}${what}`, (style.width ?? VERDICT_CHARACTERS) - 1);
  const counts = (['fail', 'warn', 'unknown', 'pass'] as const)
    .map((wanted) => [checks.filter((check) => check.status === wanted).length, COUNTED[wanted]] as const)
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${number} ${word}`);
  const counted = `${count(checks.length, 'check')}: ${counts.join(', ')}.`;
  const whole = `${counted} All evidence: --json, or --html FILE.`;
  const isShort = status === 'healthy' || whole.length > (style.width ?? VERDICT_CHARACTERS);
  return [
    paint(style, COLOUR_OF[TONE_OF_REPORT[status]], label) + first.slice(label.length),
    isShort ? counted : whole,
  ];
}

const COUNTED: Readonly<Record<CheckStatus, string>> = {
  fail: 'failed',
  warn: 'warned',
  unknown: 'unknown',
  pass: 'passed',
};

/** A sentence of a report in words, its long lists of regions told in short. */
function prose(text: string, regions: readonly string[]): string {
  return withoutRegionLists(withoutCodes(visible(text)), regions);
}

function wrapped(text: string, { width }: TextStyle): readonly string[] {
  return width === undefined ? [text] : wrap(text, width);
}

/** The first line as it is, the others indented. */
function hanging(head: string, text: string, indent: string, { width }: TextStyle): readonly string[] {
  if (width === undefined) return [head + text];
  const [first = '', ...more] = wrap(head + text, width - indent.length);
  return [first, ...more.map((line) => indent + line)];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
