import type { IncomingHttpHeaders } from 'node:http';

/** An HTTP request, read to its end. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** What becomes of a connection: an answer, a break, or nothing at all. */
export type Outcome = HttpAnswer | 'drop' | 'hang';
