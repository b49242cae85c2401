import type { DeleteRequest } from '../custom-resource';

/** The physical id of a resource that was never made. No role can have this name, because of the colon. */
export const NOT_CREATED_ID = 'datadog-integration-role:not-created';

/** Of a long name CloudFormation keeps at least this much. */
const KEPT_CHARACTERS = 24;

/**
 * Whether CloudFormation has made the physical id up, because Create was never answered: the stack's name, the logical id
 * and a random part (https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1814).
 */
export function isMadeUpId({ physicalResourceId, stack }: DeleteRequest): boolean {
  const front = /^(.+)-[0-9A-Z]{12,13}$/.exec(physicalResourceId)?.[1] ?? '';
  return front.startsWith(`${stack.name}-`.slice(0, KEPT_CHARACTERS));
}
