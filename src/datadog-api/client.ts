import * as v from 'valibot';
import { type RetryContext, retry } from '../runtime/retry';
import { withTimeout } from '../runtime/with-timeout';
import type { ApiEndpoint } from './endpoint';
import { type Asked, DatadogApiError, RateLimited, refusal, unanswered, unreadable } from './errors';
import type { KeySource, Keys } from './keys';
import { outage, rateLimit } from './retry-policies';
import type { ApiAnswer, ApiRequest, Send } from './send';

/** Datadog's HTTP API at one site, for the duration of one invocation. */
export interface DatadogApi {
  /** Host of the site, such as `datadoghq.eu`. */
  readonly site: string;
  /**
   * Sends a request until it is answered, and reads the answer by a schema. What is rate limited is sent again when Datadog says; what was
   * not answered, too, unless `once`.
   *
   * @throws DatadogApiError
   */
  ask<T>(request: ApiRequest, schema: v.GenericSchema<unknown, T>, options?: AskOptions): Promise<T>;
}

export interface AskOptions {
  /** Whether it must not be sent again when it may have been carried out. Default false. */
  readonly once?: boolean;
  /** Before each time that it is sent again: whether it still may be. It throws when not. */
  readonly beforeRepeating?: () => Promise<void>;
}

export interface DatadogApiOptions {
  readonly endpoint: ApiEndpoint;
  readonly send: Send;
  /** Undefined for what Datadog tells everybody. */
  readonly keys: KeySource | undefined;
  readonly context: RetryContext;
}

/** A request that has not been answered by then is given up. */
const ATTEMPT_MS = 10_000;

export function createDatadogApi({ endpoint, send, keys, context }: DatadogApiOptions): DatadogApi {
  const { site } = endpoint;

  async function attempt(asked: Asked, request: ApiRequest, withKeys: Keys | undefined): Promise<ApiAnswer> {
    try {
      return await withTimeout(context, ATTEMPT_MS, ({ deadline }) =>
        send(request, withKeys, deadline.signal),
      );
    } catch (cause) {
      context.deadline.signal.throwIfAborted();
      throw unanswered(asked, cause);
    }
  }

  /** Keys that are refused may have been exchanged meanwhile: those that are there now get one chance. */
  async function answerTo(asked: Asked, request: ApiRequest): Promise<ApiAnswer> {
    const used = await keys?.current();
    const answer = await attempt(asked, request, used);
    if (used === undefined || (answer.status !== 403 && answer.status !== 401)) return answer;
    const renewed = await keys?.renewed(used);
    return renewed === undefined ? answer : attempt(asked, request, renewed);
  }

  return {
    site,
    ask: async (request, schema, { once = false, beforeRepeating } = {}) => {
      const asked = { method: request.method, path: request.path, site };
      let tries = 0;
      return retry(context, once ? [rateLimit] : [rateLimit, outage], async () => {
        if (tries++ > 0) await beforeRepeating?.();
        return read(asked, await answerTo(asked, request), schema);
      });
    },
  };
}

function read<T>(asked: Asked, answer: ApiAnswer, schema: v.GenericSchema<unknown, T>): T {
  const { status, text, headers } = answer;
  if (status === 429) throw new RateLimited(asked, resetMs(headers['x-ratelimit-reset']));
  if (status >= 300 && status < 400) throw redirected(asked, answer);
  if (status >= 400) throw refusal(asked, status, text);
  let content: unknown;
  try {
    content = text === '' ? undefined : JSON.parse(text);
  } catch {
    throw unreadable(asked, status, text, 'it is not JSON');
  }
  const { success, output, issues } = v.safeParse(schema, content, { abortEarly: true });
  if (success) return output;
  const [issue] = issues;
  throw unreadable(asked, status, text, [v.getDotPath(issue), issue.message].filter(Boolean).join(': '));
}

function redirected(asked: Asked, { status, headers }: ApiAnswer): DatadogApiError {
  const { location = '' } = headers;
  const host = URL.canParse(location) ? ` to ${new URL(location).host}` : '';
  return new DatadogApiError(
    asked,
    `answered ${asked.method} ${asked.path} with ${status}, a redirection${host}, which is not followed. A proxy between the function and Datadog answers in its place: let it pass requests to this host.`,
    status,
  );
}

/** `X-RateLimit-Reset` is in seconds. */
function resetMs(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,6}(\.\d+)?$/.test(header) ? Number(header) * 1_000 : undefined;
}
