import { createHash } from 'node:crypto';
import { pointsElsewhere } from '../report/points-elsewhere';
import type { CheckResult, CheckStatus, Report, ReportStatus } from '../report/report';
import type { AlertState, Findings } from '../state/alert';

/** What a run means for those who are to be told. */
export interface Decision {
  /** What has to be stored once they have been told, or where there is nothing to tell. */
  readonly state: AlertState;
  /** What has to be stored before they are told: the same, with what they were told until now. */
  readonly untold: AlertState;
  readonly tells: boolean;
}

/**
 * Decides whether people are told of a report: when the status of an integration or its cause changes, and at nothing else.
 *
 * - What could not be told is news in the second run in a row. Until then a finding that could not be looked at again stays as
 *   it was: a region that is silent in every other run is no news at all.
 * - What is merely too new to be judged is none either.
 *
 * Pure.
 *
 * @returns undefined where the report says nothing yet
 */
export function decide(report: Report, before: AlertState | undefined): Decision | undefined {
  if (report.status === 'unknown' && report.checks.some(({ tooEarly }) => tooEarly === true))
    return undefined;
  const found = findingsOf(report.checks, ['fail', 'warn']);
  const doubted = doubtedOf(report, before);
  const kept = Object.fromEntries(
    Object.entries(before?.findings ?? {}).filter(([id]) => doubted.includes(id)),
  );
  const isUnknown = report.status === 'unknown' && doubted.length === 0;
  const now = {
    status: doubted.length === 0 ? report.status : statusOf({ ...kept, ...found }),
    findings: isUnknown ? findingsOf(report.checks, ['unknown']) : { ...kept, ...found },
  };
  const told = { ...now, since: sinceOf(now.status, report, before) };
  const isBlind = report.status === 'unknown' || doubted.length > 0;
  const last = before?.told ?? null;
  const isNews =
    last === null
      ? now.status !== 'healthy'
      : last.status !== now.status || (now.status !== 'healthy' && !isSame(last.findings, now.findings));
  const tells = isNews && (now.status !== 'unknown' || isTwice(now.findings, before));
  return {
    state: { ...told, isBlind, doubted, told: isNews && !tells ? last : keepSince(last, told, isNews) },
    untold: { ...told, isBlind, doubted, told: last },
    tells,
  };
}

/** Does this unknown come after another? Once people know of one, another cause has to stay as well. */
function isTwice(findings: Findings, before: AlertState | undefined): boolean {
  if (before === undefined || !before.isBlind) return false;
  return before.told?.status !== 'unknown' || isSame(before.findings, findings);
}

/**
 * Checks that had found something in the run before, and of which this one cannot say whether it is still so. A check that is not
 * in the report is one that is not made any more, unless the report says nothing at all; one that points at another has its
 * answer there.
 */
function doubtedOf({ status, checks }: Report, before: AlertState | undefined): readonly string[] {
  if (before === undefined || before.status === 'unknown') return [];
  const isDoubtful = (id: string) => {
    const result = checks.find((check) => check.id === id);
    return result === undefined
      ? status === 'unknown'
      : result.status === 'unknown' && !pointsElsewhere(result);
  };
  return Object.keys(before.findings).filter((id) => isDoubtful(id) && !before.doubted.includes(id));
}

/** A check's finding as long as it says the same; measured values are no part of summaries. */
function findingsOf(checks: readonly CheckResult[], statuses: readonly CheckStatus[]): Findings {
  const findings = checks.filter(({ status }) => statuses.includes(status));
  const causes = findings.filter((finding) => !pointsElsewhere(finding));
  return Object.fromEntries(
    (causes.length > 0 ? causes : findings).map(({ id, status, summary }) => [
      id,
      `${status}:${createHash('sha256').update(summary).digest('hex').slice(0, 16)}`,
    ]),
  );
}

function statusOf(findings: Findings): ReportStatus {
  return Object.values(findings).some((finding) => finding.startsWith('fail:')) ? 'failing' : 'degraded';
}

/** A run that could not tell, between two that found the same, ends nothing. */
function sinceOf(status: ReportStatus, { generatedAt }: Report, before: AlertState | undefined): string {
  if (before?.status === status) return before.since;
  if (before?.status === 'unknown' && before.told?.status === status) return before.told.since;
  return generatedAt;
}

function keepSince(
  last: AlertState['told'],
  now: NonNullable<AlertState['told']>,
  isNews: boolean,
): AlertState['told'] {
  return last === null || isNews ? now : last;
}

function isSame(one: Findings, other: Findings): boolean {
  const ids = Object.keys(one);
  return ids.length === Object.keys(other).length && ids.every((id) => one[id] === other[id]);
}
