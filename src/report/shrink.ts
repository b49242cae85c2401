import { cut } from '../runtime/text';
import type { CheckResult, Report } from './report';
import { wholeSteps } from './short-steps';

/** A report of which parts were left out for want of room. */
export interface ShrunkReport extends Report {
  /** What is missing, in words; absent when the report is whole. */
  readonly leftOut?: readonly string[];
}

interface Reduction {
  readonly leavesOut: string;
  apply(report: Report): Report;
}

const MESSAGE_CHARACTERS = 200;
const LINES_PER_CHECK = 3;
const DRIFT_ITEMS = 20;

/** What can be missed most easily goes first; status, ids and summaries always stay. */
const REDUCTIONS: readonly Reduction[] = [
  {
    leavesOut: 'values of drift',
    apply: (report) => ({
      ...report,
      drift: report.drift.map((item) => ({ ...item, expected: null, actual: null })),
    }),
  },
  {
    leavesOut: 'evidence of checks that pass',
    apply: (report) => withChecks(report, (check) => (check.status === 'pass' ? bare(check) : check)),
  },
  {
    leavesOut: `lines beyond ${LINES_PER_CHECK} of ${MESSAGE_CHARACTERS} characters in evidence and messages, and steps from the first longer one on`,
    apply: (report) => ({
      ...withChecks(report, (check) => ({
        ...check,
        summary: short(check.summary),
        evidence: check.evidence.slice(0, LINES_PER_CHECK).map(short),
        remedy: wholeSteps(check.remedy, LINES_PER_CHECK, MESSAGE_CHARACTERS).shown,
      })),
      regions: report.regions.map((region) => ({
        ...region,
        message: region.message === null ? null : short(region.message),
      })),
    }),
  },
  {
    leavesOut: `drift beyond ${DRIFT_ITEMS} items`,
    apply: (report) => ({ ...report, drift: report.drift.slice(0, DRIFT_ITEMS) }),
  },
  {
    leavesOut: 'all evidence and remedies, messages of regions, and drift',
    apply: (report) => ({
      ...withChecks(report, bare),
      regions: report.regions.map((region) => ({ ...region, message: null })),
      drift: [],
    }),
  },
];

/** The report, with as little left out as it takes to be at most `maxBytes` of JSON; pure. */
export function shrinkToFit(report: Report, maxBytes: number): ShrunkReport {
  let shrunk: ShrunkReport = report;
  let remaining = report;
  const leftOut: string[] = [];
  for (const { leavesOut, apply } of REDUCTIONS) {
    if (Buffer.byteLength(JSON.stringify(shrunk)) <= maxBytes) break;
    remaining = apply(remaining);
    leftOut.push(leavesOut);
    shrunk = { ...remaining, leftOut: [...leftOut] };
  }
  return shrunk;
}

function withChecks(report: Report, change: (check: CheckResult) => CheckResult): Report {
  return { ...report, checks: report.checks.map(change) };
}

function bare(check: CheckResult): CheckResult {
  return { ...check, evidence: [], remedy: [] };
}

const short = (text: string) => cut(text, MESSAGE_CHARACTERS);
