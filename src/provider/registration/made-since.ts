import type { DeleteRequest } from '../../custom-resource';
import type { RegistrationRecord } from '../../state/registration';
import { namedIn, REGISTRATION_NOT_CREATED_ID } from './physical-id';
import type { RegistrationSession } from './session';

/**
 * Whether what is on record is in use, though the physical id of a Delete names nothing: a stack that keeps its failed resources
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html) can be mended by an update, which
 * registers the account, and has the id of the failure cleaned up at the end. CloudFormation tells whether its resource has a registration
 * by now. Where it does not answer, the record tells, but of a Create that has said itself that it made nothing only: one that was
 * never answered may have written it.
 */
export async function isMadeSince(
  { operation, request }: RegistrationSession<DeleteRequest>,
  record: RegistrationRecord | undefined,
): Promise<boolean> {
  if (record === undefined) return false;
  const resource = await operation.resource();
  if (resource !== undefined) return namedIn(resource.physicalId ?? '') !== undefined;
  return request.physicalResourceId === REGISTRATION_NOT_CREATED_ID && record.configId !== undefined;
}
