import type { CheckResult, Report } from '../validation/report';
import type { AlertState } from './alert-state';
import { withShortLists } from './short-lists';

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const SUBJECT_MAX_CHARACTERS = 100;
/** One screen: the rest is in the event and the log. */
const FINDINGS = 5;
const EVIDENCE_LINES = 2;
const REMEDY_LINES = 3;
const LINE_CHARACTERS = 240;

const HEADLINES = {
  healthy: 'Datadog has access again',
  degraded: 'Datadog has access, but something is not as it should be',
  failing: 'Datadog has lost access or permissions',
  unknown: 'Datadog’s access could not be validated',
} as const;

const ORDER = ['fail', 'warn', 'unknown'] as const;

/** The subject of an alert: printable ASCII, as SNS demands. */
export function alertSubject({ status, accountId, roleName }: Report): string {
  return `Datadog integration ${status}: ${roleName} in ${accountId}`
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .slice(0, SUBJECT_MAX_CHARACTERS);
}

/** An alert that a person understands in one screen: what, where, why, and what to do now. */
export function alertText(report: Report, before: AlertState | undefined): string {
  const findings = ORDER.flatMap((status) => report.checks.filter((check) => check.status === status));
  const told = report.status === 'healthy' ? [] : findings;
  const more = told.length - FINDINGS;
  return [
    `${HEADLINES[report.status]}.`,
    '',
    `Account: ${report.accountId} (${report.partition})`,
    `Role: ${report.roleArn}`,
    `Datadog site: ${report.datadogSite}`,
    `Status: ${report.status}${before === undefined ? '' : ` (before: ${before.status})`}, ${report.generatedAt}`,
    ...told.slice(0, FINDINGS).flatMap(findingLines),
    ...(more > 0 ? ['', `${more} more findings are in the event and in the log of the validator.`] : []),
  ].join('\n');
}

function findingLines({ id, status, summary, evidence, remedy }: CheckResult): readonly string[] {
  return [
    '',
    cut(`${status.toUpperCase()} ${id}: ${summary}`),
    ...evidence.slice(0, EVIDENCE_LINES).map((line) => cut(`  found: ${line}`)),
    ...remedy.slice(0, REMEDY_LINES).map((line) => cut(`  do: ${line}`)),
  ];
}

function cut(line: string): string {
  const short = withShortLists(line);
  return short.length <= LINE_CHARACTERS ? short : `${short.slice(0, LINE_CHARACTERS)}… (whole in the event)`;
}
