import { awsErrorFacts, isAccessDenied, isClockSkew, isThrottling, isTransient } from '../aws/errors';
import { classifyDenial, type DenialCause } from './denial';

/** Why a call came to nothing. */
export type CallFailureCause =
  | DenialCause
  /** Our clock differs from AWS's by more than signatures allow. */
  | 'clock_skew'
  /** No answer, or none in time. */
  | 'no_answer'
  | 'service_error';

export interface CallFailure {
  readonly cause: CallFailureCause;
  readonly message: string;
  /** The policy that refuses, where AWS names it. */
  readonly policyArn?: string;
}

/** A result, or why there is none. */
export type Attempt<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: CallFailure };

/** What an aborted request throws, and what aborts it. */
const GIVEN_UP_NAMES = ['AbortError', 'DeadlineExceeded', 'TimeoutError'];

/** Waits for a promise and keeps its failure as a value; nothing is thrown. */
export async function attempt<T>(promise: Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await promise };
  } catch (error) {
    return { ok: false, failure: callFailureOf(error) };
  }
}

/** Names what went wrong with a call, from what the SDK threw. */
export function callFailureOf(error: unknown): CallFailure {
  const { name, message, httpStatus } = awsErrorFacts(error);
  const said = `${name}: ${message}`;
  if (isClockSkew(error)) return { cause: 'clock_skew', message: said };
  if (isThrottling(error)) return { cause: 'throttled', message: said };
  if (httpStatus !== undefined && httpStatus >= 500) return { cause: 'service_error', message: said };
  if (GIVEN_UP_NAMES.includes(name) || isTransient(error)) return { cause: 'no_answer', message: said };
  if (httpStatus === undefined && !isAccessDenied(error) && isNetworkFailure(error))
    return { cause: 'no_answer', message: said };
  return { ...classifyDenial({ name, message }), message: said };
}

/** Node's own errors have a code such as `ENOTFOUND`; AWS's have none. */
function isNetworkFailure(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
