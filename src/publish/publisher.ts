import type { Report } from '../report/report';
import { allSettled } from '../runtime/all-settled';
import type { RetryContext } from '../runtime/retry';

/** One place where reports go. */
export interface Publisher {
  /** For the log, when it fails. */
  readonly name: string;
  publish(report: Report, context: RetryContext): Promise<void>;
}

/** A line of the log of which the template makes a metric: an alarm tells of it. */
export const PUBLISHER_FAILED = 'a publisher failed';

/**
 * Gives a report to all publishers at the same time. One that fails stops none of the others.
 *
 * @returns the names of those that failed; why they did is in the log
 */
export async function publishToAll(
  publishers: readonly Publisher[],
  report: Report,
  context: RetryContext,
): Promise<readonly string[]> {
  const { roleName } = report;
  const failed = await allSettled(
    publishers.map(async (publisher) => {
      try {
        await publisher.publish(report, context);
        return [];
      } catch (error) {
        context.log.error(PUBLISHER_FAILED, { publisher: publisher.name, roleName, error });
        return [publisher.name];
      }
    }),
  );
  return failed.flat();
}
