import type { SharedSlot } from './environment';
import { newSharedTime, passTime, sharedTime, takeSlot, timeAt } from './shared-time.cjs';

/** The time of functions that skip their waits, and of whatever goes by it. */
export interface VirtualTime {
  /** In milliseconds since 1970; never behind the real time. */
  now(): number;
  /** Lets time pass, while no function works. */
  pass(ms: number): void;
  /** A place in it for one function. */
  take(): SharedSlot;
}

export function createVirtualTime(): VirtualTime {
  const buffer = newSharedTime();
  const taken = new Set<number>();
  return {
    now: () => timeAt(buffer, Date.now),
    pass: (ms) => passTime(buffer, ms),
    take: () => {
      const slot = takeSlot(taken);
      taken.add(slot);
      const release = () => {
        sharedTime(buffer, slot, Date.now).rest();
        taken.delete(slot);
      };
      return { buffer, slot, release };
    },
  };
}
