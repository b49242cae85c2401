import type { Sandbox } from '../sandbox';

/**
 * Puts a bucket (`bucket`) or an object (`bucket/key`) into the sandbox's S3, as whoever has the access key. A bucket may be there
 * already.
 *
 * @returns its URL
 * @throws Error what S3 answers
 */
export async function putIntoS3(
  { endpoint }: Sandbox,
  path: string,
  body: string | Buffer = '',
  accessKeyId = '123456789012',
): Promise<string> {
  const url = `${endpoint}/${path}`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/s3/aws4_request`;
  const answer = await fetch(url, { method: 'PUT', body, headers: { authorization } });
  if (!answer.ok && answer.status !== CONFLICT) throw new Error(await answer.text());
  return url;
}

const CONFLICT = 409;
