import type { IncomingMessage, ServerResponse } from 'node:http';

/** An error of https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export interface S3Error {
  readonly status: number;
  readonly code: string;
}

export const ACCESS_DENIED: S3Error = { status: 403, code: 'AccessDenied' };

/** What S3 refuses at a URL presigned for a PUT without a content type; undefined when it would store the body. */
export function refusalOf(message: IncomingMessage, sent: URL, presigned: URL): S3Error | undefined {
  const { 'content-type': contentType = '', 'transfer-encoding': transferEncoding } = message.headers;
  // Anything that was not signed gives another signature than the one in the URL.
  if (message.method !== 'PUT' || contentType !== '' || sent.search !== presigned.search)
    return { status: 403, code: 'SignatureDoesNotMatch' };
  if (transferEncoding !== undefined) return { status: 501, code: 'NotImplemented' };
  if (message.headers['content-length'] === undefined) return { status: 411, code: 'MissingContentLength' };
  return undefined;
}

/** Answers as S3 does: nothing but the status, or an XML error. */
export function answer(response: ServerResponse, { status, code }: { status: number; code?: string }): void {
  const body =
    code === undefined ? '' : `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`;
  response.writeHead(status, { 'content-length': Buffer.byteLength(body) }).end(body);
}
