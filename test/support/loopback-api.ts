import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the server got it. */
export interface TakenRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The body, read as JSON; undefined where there was none. */
  readonly body: unknown;
}

export interface LoopbackAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface LoopbackApi {
  /** Such as `http://127.0.0.1:40000`. */
  readonly url: string;
  readonly requests: TakenRequest[];
  close(): Promise<void>;
}

/** An HTTP API on this machine that answers in JSON. */
export async function startLoopbackApi(
  answer: (request: TakenRequest) => LoopbackAnswer | Promise<LoopbackAnswer>,
): Promise<LoopbackApi> {
  const requests: TakenRequest[] = [];
  const server = createServer(async (incoming, outgoing) => {
    let text = '';
    for await (const part of incoming) text += String(part);
    const request = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      headers: incoming.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
    requests.push(request);
    const { status, headers = {}, body } = await answer(request);
    outgoing.writeHead(status, { 'content-type': 'application/json', ...headers });
    outgoing.end(body === undefined ? '' : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
