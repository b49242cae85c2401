import { randomBytes } from 'node:crypto';

export interface PresignedUrlIdentity {
  readonly stackId: string;
  readonly logicalId: string;
  readonly requestId: string;
  readonly region: string;
  /** When it is made, in milliseconds since the epoch. Default: now. */
  readonly now?: number;
}

const EXPIRES_SECONDS = 7200;

/**
 * A ResponseURL in the form of a presigned S3 PUT. The signature is random: whoever shows it in a log, error or
 * record has leaked it from the event.
 */
export function presignedUrl(
  origin: string,
  { stackId, logicalId, requestId, region, now = Date.now() }: PresignedUrlIdentity,
): URL {
  const url = new URL(origin);
  // Slashes stay, as in every event that is quoted in public.
  const path = encodeURIComponent(`${stackId}|${logicalId}|${requestId}`);
  url.pathname = `/${path.replaceAll('%2F', '/')}`;
  const timestamp = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const accessKeyId = `AKIA${randomBytes(8).toString('hex').toUpperCase()}`;
  url.search = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Date': timestamp,
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Expires': String(EXPIRES_SECONDS),
    'X-Amz-Credential': `${accessKeyId}/${timestamp.slice(0, 8)}/${region}/s3/aws4_request`,
    'X-Amz-Signature': randomBytes(32).toString('hex'),
  }).toString();
  return url;
}
