import { backoff, type RetryPolicy } from '../runtime/retry';
import { DatadogApiError, isUncertain, RateLimited } from './errors';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;
const inSteps = backoff(FIRST_WAIT_MS, 2, LONGEST_WAIT_MS);

/**
 * Too many requests: until Datadog takes them again, and a little longer, so that not all who wait come back in the same moment.
 *
 * https://docs.datadoghq.com/api/latest/rate-limits/
 */
export const rateLimit: RetryPolicy = {
  name: 'rate limit of Datadog',
  matches: (error) => error instanceof RateLimited,
  delayMs: (failure, random, error) => {
    const resetMs = error instanceof RateLimited ? error.resetMs : undefined;
    return resetMs === undefined ? inSteps(failure, random) : resetMs + random * 1_000;
  },
  limitMs: Number.POSITIVE_INFINITY,
};

/** 5xx answers and lost connections, of a request that may be sent again whether or not it was carried out. */
export const outage: RetryPolicy = {
  name: 'outage of Datadog',
  matches: (error) =>
    error instanceof DatadogApiError &&
    isUncertain(error) &&
    (error.status === undefined || error.status >= 500 || error.status === 408),
  delayMs: inSteps,
  limitMs: 60_000,
};
