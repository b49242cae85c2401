import { isSameOwner } from '../iam/ownership';
import { observeIdentity } from '../iam/role/observe';
import { isRoleOf } from './owning-stack';
import { NOT_CREATED_ID } from './physical-id';
import type { Session } from './session';
import { readStoredState, recordOf } from './stored-state';

/**
 * Whether a role that only the properties of a Delete name is in use: a stack that keeps its failed resources
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html) can be mended by an update, which
 * makes the role, gives it its own name as physical id, and has the id of the failure cleaned up at the end. CloudFormation
 * tells whether its resource is that role by now. Where it does not answer, the record tells, but of a Create that has said itself
 * that it made nothing only: one that was never answered may have written the record, and nobody else would remove its role.
 */
export async function isMadeSince(session: Session, roleName: string, physicalId: string): Promise<boolean> {
  const { access, owner } = session;
  const role = await observeIdentity(access.iam, access.call, roleName);
  if (role === null) return false;
  const isInUse = await isRoleOf(session, owner, role.name);
  if (isInUse !== undefined) return isInUse;
  if (physicalId !== NOT_CREATED_ID) return false;
  const record = recordOf(await readStoredState(session, roleName), role.roleId);
  return record !== undefined && isSameOwner(record.owner, owner);
}
