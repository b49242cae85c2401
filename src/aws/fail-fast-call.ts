import { backoff, type RetryContext, type RetryPolicy, retry } from '../runtime/retry';
import type { Call } from './calls';
import { isClockSkew } from './errors';
import { freshPermissions, settledPermissions, throttling, transient } from './retry-policies';

/** What a caller waits for who has just been given permissions. */
const OF_PERMISSIONS = [freshPermissions, settledPermissions];

/** The SDK corrects its clock from the answer, so that one repetition is enough where it can be corrected. */
const clockSkew: RetryPolicy = {
  name: 'clock skew',
  matches: isClockSkew,
  delayMs: backoff(100, 1, 100),
  limitMs: 150,
};

/**
 * A `Call` that takes a denial for an answer at once. (The provider waits for permissions that its own stack has just
 * given it; to the validator a denial is evidence, and waiting for its end would delay the report.)
 */
export function createFailFastCall(context: RetryContext): Call {
  const options = { abortSignal: context.deadline.signal };
  return (request, ...also) => {
    const others = also.filter((policy) => !OF_PERMISSIONS.includes(policy));
    return retry(context, [...others, throttling, transient, clockSkew], () => request(options));
  };
}
