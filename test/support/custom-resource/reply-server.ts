import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the server treats one PUT: with a status, or in one of the ways in which a server can fail. */
export type Treatment =
  | number
  /** Never answers. */
  | 'hang'
  /** Breaks the connection while the request is being sent. */
  | 'reset'
  /** Answers 200 after a while. */
  | 'slow'
  /** Announces a body with its 200, and breaks the connection in the middle of it. */
  | 'reset in the body'
  /** Answers 200 with more than the connection's buffers hold. */
  | 'large body'
  /** Begins a body with its 200 that never ends. */
  | 'endless body';

export interface ReceivedPut {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly at: number;
}

export interface ReplyServer {
  readonly url: URL;
  readonly received: readonly ReceivedPut[];
  close(): Promise<void>;
}

const SLOW_MS = 60;
const LARGE_BYTES = 16 * 1024 * 1024;

/** A stand-in for the bucket behind a presigned URL; treats the PUTs in turn, and all further ones like the last. */
export async function startReplyServer(...treatments: [Treatment, ...Treatment[]]): Promise<ReplyServer> {
  const received: ReceivedPut[] = [];
  let count = 0;
  const server = createServer(async (request, response) => {
    const treatment = treatments[Math.min(count++, treatments.length - 1)];
    if (treatment === 'reset') {
      received.push(receivedPut(request, ''));
      request.socket.resetAndDestroy();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push(receivedPut(request, Buffer.concat(chunks).toString()));
    treat(response, treatment);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an AddressInfo, not the path of a pipe.
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}/reply?X-Amz-Signature=canary%2Bsignature`),
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function receivedPut(request: IncomingMessage, body: string): ReceivedPut {
  return { method: request.method, path: request.url, headers: request.headers, body, at: performance.now() };
}

function treat(response: ServerResponse, treatment: Treatment | undefined): void {
  switch (treatment) {
    case 'hang':
      return;
    case 'slow':
      setTimeout(() => response.end(), SLOW_MS);
      return;
    case 'reset in the body':
      response.writeHead(200, { 'content-length': 100 });
      response.write('half', () => response.socket?.resetAndDestroy());
      return;
    case 'large body':
      response.end(Buffer.alloc(LARGE_BYTES));
      return;
    case 'endless body':
      response.writeHead(200);
      response.write('and so on');
      return;
    default:
      response.writeHead(Number(treatment));
      response.end('<Error><Code>InTheBody</Code></Error>');
  }
}
