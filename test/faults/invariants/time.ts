import type { JournalEntry } from '../../sandbox';
import type { Delivery } from '../trial';
import type { Violations } from './violation';

/** No function runs into Lambda's limit, crashes, or fails after it has replied. */
export function timeViolations(deliveries: readonly Delivery[], timeoutMs: number): Violations {
  return deliveries.flatMap(({ request, invocation }) =>
    invocation.attempts.flatMap(({ outcome, durationMs, error }) => {
      if (outcome === 'killed') return [];
      if (outcome !== 'returned')
        return [`${request.RequestType}: the function ${outcome} (${error?.name}: ${error?.message})`];
      return durationMs <= timeoutMs
        ? []
        : [`${request.RequestType}: the function took ${Math.round(durationMs)} ms of ${timeoutMs}`];
    }),
  );
}

/** The two clocks that are compared are read in different ways. */
const CLOCK_TOLERANCE_MS = 2;

/** Once an event has its reply, nothing of it changes the account any more, however often it is delivered again. */
export function afterReplyViolations(
  deliveries: readonly Delivery[],
  calls: readonly JournalEntry[],
): Violations {
  const writes = calls.filter(({ write }) => write);
  const first = deliveries.filter(
    ({ request }, index) => deliveries.findIndex((other) => other.request === request) === index,
  );
  return first.flatMap(({ request, puts, endedAt }, index) => {
    const replied = puts.find(({ meaning }) => meaning === 'reply')?.time.getTime();
    if (replied === undefined) return [];
    const until = index === first.length - 1 ? Number.POSITIVE_INFINITY : endedAt;
    return writes
      .filter(({ startedAt }) => startedAt > replied + CLOCK_TOLERANCE_MS && startedAt <= until)
      .map(({ operation }) => `${request.RequestType}: ${operation} was called after the reply`);
  });
}
