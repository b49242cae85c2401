import { regionLines } from '../../src/report/region-lines';
import type { CheckResult, CheckStatus, Report } from '../../src/report/report';
import { withShortLists } from '../../src/report/short-lists';
import { findingLines } from '../../src/report/terminal-text';
import { cut } from '../../src/runtime/text';
import { FACT_WIDTH } from './layout';
import { type Fact, fact, type JsonValue } from './step';
import type { Validation } from './validator-stage';

const STYLE = { inColour: false, width: FACT_WIDTH };
/** What people are shown of each finding; three lines of a terminal are enough of a line. */
const EVIDENCE_LINES = 1;
const REMEDY_LINES = 2;
const LINE_CHARACTERS = 200;
const ORDER: readonly CheckStatus[] = ['pass', 'warn', 'fail', 'unknown'];

/** Regions by what became of them. */
export function regionsFact({ regions }: Report): Fact {
  return fact('regions', 'Regions', jsonOf(regions), regionLines(regions, STYLE));
}

/** The checks that do not pass: whole in JSON, the gist of them for people. */
export function findingsFact({ checks }: Report): Fact {
  const wrong = checks.filter(({ status }) => status !== 'pass');
  const told = wrong.flatMap((check) => findingLines({ ...gistOf(check), ids: [check.id] }, [], STYLE));
  const lines = [...told, '', 'Shortened here; --json has all of it.'];
  return fact('findings', 'Findings', jsonOf(wrong), lines);
}

function gistOf(check: CheckResult): CheckResult {
  return {
    ...check,
    summary: gist(check.summary),
    evidence: check.evidence.slice(0, EVIDENCE_LINES).map(gist),
    remedy: check.remedy.slice(0, REMEDY_LINES).map(gist),
  };
}

function gist(text: string): string {
  return cut(withShortLists(text), LINE_CHARACTERS);
}

/** How many checks passed, warned, failed or could not tell, and which did not pass. */
export function checkCounts(report: Report): Fact {
  const results = ORDER.map((status) => ({ status, ids: idsOf(report, status) })).filter(
    ({ ids }) => ids.length > 0,
  );
  const text = results
    .map(({ status, ids }) => `${ids.length} ${status}${status === 'pass' ? '' : ` (${ids.join(', ')})`}`)
    .join(', ');
  const counts = Object.fromEntries(results.map(({ status, ids }) => [status, ids.length]));
  return fact('checks', 'Checks', counts, `${report.checks.length} checks: ${text}`);
}

/** What people were told, word for word or by the subject only, and by how many events everybody else. */
export function publishedFacts({ alerts, events }: Validation, shown: 'text' | 'subject'): readonly Fact[] {
  const lines = alerts.flatMap(({ subject, message }) =>
    shown === 'text' ? [subject, '', ...message.split('\n')] : [subject],
  );
  return [
    fact('events', 'Events', events.length, `${events.length} to EventBridge`),
    fact(
      'alerts',
      'Alerts',
      alerts.map((alert) => ({ ...alert })),
      lines.length === 0 ? 'none went out' : lines,
    ),
  ];
}

/** Ids of the checks with this status, in the order of the report. */
export function idsOf({ checks }: Report, status: CheckStatus): readonly string[] {
  return checks.filter((check) => check.status === status).map(({ id }) => id);
}

/** Regions in which the validator found this, and why if it matters. */
export function regionsWith({ regions }: Report, status: string, cause?: string): readonly string[] {
  return regions
    .filter((result) => result.status === status && (cause === undefined || result.cause === cause))
    .map(({ region }) => region);
}

function jsonOf(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value));
}
