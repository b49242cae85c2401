import { createServer } from 'node:http';
import type { Lambda } from '../sandbox/lambda/lambda';

/** Lambda's Invoke for a few functions, as far as whoever waits for an answer needs it. */
export interface LambdaEndpoint {
  /** For `AWS_ENDPOINT_URL_LAMBDA`. */
  readonly endpoint: string;
  /** Names and events of the invocations so far. */
  readonly invocations: readonly { readonly name: string; readonly event: unknown }[];
  close(): Promise<void>;
}

const INVOKE = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/**
 * Serves functions by their names. Nobody's permissions are looked at.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export async function serveLambda(functions: Readonly<Record<string, Lambda>>): Promise<LambdaEndpoint> {
  const invocations: { name: string; event: unknown }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const name = decodeURIComponent(INVOKE.exec(request.url ?? '')?.[1] ?? '');
    const called = functions[name];
    if (called === undefined) {
      response.writeHead(404, { 'x-amzn-errortype': 'ResourceNotFoundException' });
      response.end(JSON.stringify({ Type: 'User', Message: `Function not found: ${name}` }));
      return;
    }
    const event: unknown = JSON.parse(Buffer.concat(chunks).toString());
    invocations.push({ name, event });
    const [attempt] = (await called.invoke(event)).attempts;
    const { error, value } = attempt ?? {};
    response.writeHead(200, error === undefined ? {} : { 'x-amz-function-error': 'Unhandled' });
    response.end(
      JSON.stringify(error === undefined ? value : { errorType: error.name, errorMessage: error.message }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    invocations,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
