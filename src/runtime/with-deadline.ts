import { startDeadline } from './deadline';
import type { RetryContext } from './retry';

/**
 * Runs `work` with a deadline of its own, `limitMs` from now or the context's if that comes first. Work heeds it by itself,
 * and is waited for: what it has found out by then is its result.
 */
export async function withDeadline<T>(
  context: RetryContext,
  limitMs: number,
  work: (limited: RetryContext) => Promise<T>,
): Promise<T> {
  const deadline = startDeadline(context.clock, Math.min(limitMs, context.deadline.workLeft()), 0);
  try {
    // Without any time, no request is to begin that would be given up at once.
    if (deadline.workLeft() === 0) await timeUp(deadline.signal);
    return await work({ ...context, deadline });
  } finally {
    deadline.stop();
  }
}

function timeUp(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
