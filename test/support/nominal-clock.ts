import { type Clock, systemClock } from '../../src/runtime/clock';

/**
 * A clock for what waits for a real server: its sleeps take as long as they say, and when one is over it is as late as
 * that one was set to, however late the machine woke up. What answers takes no time.
 */
export class NominalClock implements Clock {
  #now = 0;

  now(): number {
    return this.#now;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const wakesAt = this.#now + ms;
    await systemClock.sleep(ms, signal);
    this.#now = Math.max(this.#now, wakesAt);
  }
}
