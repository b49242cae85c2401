import type { Report } from '../report/report';
import { shrinkToFit } from '../report/shrink';
import { writeLine } from '../runtime/log';
import type { RetryContext } from '../runtime/retry';
import { metricsLine } from './metrics';
import { type Publisher, publishToAll } from './publisher';

/** As much as people read in one line; the event has more. The logger cuts what is longer than its own limit. */
const LOG_MAX_BYTES = 40 * 1_024;

/**
 * Publishes a report everywhere: to the publishers, then as metrics, which also count the publishers that failed, and
 * as a line of the log. Never throws.
 *
 * @param write takes one line of the log without adding anything to it, as embedded metrics demand
 */
export function createPublish(
  publishers: readonly Publisher[],
  write: (line: string) => void = writeLine,
): (report: Report, context: RetryContext) => Promise<void> {
  return async (report, context) => {
    const failed = await publishToAll(publishers, report, context);
    write(metricsLine(report, failed.length));
    context.log.info('validated', {
      roleName: report.roleName,
      status: report.status,
      report: shrinkToFit(report, LOG_MAX_BYTES),
      ...(failed.length === 0 ? {} : { failedPublishers: failed }),
    });
  };
}
