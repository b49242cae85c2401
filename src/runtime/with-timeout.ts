import { startDeadline } from './deadline';
import type { RetryContext } from './retry';

/** Work that was given up, so that it delays nothing else. */
export class TimedOut extends Error {
  override readonly name = 'TimeoutError';
}

/**
 * Runs `work` with a deadline of its own, `limitMs` from now or the context's if that comes first. Work that does not
 * heed its deadline is left behind.
 *
 * @throws TimedOut when the time is up, and whatever `work` throws before
 */
export async function withTimeout<T>(
  context: RetryContext,
  limitMs: number,
  work: (limited: RetryContext) => Promise<T>,
): Promise<T> {
  const totalMs = Math.min(limitMs, context.deadline.workLeft());
  const deadline = startDeadline(context.clock, totalMs, 0);
  const outer = context.deadline.signal;
  outer.addEventListener('abort', deadline.stop, { once: true });
  const timeUp = new Promise<never>((_, reject) => {
    deadline.signal.addEventListener('abort', () =>
      reject(new TimedOut(`no answer within ${Math.round(totalMs)} ms`)),
    );
  });
  try {
    return await Promise.race([work({ ...context, deadline }), timeUp]);
  } catch (error) {
    // An aborted request may end before `timeUp` does.
    if (deadline.signal.aborted) return await timeUp;
    throw error;
  } finally {
    outer.removeEventListener('abort', deadline.stop);
    // When this aborts work that is done, nobody listens to `timeUp` any more.
    timeUp.catch(() => undefined);
    deadline.stop();
  }
}
