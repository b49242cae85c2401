import { parseArn, roleNameWithPath } from '../aws/arn';
import { dashboardLink } from '../aws/places';
import { pointsElsewhere } from '../report/points-elsewhere';
import type { CheckResult, Report } from '../report/report';
import { withShortLists } from '../report/short-lists';
import { isCommand, wholeSteps } from '../report/short-steps';
import { cut, visible } from '../runtime/text';
import type { Told } from '../state/alert';
import { type AlertCommand, alertCommands } from './alert-commands';
import type { AlertPlace } from './alert-place';

/** What an alert is made from. */
export interface AlertCase {
  readonly report: Report;
  /** When the status that is told was found first; ISO 8601. */
  readonly since: string;
  /** What people were told before. */
  readonly before: Told | null;
  readonly place: AlertPlace;
}

/** One finding as people are shown it. */
export interface AlertFinding {
  readonly title: string;
  readonly evidence: readonly string[];
  readonly steps: readonly string[];
  /** What is not shown of the remedy, in words; empty where all of it is. */
  readonly left: string;
}

/** What an alert says, whatever form it takes; every text is one line. */
export interface AlertContent {
  readonly subject: string;
  /** The gist: that is what a phone shows. */
  readonly headline: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly findings: readonly AlertFinding[];
  /** Findings that are not shown. */
  readonly more: number;
  readonly commands: readonly AlertCommand[];
}

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const SUBJECT_MAX_CHARACTERS = 100;
/** About a screen: the rest is in the report. */
const FINDINGS = 5;
const EVIDENCE_LINES = 2;
const STEPS = 6;
const LINE_CHARACTERS = 240;
/**
 * A terminal takes 4,095 bytes of a line where no line editor reads it (https://man7.org/linux/man-pages/man3/termios.3.html,
 * canonical mode); a longer command would arrive as half of one.
 */
const STEP_CHARACTERS = 4_000;
const REST = ' (whole in the report)';

const ORDER = ['fail', 'warn', 'unknown'] as const;

/** The subject of an alert: printable ASCII, as SNS demands. */
export function alertSubject({ status, accountId, roleName }: Report): string {
  return visible(`Datadog integration ${status}: ${roleName} in ${accountId}`)
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .slice(0, SUBJECT_MAX_CHARACTERS);
}

/** What, where, since when, why, and what to do now. Says nothing that the report does not. Pure. */
export function alertContent(alert: AlertCase): AlertContent {
  const { report, place } = alert;
  const told = toldFindings(report);
  const isOver = report.status === 'healthy';
  return {
    subject: alertSubject(report),
    headline: headline(alert, told),
    facts: factsOf(alert).map(([name, value]) => [name, short(value)]),
    findings: isOver ? [] : told.slice(0, FINDINGS).map(findingAfter(told)),
    more: isOver ? 0 : Math.max(0, told.length - FINDINGS),
    commands: isOver ? [] : alertCommands(report, place),
  };
}

/**
 * Worst first, and without those that only point at others or that nobody can do anything about (whether Datadog uses the role, say),
 * unless there are no others.
 */
function toldFindings({ checks }: Report): readonly CheckResult[] {
  const findings = ORDER.flatMap((status) => checks.filter((check) => check.status === status));
  const causes = findings.filter(
    (finding) => !pointsElsewhere(finding) && (finding.status !== 'unknown' || finding.remedy.length > 0),
  );
  return causes.length > 0 ? causes : findings;
}

function headline({ report, before }: AlertCase, told: readonly CheckResult[]): string {
  switch (report.status) {
    case 'healthy':
      return before?.status === 'failing'
        ? 'Datadog has access again.'
        : 'Everything is in order: no check warns or fails.';
    case 'degraded':
      return 'Something about the integration is not as it should be.';
    case 'failing': {
      const [first = '', ...others] = told.flatMap(({ status, summary }) =>
        status === 'fail' ? [short(summary)] : [],
      );
      return others.length === 0
        ? first
        : `${first} ${others.length} more ${others.length === 1 ? 'check fails' : 'checks fail'}.`;
    }
    case 'unknown':
      return 'Whether everything is in order could not be told, in two runs one after the other.';
  }
}

