import { freshPermissions, principalPropagation } from '../aws/retry-policies';
import type { RetryContext } from '../runtime/retry';

/**
 * What may not be seen at first: nothing; what was written so recently that IAM does not show it yet; what an invocation
 * that CloudFormation has given up still writes; or what a Create that CloudFormation no longer waits for, and that CloudFormation
 * may not be able to stop, has not even begun to make.
 */
export type Propagation = 'nothing' | 'just written' | 'being written' | 'being made';

/**
 * For so long IAM may show what was before. AWS names no time (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency);
 * public reports of what one's own pipeline has just made speak of seconds, and of ten at most (https://github.com/hashicorp/terraform/issues/5979).
 */
const UNSHOWN_MS = 10_000;

/**
 * For so long an invocation that has been overtaken may still write: the requests that it has sent, each of which is given up
 * after ten seconds, and what CloudFormation takes to say that it has gone on.
 */
const OVERTAKEN_MS = 15_000;

/** For so long a Create may wait for its own permissions and for the principals of its trust policy, and write nothing. */
const UNWRITTEN_MS = freshPermissions.limitMs + principalPropagation.limitMs;

const WINDOW_MS: Readonly<Record<Propagation, number>> = {
  nothing: 0,
  'just written': UNSHOWN_MS,
  'being written': OVERTAKEN_MS + UNSHOWN_MS,
  'being made': Math.max(OVERTAKEN_MS, UNWRITTEN_MS) + UNSHOWN_MS,
};

/** Whether IAM shows by now whatever was written before `startedAt`. */
export function isShown({ clock }: RetryContext, startedAt: number): boolean {
  return clock.now() >= startedAt + UNSHOWN_MS;
}

const FIRST_WAIT_MS = 1_000;
const WAIT_FACTOR = 1.5;
const LONGEST_WAIT_MS = 5_000;

/** The time in which something may still come to light. */
export interface PropagationWindow {
  /** Waits until it is time for another look; false when there is none to come. */
  again(): Promise<boolean>;
  /** Waits until nothing can come to light any more; false when that was so already. */
  over(): Promise<boolean>;
}

/**
 * Looks again ever more seldom, and for no more than half of the time that is left.
 *
 * @param startedAt when what is waited for was under way at the latest, by the context's clock
 */
export function openPropagationWindow(
  { clock, deadline }: RetryContext,
  propagation: Propagation,
  startedAt = clock.now(),
): PropagationWindow {
  const endsAt = Math.min(startedAt + WINDOW_MS[propagation], clock.now() + deadline.workLeft() / 2);
  let waitMs = FIRST_WAIT_MS;
  const wait = async (longestMs: number) => {
    const leftMs = endsAt - clock.now();
    if (leftMs <= 0) return false;
    await clock.sleep(Math.min(longestMs, leftMs), deadline.signal);
    return true;
  };
  return {
    again: async () => {
      const hasWaited = await wait(waitMs);
      waitMs = Math.min(LONGEST_WAIT_MS, waitMs * WAIT_FACTOR);
      return hasWaited;
    },
    over: () => wait(Number.POSITIVE_INFINITY),
  };
}
