import { clockSkew } from '../probe/call-failure';
import { type RetryContext, retry } from '../runtime/retry';
import type { Call } from './calls';
import { throttling, transient } from './retry-policies';

/**
 * A `Call` that takes a refusal for an answer at once. (The provider waits for permissions that its own stack has just
 * given it; here a refusal is a finding, and waiting for its end would delay the report.)
 */
export function createPromptCall(context: RetryContext): Call {
  const options = { abortSignal: context.deadline.signal };
  return (request, ...also) =>
    retry(context, [...also, throttling, transient, clockSkew], () => request(options));
}
