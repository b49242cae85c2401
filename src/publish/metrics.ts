import { type CheckStatus, type RegionResult, type Report, VALIDATOR_REFUSED_BY_SCP } from '../report/report';
import { visible } from '../runtime/text';

const NAMESPACE = 'DatadogIntegrationRole';

/** Whether Datadog uses the role cannot be told while the validator uses it as well: counted, it would hide what is new. */
const NEVER_KNOWN = ['last-used'];

/** What a region's result says about Datadog's way in; regions that are not enabled are a check's concern where they are needed. */
function meaningOf({ status, cause }: RegionResult): 'ok' | 'failing' | 'unknown' | 'not needed' {
  switch (status) {
    case 'ok':
      return 'ok';
    case 'assume-role-denied':
      return cause === VALIDATOR_REFUSED_BY_SCP ? 'unknown' : 'failing';
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
  const meanings = report.regions.map(meaningOf);
  const regions = (wanted: ReturnType<typeof meaningOf>) =>
    meanings.filter((meaning) => meaning === wanted).length;
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
