import type { CustomResourceRequest } from './request';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html */
export interface CustomResourceReply {
  readonly status: 'SUCCESS' | 'FAILED';
  readonly reason: string | undefined;
  readonly physicalId: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What CloudFormation reads out of a stored response: a reply, or the reason why it fails the resource. */
export type ReadResponse =
  | { readonly valid: true; readonly reply: CustomResourceReply }
  | { readonly valid: false; readonly fault: string };

const RESPONSE_MAX_BYTES = 4096;
const PHYSICAL_ID_MAX_BYTES = 1024;
const ECHOED = ['StackId', 'RequestId', 'LogicalResourceId'] as const;

/**
 * Checks a body against the request it answers. S3 takes any body; it is CloudFormation that then fails the
 * resource. "Response object is too long." and "Invalid PhysicalResourceId" are its own words, the others ours.
 */
export function readResponse(body: string, request: CustomResourceRequest): ReadResponse {
  if (Buffer.byteLength(body) > RESPONSE_MAX_BYTES) return invalid('Response object is too long.');
  const response = parseObject(body);
  if (response === undefined) return invalid('Invalid response: the body is not a JSON object');

  const {
    Status: status,
    Reason: reason,
    PhysicalResourceId: physicalId,
    Data: data,
    NoEcho: noEcho,
  } = response;
  if (status !== 'SUCCESS' && status !== 'FAILED')
    return invalid(`Invalid response: Status is ${JSON.stringify(status)}, not SUCCESS or FAILED`);
  for (const field of ECHOED)
    if (response[field] !== request[field])
      return invalid(`Invalid response: ${field} is not the one of the request`);
  if (
    typeof physicalId !== 'string' ||
    physicalId === '' ||
    Buffer.byteLength(physicalId) > PHYSICAL_ID_MAX_BYTES
  )
    return invalid('Invalid PhysicalResourceId');
  if (reason !== undefined && typeof reason !== 'string')
    return invalid('Invalid response: Reason is not a string');
  if (status === 'FAILED' && !reason) return invalid('Invalid response: FAILED without a Reason');
  if (data !== undefined && !isObject(data)) return invalid('Invalid response: Data is not an object');
  if (noEcho !== undefined && typeof noEcho !== 'boolean')
    return invalid('Invalid response: NoEcho is not a boolean');

  return { valid: true, reply: { status, reason, physicalId, data: data ?? {} } };
}

function invalid(fault: string): ReadResponse {
  return { valid: false, fault };
}

function parseObject(body: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
