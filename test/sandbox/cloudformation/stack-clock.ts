/** The clock by which everything of one stack is dated: its events, its times, its ResponseURLs. */
export interface StackClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** An operation, a rollback or a clean-up begins: since the phase before, time has passed. */
  beginPhase(): void;
}

/** CloudFormation takes seconds from one phase to the next, which tests need not wait out: here its clock moves on. */
export function stackClock(now: () => number, phaseTakesMs: number): StackClock {
  let phases = 0;
  return {
    now: () => now() + Math.max(phases - 1, 0) * phaseTakesMs,
    beginPhase: () => {
      phases += 1;
    },
  };
}
