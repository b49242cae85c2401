import type { Deadline } from '../runtime/deadline';
import type { Logger } from '../runtime/log';

/**
 * Runs `work` for as long as the deadline has time for work, and rejects with the deadline's reason after that. What
 * the abandoned work comes to later is logged and goes nowhere else: the reply is out by then.
 */
export async function runWithin<T>(deadline: Deadline, log: Logger, work: () => Promise<T>): Promise<T> {
  const timeIsUp = new Promise<never>((_resolve, reject) => {
    deadline.signal.addEventListener('abort', () => reject(deadline.signal.reason));
  });
  const working = work();
  try {
    return await Promise.race([working, timeIsUp]);
  } catch (error) {
    if (deadline.signal.aborted)
      working.then(
        () => log.warn('the abandoned operation has come to its end'),
        (late: unknown) => log.warn('the abandoned operation has failed', { error: late }),
      );
    throw error;
  }
}
