import type { CheckResult, CheckStatus, RegionResult, Report, ReportStatus } from '../src/validation/report';

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

/** A report for people to read in a terminal: regions, checks, and for what is wrong evidence and remedy. */
export function reportText(report: Report, inColour: boolean): string {
  const paint = (colour: Colour, text: string) => (inColour ? `\x1b[${ANSI[colour]}m${text}\x1b[0m` : text);
  const checkLines = report.checks.flatMap((check) => [
    `  ${paint(OF_CHECK[check.status], check.status.padEnd(7))}  ${check.id.padEnd(widest(report.checks.map(({ id }) => id)))}  ${check.summary}`,
    ...explanation(check),
  ]);
  return [
    `${report.roleArn || report.roleName} (${report.datadogSite || 'site unknown'})`,
    '',
    'REGIONS',
    ...regionLines(report.regions, (result, text) => paint(colourOf(result), text)),
    '',
    'CHECKS',
    ...checkLines,
    '',
    `Status: ${paint(OF_REPORT[report.status], report.status)}`,
  ].join('\n');
}

function regionLines(
  regions: readonly RegionResult[],
  paint: (result: RegionResult, text: string) => string,
): readonly string[] {
  if (regions.length === 0) return ['  none was tried'];
  const name = widest(regions.map(({ region }) => region));
  const status = widest(regions.map((result) => result.status));
  return regions.map((result) => {
    const latency = result.latencyMs === null ? '' : `${Math.round(result.latencyMs)} ms`;
    const cells = [
      result.region.padEnd(name),
      paint(result, result.status.padEnd(status)),
      latency.padStart(7),
    ];
    return `  ${[...cells, result.cause ?? ''].join('  ').trimEnd()}`;
  });
}

function colourOf({ status }: RegionResult): Colour {
  if (status === 'ok') return 'green';
  return status === 'region-not-enabled' || status === 'throttled' || status === 'unreachable'
    ? 'grey'
    : 'red';
}

function explanation({ status, evidence, remedy }: CheckResult): readonly string[] {
  if (status === 'pass') return [];
  return [...evidence.map((line) => `             ${line}`), ...remedy.map((line) => `           > ${line}`)];
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => text.length));
}
