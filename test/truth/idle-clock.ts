import type { Clock } from '../../src/runtime/clock';
import type { TruthWorld } from './world';

interface Sleeper {
  readonly wakesAt: number;
  wake(): void;
}

/** In real time: nobody who has anything to do does nothing for so long. */
const IDLE_MS = 10;
const LOOKS = 3;

/**
 * A clock that stands still while anybody works, and goes on to the next sleeper's time when nobody does: waits take
 * hardly any time, and no time limit depends on how busy the machine is.
 */
export function idleClock({ sandbox, time }: Pick<TruthWorld, 'sandbox' | 'time'>): Clock & { stop(): void } {
  let looks = 0;
  let seen = '';
  const sleepers = new Set<Sleeper>();
  const look = () => {
    const calls = sandbox.journal.calls();
    const done = calls.filter(({ endedAt }) => endedAt !== Number.POSITIVE_INFINITY).length;
    const state = `${calls.length} ${done} ${sleepers.size}`;
    looks = state === seen ? looks + 1 : 0;
    seen = state;
    if (looks < LOOKS) return;
    looks = 0;
    const [next] = [...sleepers].sort((one, other) => one.wakesAt - other.wakesAt);
    if (next === undefined) return;
    time.set(Math.max(time.now(), next.wakesAt));
    next.wake();
  };
  const timer = setInterval(look, IDLE_MS);
  return {
    now: time.now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const end = () => sleepers.delete(sleeper);
        const sleeper = {
          wakesAt: time.now() + ms,
          wake: () => {
            end();
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener(
          'abort',
          () => {
            end();
            reject(signal.reason);
          },
          { once: true },
        );
      }),
    stop: () => clearInterval(timer),
  };
}
