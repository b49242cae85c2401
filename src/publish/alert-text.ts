import { roleNameWithPath } from '../aws/arn';
import type { CheckResult, Report } from '../report/report';
import { withShortLists } from '../report/short-lists';
import { cutStep } from '../report/short-steps';
import { cut, visible } from '../runtime/text';
import type { AlertState } from '../state/alert';

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const SUBJECT_MAX_CHARACTERS = 100;
/** One screen: the rest is in the event and the log. */
const FINDINGS = 5;
const EVIDENCE_LINES = 2;
const REMEDY_LINES = 3;
const LINE_CHARACTERS = 240;
const REST = ' (whole in the event)';
const DO = '  do: ';

const ORDER = ['fail', 'warn', 'unknown'] as const;

/** The subject of an alert: printable ASCII, as SNS demands. */
export function alertSubject({ status, accountId, roleName }: Report): string {
  return visible(`Datadog integration ${status}: ${roleName} in ${accountId}`)
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .slice(0, SUBJECT_MAX_CHARACTERS);
}

/** An alert that a person understands in one screen: what, where, why, and what to do now. */
export function alertText(report: Report, before: AlertState | undefined): string {
  const findings = ORDER.flatMap((status) => report.checks.filter((check) => check.status === status));
  const told = report.status === 'healthy' ? [] : findings;
  const more = told.length - FINDINGS;
  return [
    headline(report, before),
    '',
    ...[
      `Account: ${report.accountId} (${report.partition})`,
      `Role: ${report.roleArn}`,
      // Where the record cannot be read, nobody knows the path.
      ...(report.datadogSite === '' ? [] : [`AWS Role Name in Datadog: ${roleNameWithPath(report.roleArn)}`]),
      `Datadog site: ${report.datadogSite}`,
      `Status: ${report.status}${before === undefined ? '' : ` (before: ${before.status})`}, ${report.generatedAt}`,
    ].map(short),
    ...told.slice(0, FINDINGS).flatMap(findingLines),
    ...(more > 0 ? ['', `${more} more findings are in the event and in the log of the validator.`] : []),
  ].join('\n');
}

/** The gist, in the first line: that is what a phone shows. It says nothing that the report does not. */
function headline({ status, checks }: Report, before: AlertState | undefined): string {
  switch (status) {
    case 'healthy':
      return before?.status === 'failing'
        ? 'Datadog has access again.'
        : 'Everything is in order: no check warns or fails.';
    case 'degraded':
      return 'Something about the integration is not as it should be.';
    case 'failing': {
      const [first = '', ...others] = checks.flatMap((check) =>
        check.status === 'fail' ? [short(check.summary)] : [],
      );
      return others.length === 0
        ? first
        : `${first} ${others.length} more ${others.length === 1 ? 'check fails' : 'checks fail'}.`;
    }
    case 'unknown':
      return 'Whether everything is in order could not be told.';
  }
}

function findingLines({ id, status, summary, evidence, remedy }: CheckResult): readonly string[] {
  return [
    '',
    short(`${status.toUpperCase()} ${id}: ${summary}`),
    ...evidence.slice(0, EVIDENCE_LINES).map((line) => short(`  found: ${line}`)),
    ...remedy.slice(0, REMEDY_LINES).map((step) => DO + cutStep(onOneLine(step), LINE_CHARACTERS, REST)),
  ];
}

function short(line: string): string {
  return cut(onOneLine(line), LINE_CHARACTERS, REST);
}

/** Every line with texts of a report goes through here: whatever is in them, it stays one line. */
function onOneLine(text: string): string {
  return visible(withShortLists(text));
}
