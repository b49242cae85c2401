import type { DeleteRequest, UpdateRequest } from '../custom-resource';

/** The physical id of a resource that was never made. No role can have this name, because of the colon. */
export const NOT_CREATED_ID = 'datadog-integration-role:not-created';

/** Of a long stack name and of a long logical id CloudFormation keeps at least this much. */
const KEPT_CHARACTERS = 24;

/**
 * Whether CloudFormation has made the physical id up, because Create was never answered: the stack's name, the logical id
 * and a random part (https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1814). The random part
 * was of capitals and digits once, and has small letters now: only the logical id before it tells it from a role's name.
 */
export function isMadeUpId({
  physicalResourceId,
  stack,
  logicalResourceId,
}: UpdateRequest | DeleteRequest): boolean {
  const [, stackPart = '', logicalPart = ''] =
    /^(.+)-([^-]+)-[0-9A-Za-z]{12,13}$/.exec(physicalResourceId) ?? [];
  return isKeptOf(stack.name, stackPart) && isKeptOf(logicalResourceId, logicalPart);
}

/** Whether the physical id is of a Create that failed or was never answered, so that it names no role. */
export function namesNothing(request: UpdateRequest | DeleteRequest): boolean {
  return request.physicalResourceId === NOT_CREATED_ID || isMadeUpId(request);
}

function isKeptOf(name: string, part: string): boolean {
  return name.startsWith(part) && part.length >= Math.min(name.length, KEPT_CHARACTERS);
}
