import type { DeleteRequest, UpdateRequest } from '../../custom-resource';
import { isMadeUpId } from '../physical-id';

/** The physical id of a registration that was never made. No account config id has a colon in it. */
export const REGISTRATION_NOT_CREATED_ID = 'datadog-integration-account:not-created';

const ADOPTED = 'adopted:';
const CONFIG_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * A registration as its physical id names it. Whether it was adopted stands in the id, which nobody but CloudFormation keeps: what was adopted
 * is never deleted, whatever somebody has written where records are.
 */
export interface NamedRegistration {
  readonly configId: string;
  readonly isAdopted: boolean;
}

export function physicalIdOf({ configId, isAdopted }: NamedRegistration): string {
  return isAdopted ? `${ADOPTED}${configId}` : configId;
}

/** What a physical id names; undefined where Create failed or was never answered. */
export function namedBy(request: UpdateRequest | DeleteRequest): NamedRegistration | undefined {
  return isMadeUpId(request) ? undefined : namedIn(request.physicalResourceId);
}

/** The same of an id of which it is known that CloudFormation has not made it up. */
export function namedIn(physicalId: string): NamedRegistration | undefined {
  const isAdopted = physicalId.startsWith(ADOPTED);
  const configId = isAdopted ? physicalId.slice(ADOPTED.length) : physicalId;
  return CONFIG_ID.test(configId) ? { configId, isAdopted } : undefined;
}
