import { freshPermissions, principalPropagation } from '../aws/retry-policies';
import type { RetryContext } from '../runtime/retry';

/**
 * What a Delete may not see at first: nothing; what was made so recently that IAM does not show it yet; or what a
 * Create that CloudFormation no longer waits for has not even begun to make.
 */
export type Propagation = 'nothing' | 'just made' | 'being made';

const UNSHOWN_MS = 1_000;

/** For so long a Create may wait for its own permissions and for the principals of its trust policy, and write nothing. */
const UNWRITTEN_MS = freshPermissions.limitMs + principalPropagation.limitMs;

const WINDOW_MS: Readonly<Record<Propagation, number>> = {
  nothing: 0,
  'just made': UNSHOWN_MS,
  'being made': UNWRITTEN_MS + UNSHOWN_MS,
};

const FIRST_WAIT_MS = 1_000;
const WAIT_FACTOR = 1.5;
const LONGEST_WAIT_MS = 5_000;

/** The time in which something may still come to light. */
export interface PropagationWindow {
  /** Waits until it is time for another look; false when there is none to come. */
  again(): Promise<boolean>;
}

/** Looks again ever more seldom, and for no more than half of the time that is left. */
export function openPropagationWindow(
  { clock, deadline }: RetryContext,
  propagation: Propagation,
): PropagationWindow {
  const endsAt = clock.now() + Math.min(WINDOW_MS[propagation], deadline.workLeft() / 2);
  let waitMs = FIRST_WAIT_MS;
  return {
    again: async () => {
      const leftMs = endsAt - clock.now();
      if (leftMs <= 0) return false;
      await clock.sleep(Math.min(waitMs, leftMs), deadline.signal);
      waitMs = Math.min(LONGEST_WAIT_MS, waitMs * WAIT_FACTOR);
      return true;
    },
  };
}
