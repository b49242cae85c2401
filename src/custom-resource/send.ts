import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Clock } from '../runtime/clock';
import { type Deadline, startDeadline } from '../runtime/deadline';
import { backoff, type RetryContext, type RetryPolicy, retry } from '../runtime/retry';

/** How long and how often a reply is tried, in milliseconds. */
export interface SendLimits {
  /** The most that one attempt may take. */
  readonly attemptMs: number;
  /** The wait after the first failed attempt; it doubles from then on. */
  readonly firstWaitMs: number;
  /** For how long an answer that refuses the reply is tried again: a clock that is off may yet come right. */
  readonly refusedMs: number;
  /** For how long anything else is tried again. */
  readonly unreachableMs: number;
}

const SEND_LIMITS: SendLimits = {
  attemptMs: 10_000,
  firstWaitMs: 200,
  refusedMs: 10_000,
  unreachableMs: 60_000,
};
const MAX_WAIT_MS = 5000;

/** Even with no time left one attempt is made, for Lambda's own limit may be later than ours. */
const MIN_ATTEMPT_MS = 250;

/** The answer to a PUT when it is not a success. */
export class ReplyRefused extends Error {
  override readonly name = 'ReplyRefused';
  /** Whether the request itself was refused (expired, not allowed): another delivery of the event meets the same. */
  readonly isFinal: boolean;

  constructor(status: number) {
    super(`the reply's PUT was answered with HTTP status ${status}`);
    this.isFinal = status < 500;
  }
}

/** Delivers a reply's body to the presigned URL, or throws the last attempt's error, in which the URL is not. */
export type SendReply = (url: URL, body: string, context: RetryContext) => Promise<void>;

/**
 * PUTs `body` to the presigned URL; a status other than 2xx is a failure. Tries again with jittered exponential
 * backoff while `context.deadline` has time left, its reserve included. An attempt gets at most half of that time, so
 * that one which hangs leaves room for the next.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */
export async function sendReply(
  url: URL,
  body: string,
  context: RetryContext,
  limits: SendLimits = SEND_LIMITS,
): Promise<void> {
  const deadline = startDeadline(context.clock, context.deadline.left(), 0);
  try {
    await retry({ ...context, deadline }, retryPolicies(limits), () =>
      put(url, body, context.clock, attemptMs(deadline, limits)),
    );
  } finally {
    deadline.stop();
  }
}

function retryPolicies(limits: SendLimits): RetryPolicy[] {
  const delayMs = backoff(limits.firstWaitMs, 2, MAX_WAIT_MS);
  return [
    { name: 'reply refused', matches: isFinalRefusal, delayMs, limitMs: limits.refusedMs },
    { name: 'reply undelivered', matches: () => true, delayMs, limitMs: limits.unreachableMs },
  ];
}

/** Whether `error` says that no repetition of the event will get its reply accepted. */
export function isFinalRefusal(error: unknown): boolean {
  return error instanceof ReplyRefused && error.isFinal;
}

function attemptMs(deadline: Deadline, limits: SendLimits): number {
  return Math.max(MIN_ATTEMPT_MS, Math.min(limits.attemptMs, deadline.left() / 2));
}

function put(url: URL, body: string, clock: Clock, timeoutMs: number): Promise<void> {
  const payload = Buffer.from(body);
  const timer = new AbortController();
  const attempt = new Promise<void>((resolve, reject) => {
    let answer: IncomingMessage | undefined;
    let failure = new Error('the connection was closed before the answer to the PUT');
    const note = (error: Error) => {
      failure = error;
    };
    const request = (url.protocol === 'https:' ? https : http).request(url, {
      method: 'PUT',
      // A connection kept open would be frozen with the function and break in the next invocation.
      agent: false,
      // The URL is signed for an empty content type; S3 answers 403 to any other.
      headers: { 'content-type': '', 'content-length': payload.byteLength },
    });
    request.on('error', note);
    request.on('response', (response) => {
      answer = response;
      response.on('error', note);
      response.resume();
    });
    // The status decides, also when the answer's body never ends or its connection breaks: S3 has the reply by then.
    request.on('close', () => {
      const status = answer?.statusCode;
      if (status === undefined) reject(failure);
      else if (status < 300) resolve();
      else reject(new ReplyRefused(status));
    });
    request.end(payload);
    clock.sleep(timeoutMs, timer.signal).then(
      () => request.destroy(new Error(`no answer to the reply's PUT within ${Math.round(timeoutMs)} ms`)),
      () => undefined,
    );
  });
  return attempt.finally(() => timer.abort());
}
