import { setMaxListeners } from 'node:events';
import type { Clock } from './clock';

/** The reason with which work is aborted when its time is up. */
export class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded';
}

/**
 * The one clock of an invocation: work stops `reserveMs` before the function itself is stopped, and what is
 * left then belongs to the reply. Watchdog, retries, waits and the reply's PUT all read this object.
 */
export interface Deadline {
  /** Milliseconds left for work; 0 once the time is up. */
  workLeft(): number;
  /** Milliseconds left in all, the reply's reserve included; 0 once the time is up. */
  left(): number;
  /** Aborts with `DeadlineExceeded` when the time for work is up, with another error when `stop` comes first. */
  readonly signal: AbortSignal;
  /** Clears the timer and aborts what is still running, so that nothing reaches the next invocation of a warm function. */
  stop(): void;
}

/** Starts a deadline `totalMs` from now that keeps `reserveMs` for the reply (at most half of the total). */
export function startDeadline(clock: Clock, totalMs: number, reserveMs: number): Deadline {
  const endsAt = clock.now() + totalMs;
  const workMs = Math.max(totalMs - reserveMs, totalMs / 2);
  const workEndsAt = clock.now() + workMs;
  const work = new AbortController();
  // Every request in flight listens; Node would take the eleventh for a leak.
  setMaxListeners(0, work.signal);
  const timer = new AbortController();
  clock.sleep(workMs, timer.signal).then(
    () =>
      work.abort(
        new DeadlineExceeded(
          `the ${Math.round(workMs)} ms that this invocation has for its work are used up`,
        ),
      ),
    () => undefined,
  );
  return {
    workLeft: () => Math.max(0, workEndsAt - clock.now()),
    left: () => Math.max(0, endsAt - clock.now()),
    signal: work.signal,
    stop: () => {
      timer.abort();
      work.abort(new Error('the invocation that this work belongs to is over'));
    },
  };
}
