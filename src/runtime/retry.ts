import type { Clock } from './clock';
import type { Deadline } from './deadline';
import type { Logger } from './log';

/** When to try again, how long to wait before, and for how long at most. */
export interface RetryPolicy {
  readonly name: string;
  matches(error: unknown): boolean;
  /** Milliseconds to wait before the attempt after `attempt` (which counts from 1); `random` is in [0, 1). */
  delayMs(attempt: number, random: number): number;
  /** Milliseconds after the first matching failure at which this policy gives up. */
  readonly limitMs: number;
}

/** What retries share within one invocation. */
export interface RetryContext {
  readonly clock: Clock;
  readonly deadline: Deadline;
  readonly random: () => number;
  readonly log: Logger;
}

/** The first wait is `firstMs`, later ones grow by `factor` up to `maxMs`; each is jittered over its upper half. */
export function backoff(firstMs: number, factor: number, maxMs: number): RetryPolicy['delayMs'] {
  return (attempt, random) => Math.min(maxMs, firstMs * factor ** (attempt - 1)) * (0.5 + random / 2);
}

/**
 * Runs `operation` until it succeeds, fails with an error that no policy names, or runs out of time.
 * The last error is thrown unchanged: what AWS said is what the caller gets to see.
 */
export async function retry<T>(
  context: RetryContext,
  policies: readonly RetryPolicy[],
  operation: () => Promise<T>,
): Promise<T> {
  const firstFailure = new Map<RetryPolicy, number>();
  for (let attempt = 1; ; attempt++) {
    try {
      context.deadline.signal.throwIfAborted();
      return await operation();
    } catch (error) {
      if (context.deadline.signal.aborted) throw error;
      const policy = policies.find((candidate) => candidate.matches(error));
      if (policy === undefined) throw error;
      const now = context.clock.now();
      const since = firstFailure.get(policy) ?? now;
      firstFailure.set(policy, since);
      const wait = policy.delayMs(attempt, context.random());
      if (now + wait - since > policy.limitMs || wait >= context.deadline.workLeft()) throw error;
      context.log.debug('retrying', { policy: policy.name, attempt, waitMs: Math.round(wait), error });
      await context.clock.sleep(wait, context.deadline.signal);
    }
  }
}
