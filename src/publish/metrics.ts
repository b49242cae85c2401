import type { CheckStatus, RegionResult, Report } from '../report/report';
import { visible } from '../runtime/text';

const NAMESPACE = 'DatadogIntegrationRole';

/** Whether Datadog uses the role cannot be told while the validator uses it as well: counted, it would hide what is new. */
const NEVER_KNOWN = ['last-used'];

/** Checks of which each, when it fails, says that Datadog's own AssumeRole is refused. */
const PROVING_REFUSAL = [
  'role-exists',
  'role-name',
  'trust-principal',
  'external-id',
  'trust-no-deny',
  'regions',
];

type Meaning = 'ok' | 'failing' | 'unknown' | 'not needed';

/** What a region's result says about Datadog's way in; regions that are not enabled are a check's concern where they are needed. */
function meaningOf({ status }: RegionResult, { checks }: Report): Meaning {
  switch (status) {
    case 'ok':
      return 'ok';
    // The refusal may be meant for the validator alone.
    case 'assume-role-denied':
      return checks.some((check) => check.status === 'fail' && PROVING_REFUSAL.includes(check.id))
        ? 'failing'
        : 'unknown';
    case 'session-denied':
    case 'sts-not-activated':
      return 'failing';
    case 'not-tried':
    case 'throttled':
    case 'unreachable':
      return 'unknown';
    case 'region-not-enabled':
      return 'not needed';
  }
}

/**
 * Counts only, per role: each metric costs by the month, and regions are told by events and logs. What is unknown has counts
 * of its own, so that a run that saw nothing does not look like a healthy one.
 */
function counts(report: Report, failedPublishers: number): Readonly<Record<string, number>> {
  const meanings = report.regions.map((region) => meaningOf(region, report));
  const regions = (wanted: Meaning) => meanings.filter((meaning) => meaning === wanted).length;
  const checks = (wanted: CheckStatus) => report.checks.filter(({ status }) => status === wanted);
  return {
    RegionsOk: regions('ok'),
    RegionsFailing: regions('failing'),
    RegionsUnknown: regions('unknown'),
    ChecksFailing: checks('fail').length,
    ChecksUnknown: checks('unknown').filter(({ id }) => !NEVER_KNOWN.includes(id)).length,
    DriftItems: report.drift.length,
    PublishersFailing: failedPublishers,
  };
}

/**
 * The report's counts as one line of the log, of which CloudWatch makes metrics.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metricsLine(report: Report, failedPublishers: number): string {
  const values = counts(report, failedPublishers);
  return JSON.stringify({
    _aws: {
      Timestamp: Date.parse(report.generatedAt),
      CloudWatchMetrics: [
        {
          Namespace: NAMESPACE,
          Dimensions: [['RoleName']],
          Metrics: Object.keys(values).map((Name) => ({ Name, Unit: 'Count' })),
        },
      ],
    },
    RoleName: visible(report.roleName),
    ...values,
  });
}
