import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What a function made of an event. */
export interface Answer {
  readonly failed: boolean;
  /** JSON: what the handler returned, or what it threw. */
  readonly body: string;
}

/** Lambda's Runtime API for one function, on loopback: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html */
export interface RuntimeApi {
  /** For `AWS_LAMBDA_RUNTIME_API`: host and port. */
  readonly address: string;
  /** Hands an event to the runtime, and waits for what becomes of it; one after the other. */
  invoke(event: unknown): Promise<Answer>;
  /** Ends all that wait for an answer. */
  close(reason: string): Promise<void>;
}

interface Waiting {
  readonly id: string;
  readonly event: string;
  readonly resolve: (answer: Answer) => void;
}

const VERSION = '/2018-06-01/runtime';
const ENDING = new RegExp(`^${VERSION}/(?:invocation/([^/]+)/(response|error)|init/(error))$`);

export async function serveRuntimeApi(functionArn: string, timeoutMs: number): Promise<RuntimeApi> {
  const waiting: Waiting[] = [];
  const running = new Map<string, Waiting>();
  let idle: ServerResponse | undefined;

  function handOver(): void {
    if (idle === undefined) return;
    const next = waiting.shift();
    if (next === undefined) return;
    running.set(next.id, next);
    idle.writeHead(200, {
      'content-type': 'application/json',
      // AWS's client reads no other bodies: it crashes on a chunked one.
      'content-length': String(Buffer.byteLength(next.event)),
      'Lambda-Runtime-Aws-Request-Id': next.id,
      'Lambda-Runtime-Deadline-Ms': String(Date.now() + timeoutMs),
      'Lambda-Runtime-Invoked-Function-Arn': functionArn,
    });
    idle.end(next.event);
    idle = undefined;
  }

  function endAll(body: string): void {
    for (const { resolve } of [...running.values(), ...waiting.splice(0)]) resolve({ failed: true, body });
    running.clear();
  }

  const server = createServer(async (request, response) => {
    if (request.url === `${VERSION}/invocation/next`) {
      idle = response;
      handOver();
      return;
    }
    const [, id = '', ending, initError] = ENDING.exec(request.url ?? '') ?? [];
    const body = await bodyOf(request);
    if (initError !== undefined) endAll(body);
    running.get(id)?.resolve({ failed: ending !== 'response', body });
    running.delete(id);
    response.writeHead(202).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the Runtime API has no port');
  return {
    address: `127.0.0.1:${address.port}`,
    invoke: (event) =>
      new Promise((resolve) => {
        waiting.push({ id: randomUUID(), event: JSON.stringify(event), resolve });
        handOver();
      }),
    close: async (reason) => {
      endAll(reason);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
