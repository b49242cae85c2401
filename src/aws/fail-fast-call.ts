import { backoff, type RetryContext, type RetryPolicy, retry } from '../runtime/retry';
import type { Call } from './calls';
import { isClockSkew } from './errors';
import { throttling, transient } from './retry-policies';

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
  return (request, ...also) =>
    retry(context, [...also, throttling, transient, clockSkew], () => request(options));
}
