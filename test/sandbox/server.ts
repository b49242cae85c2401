import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { gunzipSync, inflateSync } from 'node:zlib';
import { exchange, type Surroundings } from './exchange';

/** Such an answer has no length: https://www.rfc-editor.org/rfc/rfc9110#section-8.6 */
const NO_CONTENT = 204;
const LOOPBACK = '127.0.0.1';
/** Longer than any test: a connection that the server closes while idle is an error at the client's next call. */
const KEEP_ALIVE_MS = 600_000;

export interface RunningServer {
  readonly endpoint: string;
  /** Breaks all connections and frees the port. */
  stop(): Promise<void>;
}

/**
 * Serves the sandbox on loopback.
 *
 * @param port 0 takes any free one
 * @param pathOf the path that a request stands for, if not its own
 */
export async function serve(
  surroundings: Surroundings,
  port: number,
  pathOf: (path: string, host: string | undefined) => string = (path) => path,
): Promise<RunningServer> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0 }, (request, response) => {
    handle(surroundings, pathOf, request, response).catch((error: unknown) =>
      response.destroy(asError(error)),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    endpoint: `http://${LOOPBACK}:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function handle(
  surroundings: Surroundings,
  pathOf: (path: string, host: string | undefined) => string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const [path = '/', query] = (request.url ?? '/').split('?');
  const received = {
    method: request.method ?? '',
    path: pathOf(path, request.headers.host),
    query: new URLSearchParams(query),
    headers: request.headers,
    body: decoded(Buffer.concat(chunks), request.headers['content-encoding']),
  };
  const outcome = await exchange(surroundings, received, () => {
    // No answer: it only tells those who skip waits that it depends on what others do meanwhile.
    if (!response.destroyed) response.writeEarlyHints({ link: '<held>; rel=preload' });
  });
  if (outcome === 'hang') {
    // No answer: it only tells those who skip waits that none will come.
    response.writeProcessing();
    return;
  }
  if (outcome === 'drop') {
    request.socket.destroy();
    return;
  }
  response.writeHead(outcome.status, {
    ...(outcome.status === NO_CONTENT ? {} : { 'content-length': Buffer.byteLength(outcome.body) }),
    ...outcome.headers,
  });
  response.end(outcome.body);
}

/** Some clients compress large requests (cloudwatch:PutMetricData, Datadog's series). */
function decoded(body: Buffer, encoding: string | undefined): Buffer {
  if (encoding === 'gzip') return gunzipSync(body);
  return encoding === 'deflate' ? inflateSync(body) : body;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
