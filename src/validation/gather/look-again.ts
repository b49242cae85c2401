import type { RegionResult } from '../../report/report';
import { allSettled } from '../../runtime/all-settled';
import type { RetryContext } from '../../runtime/retry';

/** Most of what IAM has to spread is seen everywhere within this. */
const PAUSE_MS = 5_000;

/** What an administrator of the organization has written is no matter of a moment. */
const EXPLAINED_BY_AWS = /^(scp|rcp|declarative_policy|vpce|session_policy)_/;

/**
 * Tries regions once more, after a pause, in which the role was refused for no reason that is known: what was made or changed
 * a moment ago may not have been seen there. Never throws.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
export async function lookAgain(
  results: readonly RegionResult[],
  tryRegion: (region: string) => Promise<RegionResult>,
  { clock, deadline }: RetryContext,
): Promise<readonly RegionResult[]> {
  if (!results.some(isUnexplained) || deadline.workLeft() < 2 * PAUSE_MS) return results;
  try {
    await clock.sleep(PAUSE_MS, deadline.signal);
  } catch {
    // The time of the run was over.
    return results;
  }
  return allSettled(
    results.map(async (result) => (isUnexplained(result) ? tryRegion(result.region) : result)),
  );
}

function isUnexplained({ status, cause }: RegionResult): boolean {
  const isRefused = status === 'assume-role-denied' || status === 'session-denied';
  return isRefused && !EXPLAINED_BY_AWS.test(cause ?? '');
}
