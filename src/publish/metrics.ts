import type { Report } from '../report/report';
import { visible } from '../runtime/text';

const NAMESPACE = 'DatadogIntegrationRole';

/** Counts only, per role: each metric costs by the month, and regions are told by events and logs. */
function counts(report: Report, failedPublishers: number): Readonly<Record<string, number>> {
  const ok = report.regions.filter(({ status }) => status === 'ok').length;
  // A region that is needed and not enabled fails a check; the others are nobody's concern.
  const notEnabled = report.regions.filter(({ status }) => status === 'region-not-enabled').length;
  return {
    RegionsOk: ok,
    RegionsFailing: report.regions.length - ok - notEnabled,
    ChecksFailing: report.checks.filter(({ status }) => status === 'fail').length,
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
