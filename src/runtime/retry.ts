import type { Clock } from './clock';
import type { Deadline } from './deadline';
import type { Logger } from './log';

/** When to try again, how long to wait before, and for how long at most. */
export interface RetryPolicy {
  readonly name: string;
  matches(error: unknown): boolean;
  /** Milliseconds to wait after this policy's own failure of this number (the first is 1), `error`; `random` is in [0, 1). */
  delayMs(failure: number, random: number, error?: unknown): number;
  /** Milliseconds that may go by over failures of this policy, the attempts that follow them included, before it gives up. */
  readonly limitMs: number;
}

/** What retries share within one invocation. */
export interface RetryContext {
  readonly clock: Clock;
  readonly deadline: Deadline;
  readonly random: () => number;
  readonly log: Logger;
}

/** What failures of one policy have used up. */
interface Used {
  failures: number;
  ms: number;
}

/** The first wait is `firstMs`, later ones grow by `factor` up to `maxMs`; each is jittered over its upper half. */
export function backoff(
  firstMs: number,
  factor: number,
  maxMs: number,
): (failure: number, random: number) => number {
  return (failure, random) => Math.min(maxMs, firstMs * factor ** (failure - 1)) * (0.5 + random / 2);
}

/**
 * Runs `operation` until it succeeds, fails with an error that no policy names, or runs out of time. Each policy counts its
 * own failures and its own time: what is waited out for one cause neither lengthens the waits for another nor uses up its limit.
 * The last error is thrown unchanged: what AWS said is what the caller gets to see.
 */
export async function retry<T>(
  context: RetryContext,
  policies: readonly RetryPolicy[],
  operation: () => Promise<T>,
): Promise<T> {
  const used = new Map<RetryPolicy, Used>();
  let latest: { readonly of: Used; readonly at: number } | undefined;
  for (;;) {
    try {
      context.deadline.signal.throwIfAborted();
      return await operation();
    } catch (error) {
      if (context.deadline.signal.aborted) throw error;
      const policy = policies.find((candidate) => candidate.matches(error));
      if (policy === undefined) throw error;
      const now = context.clock.now();
      if (latest !== undefined) latest.of.ms += now - latest.at;
      const own = used.get(policy) ?? { failures: 0, ms: 0 };
      used.set(policy, own);
      own.failures++;
      latest = { of: own, at: now };
      const wait = policy.delayMs(own.failures, context.random(), error);
      if (own.ms + wait > policy.limitMs || wait >= context.deadline.workLeft()) throw error;
      context.log.debug('retrying', {
        policy: policy.name,
        attempt: own.failures,
        waitMs: Math.round(wait),
        error,
      });
      await context.clock.sleep(wait, context.deadline.signal);
    }
  }
}
