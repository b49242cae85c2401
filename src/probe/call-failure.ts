import { awsErrorFacts, isAccessDenied, isThrottling, isTransient } from '../aws/errors';
import { backoff, type RetryPolicy } from '../runtime/retry';
import { classifyDenial, type DenialCause } from './denial';

/** Why a call came to nothing. */
export type TroubleCause =
  | DenialCause
  /** Our clock differs from AWS's by more than signatures allow. */
  | 'clock_skew'
  /** No answer, or none in time. */
  | 'no_answer'
  | 'service_error';

export interface Trouble {
  readonly cause: TroubleCause;
  readonly message: string;
}

/** A result, or why there is none. */
export type Attempt<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly trouble: Trouble };

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html */
const CLOCK_SKEW_NAMES = ['RequestExpired', 'RequestInTheFuture', 'RequestTimeTooSkewed'];
const CLOCK_SKEW_TEXT = /\bSignature (expired|not yet current)\b|\bRequest timestamp\b.*\btoo (old|skewed)\b/;

/** What an aborted request throws, and what aborts it. */
const GIVEN_UP_NAMES = ['AbortError', 'DeadlineExceeded', 'TimeoutError'];

/** Waits for a promise and keeps its failure as a value; nothing is thrown. */
export async function attempt<T>(promise: Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await promise };
  } catch (error) {
    return { ok: false, trouble: troubleOf(error) };
  }
}

/** Names what went wrong with a call, from what the SDK threw. */
export function troubleOf(error: unknown): Trouble {
  const { name, message, httpStatus } = awsErrorFacts(error);
  const said = `${name}: ${message}`;
  if (isClockSkew(error)) return { cause: 'clock_skew', message: said };
  if (isThrottling(error)) return { cause: 'throttled', message: said };
  if (httpStatus !== undefined && httpStatus >= 500) return { cause: 'service_error', message: said };
  if (GIVEN_UP_NAMES.includes(name) || isTransient(error)) return { cause: 'no_answer', message: said };
  if (httpStatus === undefined && !isAccessDenied(error) && isNetworkFailure(error))
    return { cause: 'no_answer', message: said };
  return { cause: classifyDenial({ name, message }).cause, message: said };
}

/** The SDK corrects its clock from the answer, so that one repetition is enough where it can be corrected. */
export const clockSkew: RetryPolicy = {
  name: 'clock skew',
  matches: isClockSkew,
  delayMs: backoff(100, 1, 100),
  limitMs: 150,
};

function isClockSkew(error: unknown): boolean {
  const { name, message } = awsErrorFacts(error);
  return CLOCK_SKEW_NAMES.includes(name) || CLOCK_SKEW_TEXT.test(message);
}

/** Node's own errors have a code such as `ENOTFOUND`; AWS's have none. */
function isNetworkFailure(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
