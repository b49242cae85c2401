import { HttpRequest } from '@smithy/core/transport';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { ApiEndpoint } from './endpoint';
import type { Keys } from './keys';

/** One request, before anybody has put a key to it. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** From `/api/` on. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
}

export interface ApiAnswer {
  readonly status: number;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Sends one request, once. Rejects when there is no whole answer. */
export type Send = (request: ApiRequest, keys: Keys | undefined, signal: AbortSignal) => Promise<ApiAnswer>;

const CONNECTION_TIMEOUT_MS = 3_000;
/** As much as the list of ten thousand accounts takes, twice. */
const MAX_ANSWER_BYTES = 64 * 1_024 * 1_024;

/**
 * Sends over the SDK's own HTTP handler, which keeps connections for the next request. Redirections are not followed: no key goes
 * to a host that nobody has named.
 *
 * https://docs.datadoghq.com/api/latest/authentication/
 */
export function createSend({ url }: ApiEndpoint, userAgent: string): Send {
  const handler = new NodeHttpHandler({ connectionTimeout: CONNECTION_TIMEOUT_MS });
  return async ({ method, path, query = {}, body }, keys, signal) => {
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const { response } = await handler.handle(
      new HttpRequest({
        method,
        protocol: url.protocol,
        hostname: url.hostname,
        ...(url.port === '' ? {} : { port: Number(url.port) }),
        path: `${url.pathname.replace(/\/$/, '')}${path}`,
        query: { ...query },
        headers: {
          accept: 'application/json',
          host: url.host,
          'user-agent': userAgent,
          ...(keys === undefined ? {} : { 'dd-api-key': keys.apiKey }),
          ...(keys?.applicationKey === undefined ? {} : { 'dd-application-key': keys.applicationKey }),
          ...(payload === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': String(payload.byteLength) }),
        },
        ...(payload === undefined ? {} : { body: payload }),
      }),
      { abortSignal: signal },
    );
    return {
      status: response.statusCode,
      headers: Object.fromEntries(
        Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), value]),
      ),
      text: await textOf(response.body, signal),
    };
  };
}

async function textOf(
  body: AsyncIterable<Uint8Array> & { destroy(): unknown },
  signal: AbortSignal,
): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  const giveUp = () => body.destroy();
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    for await (const part of body) {
      parts.push(part);
      bytes += part.byteLength;
      if (bytes > MAX_ANSWER_BYTES) throw new Error(`the answer has more than ${MAX_ANSWER_BYTES} bytes`);
    }
    signal.throwIfAborted();
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
  return Buffer.concat(parts).toString();
}
