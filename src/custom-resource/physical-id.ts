import { jsonTextBytes } from '../runtime/text';
import type { ResourceRequest } from './request';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html */
export const MAX_PHYSICAL_ID_BYTES = 1024;

/** Whether CloudFormation takes `value` as a physical id. Counted as JSON, which is how the reply carries it. */
export function isPhysicalId(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && jsonTextBytes(value) <= MAX_PHYSICAL_ID_BYTES;
}

/** Returns `id`; throws a `RangeError` that says what is wrong when CloudFormation would not take it. */
export function checkPhysicalId(id: string): string {
  if (isPhysicalId(id)) return id;
  throw new RangeError(
    id === ''
      ? 'the physical id is empty; CloudFormation needs one that is not'
      : `the physical id takes ${jsonTextBytes(id)} bytes; CloudFormation allows ${MAX_PHYSICAL_ID_BYTES}`,
  );
}

/**
 * The physical id that a FAILED reply carries: of an Update or Delete the existing one, of a Create the claimed one,
 * or `notCreatedId` when nothing has been made. It depends on nothing else, so a repeat carries the same.
 */
export function failureId(
  request: ResourceRequest,
  claimed: string | undefined,
  notCreatedId: string,
): string {
  return request.physicalResourceId ?? claimed ?? notCreatedId;
}
