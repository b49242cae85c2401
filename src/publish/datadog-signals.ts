import {
  AGGREGATION_KEY_CHARACTERS,
  CHECK_STATUS,
  type DatadogEvent,
  EVENT_TEXT_CHARACTERS,
  GAUGE,
  MESSAGE_CHARACTERS,
  type Series,
  type ServiceCheck,
} from '../datadog-api/intake';
import type { CheckStatus, RegionStatus, Report, ReportStatus } from '../report/report';
import { isCommand } from '../report/short-steps';
import { cut, visible } from '../runtime/text';
import type { AlertContent, AlertFinding } from './alert-content';

/** Names in Datadog: contracts, for monitors and dashboards of customers go by them. */
export const SERVICE_CHECK = 'datadog_integration_role.can_assume';
export const REGIONS_METRIC = 'datadog_integration_role.regions';
export const CHECKS_METRIC = 'datadog_integration_role.checks';
export const DRIFT_METRIC = 'datadog_integration_role.drift_items';
export const ACCOUNT_TAG = 'aws_account';
export const ROLE_TAG = 'role_name';
export const SITE_TAG = 'datadog_site';
/** Of the metrics that count by status. */
export const STATUS_TAG = 'status';

/** Every status is sent, also with 0: a series that stops says nothing, and its last value would go on showing. */
export const REGION_STATUSES = Object.keys({
  ok: 0,
  'assume-role-denied': 0,
  'session-denied': 0,
  'sts-not-activated': 0,
  'region-not-enabled': 0,
  throttled: 0,
  unreachable: 0,
  'not-tried': 0,
} satisfies Record<RegionStatus, 0>);
export const CHECK_STATUSES = Object.keys({ pass: 0, warn: 0, fail: 0, unknown: 0 } satisfies Record<
  CheckStatus,
  0
>);

const SERVICE_CHECK_STATUS = {
  healthy: CHECK_STATUS.ok,
  degraded: CHECK_STATUS.warning,
  failing: CHECK_STATUS.critical,
  unknown: CHECK_STATUS.unknown,
} satisfies Record<ReportStatus, ServiceCheck['status']>;

const ALERT_TYPE = {
  healthy: 'success',
  degraded: 'warning',
  failing: 'error',
  unknown: 'warning',
} satisfies Record<ReportStatus, DatadogEvent['alert_type']>;

const THE_REST = '\n\nThe rest is in the report.';

/** Whether Datadog can assume the role, with what people need of the report in one line. Pure. */
export function serviceCheckOf(report: Report, site: string, content: AlertContent): ServiceCheck {
  return {
    check: SERVICE_CHECK,
    host_name: '',
    status: SERVICE_CHECK_STATUS[report.status],
    tags: tagsOf(report, site),
    message: cut(oneLine(content), MESSAGE_CHARACTERS - 1),
    timestamp: secondsOf(report),
  };
}

/** The report's counts. Pure. */
export function seriesOf(report: Report, site: string): readonly Series[] {
  const tags = tagsOf(report, site);
  const timestamp = secondsOf(report);
  const gauge = (metric: string, value: number, ...also: string[]): Series => ({
    metric,
    type: GAUGE,
    points: [{ timestamp, value }],
    tags: [...tags, ...also],
  });
  const byStatus = (metric: string, statuses: readonly string[], found: readonly { status: string }[]) =>
    statuses.map((status) =>
      gauge(metric, found.filter((one) => one.status === status).length, `${STATUS_TAG}:${status}`),
    );
  return [
    ...byStatus(REGIONS_METRIC, REGION_STATUSES, report.regions),
    ...byStatus(CHECKS_METRIC, CHECK_STATUSES, report.checks),
    gauge(DRIFT_METRIC, report.drift.length),
  ];
}

/** What an alert says, as an event of Datadog's. Pure. */
export function eventOfAlert(report: Report, site: string, content: AlertContent): DatadogEvent {
  return {
    title: unaddressed(content.subject),
    text: asManyAsFit(paragraphsOf(content)),
    alert_type: ALERT_TYPE[report.status],
    aggregation_key: cut(`aws-role:${report.accountId}:${report.roleName}`, AGGREGATION_KEY_CHARACTERS - 1),
    tags: tagsOf(report, site),
    date_happened: secondsOf(report),
  };
}

/**
 * Datadog writes tags in small letters, with an underscore in the place of what it does not take in them:
 * https://docs.datadoghq.com/getting_started/tagging/
 */
function tagsOf({ accountId, roleName }: Report, site: string): readonly string[] {
  return [`${ACCOUNT_TAG}:${accountId}`, `${ROLE_TAG}:${visible(roleName)}`, `${SITE_TAG}:${site}`];
}

function secondsOf({ generatedAt }: Report): number {
  return Math.floor(Date.parse(generatedAt) / 1_000);
}

function oneLine({ headline, findings: [first] }: AlertContent): string {
  if (first === undefined) return unaddressed(headline);
  const [step] = shownSteps(first);
  return unaddressed(first.title) + (step === undefined ? '' : ` To do: ${step}`);
}

function paragraphsOf({ headline, facts, findings, more }: AlertContent): readonly string[] {
  return [
    unaddressed(headline),
    facts.map(([name, value]) => `${name}: ${unaddressed(value)}`).join('\n'),
    ...findings.map((finding) =>
      [
        unaddressed(finding.title),
        ...finding.evidence.map((line) => `found: ${unaddressed(line)}`),
        ...shownSteps(finding).map((step) => `do: ${step}`),
        ...(finding.left === '' ? [] : [`${finding.left}.`]),
      ].join('\n'),
    ),
    ...(more > 0 ? [`${more} more ${more === 1 ? 'finding is' : 'findings are'} in the report.`] : []),
  ];
}

/** A command is shown as it is, or not at all: changed, it would mean something else. */
function shownSteps({ steps }: AlertFinding): readonly string[] {
  return steps.map((step) =>
    isCommand(step) && unaddressed(step) !== step
      ? 'The command of this step is in the report.'
      : unaddressed(step),
  );
}

/**
 * Text that calls nobody and marks nothing up: names and descriptions of an account are written by anybody, and `@` with a name
 * notifies whoever has it (https://docs.datadoghq.com/monitors/notify/#notifications); `%%%` begins Markdown
 * (https://docs.datadoghq.com/api/latest/events/#post-an-event).
 */
function unaddressed(text: string): string {
  return text.replaceAll('@', '＠').replaceAll(/%{3,}/g, '%%');
}

function asManyAsFit(paragraphs: readonly string[]): string {
  let text = '';
  for (const paragraph of paragraphs) {
    const longer = text === '' ? paragraph : `${text}\n\n${paragraph}`;
    if (longer.length > EVENT_TEXT_CHARACTERS - THE_REST.length) return text + THE_REST;
    text = longer;
  }
  return text;
}
