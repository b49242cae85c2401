import type { CustomResource } from '../sandbox/cloudformation/deployment';
import { EXTERNAL_ID, RESOURCE_TYPE } from '../support/customer-account';
import { REGISTRATION_TYPE } from '../support/registration';

/** The custom resource that a story is about. */
export interface TestedResource {
  readonly type: string;
  /** What every deployment of it has besides its own. */
  readonly properties: CustomResource['properties'];
}

export const INTEGRATION_ROLE: TestedResource = {
  type: RESOURCE_TYPE,
  properties: { ExternalId: EXTERNAL_ID },
};
export const REGISTRATION_OF_ACCOUNT: TestedResource = { type: REGISTRATION_TYPE, properties: {} };