function factsOf({ report, since, before, place }: AlertCase): readonly (readonly [string, string])[] {
  const { accountId, partition, roleArn, datadogSite, stackId, status, generatedAt } = report;
  const { region, functionName, logGroup, stackName, dashboardName } = place;
  const link = dashboardName === undefined ? undefined : dashboardLink(partition, region, dashboardName);
  return [
    ['Account', `${accountId} (${partition})`],
    ['Region', region],
    ...fact('Stack', stackId === undefined ? undefined : stackNameIn(stackId)),
    ['Role', roleArn],
    // Where the record cannot be read, nobody knows path and site.
    ...fact('AWS Role Name in Datadog', datadogSite === '' ? undefined : roleNameWithPath(roleArn)),
    ...fact('Datadog site', datadogSite === '' ? undefined : datadogSite),
    ['Status', `${status}${before === null ? '' : ` (before: ${beforeIn(before)})`}, ${generatedAt}`],
    ...fact('Since', status === 'healthy' ? undefined : `${since}, when it was found first`),
    ...fact(
      'Validator',
      functionName === undefined
        ? undefined
        : functionName + (stackName ? `, of the stack ${stackName}` : ''),
    ),
    ...fact('Log group', logGroup),
    ...fact('Dashboard', dashboardName === undefined ? undefined : [dashboardName, link].join(' ').trim()),
  ];
}

function fact(name: string, value: string | undefined): readonly (readonly [string, string])[] {
  return value === undefined ? [] : [[name, value]];
}

function beforeIn({ status, since }: Told): string {
  return status === 'healthy' ? status : `${status} since ${since}`;
}

/** `arn:<partition>:cloudformation:<region>:<account id>:stack/NAME/ID` */
function stackNameIn(stackId: string): string {
  return parseArn(stackId)?.resource.split('/')[1] ?? stackId;
}

/** Two findings may have one remedy, which is carried out once. */
function findingAfter(told: readonly CheckResult[]): (finding: CheckResult, index: number) => AlertFinding {
  return ({ id, status, summary, evidence, remedy }, index) => {
    const same = told
      .slice(0, index)
      .find((earlier) => remedy.length > 0 && remedy.every((step) => earlier.remedy.includes(step)));
    const { shown, left } = wholeSteps(remedy, STEPS, STEP_CHARACTERS);
    return {
      title: short(`${status.toUpperCase()} ${id}: ${summary}`),
      evidence: evidence.slice(0, EVIDENCE_LINES).map(short),
      // A command keeps its lists of regions: it is carried out as it stands.
      steps: same === undefined ? shown.map(forMail) : [`What ${visible(same.id)} asks for is enough.`],
      left: same !== undefined || left.length === 0 ? '' : describeLeft(left),
    };
  };
}

/** A mail goes to more people than the report, so that no external id is whole in it. */
function forMail(step: string): string {
  if (!isCommand(step)) return visible(withShortLists(step));
  return NEEDS_EXTERNAL_ID.test(step)
    ? 'The command of this step has the whole external id in it, which no mail shows: it is in the report.'
    : visible(step);
}

/** As trust policies name it, in any letter case. */
const NEEDS_EXTERNAL_ID = /sts:externalid/i;

function describeLeft(left: readonly string[]): string {
  const commands = left.filter(isCommand).length;
  const steps = left.length === 1 ? '1 more step' : `${left.length} more steps`;
  const kind = commands === 0 ? '' : `, ${commands === 1 ? '1 command' : `${commands} commands`} among them,`;
  return `${steps}${kind} ${left.length === 1 ? 'is' : 'are'} in the report`;
}

/** Every line with texts of a report goes through here or `visible`: whatever is in them, it stays one line. */
function short(line: string): string {
  return cut(visible(withShortLists(line)), LINE_CHARACTERS, REST);
}
