import { visible, visibleIn } from '../runtime/text';
import type { CheckResult, CheckStatus, RegionResult, Report, ReportStatus } from './report';
import { hang } from './wrap';

type Colour = 'green' | 'yellow' | 'red' | 'grey';

/** https://en.wikipedia.org/wiki/ANSI_escape_code#Select_Graphic_Rendition_parameters */
const ANSI: Readonly<Record<Colour, number>> = { green: 32, yellow: 33, red: 31, grey: 90 };

const OF_CHECK: Readonly<Record<CheckStatus, Colour>> = {
  pass: 'green',
  warn: 'yellow',
  fail: 'red',
  unknown: 'grey',
};
const OF_REPORT: Readonly<Record<ReportStatus, Colour>> = {
  healthy: 'green',
  degraded: 'yellow',
  failing: 'red',
  unknown: 'grey',
};

type RegionGroup = readonly [RegionResult, ...RegionResult[]];

export interface TextStyle {
  readonly inColour: boolean;
  /** Columns of the terminal; lines are not broken without it, so that what they say can be copied. */
  readonly width?: number;
}

/** A report for people to read in a terminal: regions, checks, and for what is wrong evidence and remedy. */
export function reportText(report: Report, style: TextStyle): string {
  return [
    visible(`${report.roleArn || report.roleName} (${report.datadogSite || 'site unknown'})`),
    '',
    'REGIONS',
    ...indented(regionLines(report.regions, style)),
    '',
    'CHECKS',
    ...indented(checkLines(report.checks, style)),
    '',
    `Status: ${paint(style, OF_REPORT[report.status], report.status)}`,
  ].join('\n');
}

/** Regions with the same status and cause together: how many, how long they took, which. */
export function regionLines(results: readonly RegionResult[], style: TextStyle): readonly string[] {
  const regions = visibleIn(results);
  if (regions.length === 0) return ['none was tried'];
  const width = widest(regions.map(({ status }) => status));
  return alike(regions).flatMap(([first, ...others]) => {
    const { status, cause } = first;
    const group = [first, ...others];
    const count = others.length === 0 ? '1 region' : `${group.length} regions`;
    const facts = [count, cause ?? '', latencies(group)].filter((text) => text !== '');
    const names = group.map(({ region }) => region).join(', ');
    return [
      `${paint(style, colourOf(status), status.padEnd(width))}  ${facts.join(', ')}`,
      ...hang(' '.repeat(width + 2), names, style.width),
    ];
  });
}

/** Groups in the order of their first regions, but those that work before all others. */
function alike(regions: readonly RegionResult[]): readonly RegionGroup[] {
  const groups = new Map<string, [RegionResult, ...RegionResult[]]>();
  for (const result of [...regions].sort((one, other) => Number(isBad(one)) - Number(isBad(other)))) {
    const key = `${result.status} ${result.cause}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [result]);
    else group.push(result);
  }
  return [...groups.values()];
}

function isBad({ status }: RegionResult): boolean {
  return status !== 'ok';
}

/** A line for each check, with evidence and remedy below those that do not pass. */
export function checkLines(results: readonly CheckResult[], style: TextStyle): readonly string[] {
  const checks = visibleIn(results);
  const width = widest(checks.map(({ id }) => id));
  return checks.flatMap((check) => {
    const label = check.status.padEnd('unknown'.length);
    const [first = '', ...more] = hang(`${label}  ${check.id.padEnd(width)}  `, check.summary, style.width);
    return [
      paint(style, OF_CHECK[check.status], label) + first.slice(label.length),
      ...more,
      ...explanation(check, style),
    ];
  });
}

function explanation({ status, evidence, remedy }: CheckResult, { width }: TextStyle): readonly string[] {
  if (status === 'pass') return [];
  return [
    ...evidence.flatMap((line) => hang('           ', line, width)),
    ...remedy.flatMap((line) => hang('         > ', line, width)),
  ];
}

/** From the fastest answer to the slowest. */
function latencies(regions: readonly RegionResult[]): string {
  const known = regions.flatMap(({ latencyMs }) => (latencyMs === null ? [] : [Math.round(latencyMs)]));
  if (known.length === 0) return '';
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return least === most ? `${most} ms` : `${least} to ${most} ms`;
}

function colourOf(status: RegionResult['status']): Colour {
  if (status === 'ok') return 'green';
  const isOpen = ['region-not-enabled', 'throttled', 'unreachable', 'not-tried'].includes(status);
  return isOpen ? 'grey' : 'red';
}

function paint({ inColour }: TextStyle, colour: Colour, text: string): string {
  return inColour ? `\x1b[${ANSI[colour]}m${text}\x1b[0m` : text;
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => text.length));
}
