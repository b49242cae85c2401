import type { ResourceRequest } from '../custom-resource';
import type { ObservedIdentity } from '../iam/role/observed';
import type { StackFacts } from './operation-in-progress';
import { isConfirmed } from './restore';
import type { ProviderSettings } from './settings';
import { type StoredState, storedOf } from './stored-state';

/** What is known of an event without asking anybody who could have been deceived. */
export interface Circumstances {
  readonly requestType: ResourceRequest['requestType'];
  /** Undefined where CloudFormation does not answer. */
  readonly stack: StackFacts | undefined;
}

/** Clocks of IAM and of CloudFormation differ. */
const CLOCKS_DIFFER_MS = 300_000;

/**
 * Why a role that nothing but its tags calls this resource's cannot be one that it has made, or begun to adopt; undefined when it
 * can. Whoever may tag roles could otherwise hand over any role of a name that the provider may change. Pure.
 *
 * - A role that the provider makes has its boundary from the first moment, and is younger than its stack.
 * - One that it was about to adopt has an adoptable name, and a tag that confirms what was stored of it.
 * - In a rollback CloudFormation sends the state that it had: there, it was this resource's.
 */
export function notMadeHere(
  role: ObservedIdentity,
  { requestType, stack }: Circumstances,
  stored: StoredState,
  { roleBoundaryArn, adoptableRoleNames }: Pick<ProviderSettings, 'roleBoundaryArn' | 'adoptableRoleNames'>,
): string | undefined {
  if (requestType === 'Update' && (stack === undefined || stack.status === 'UPDATE_ROLLBACK_IN_PROGRESS'))
    return undefined;
  const before = storedOf(stored, role.roleId);
  if (before !== undefined && isConfirmed(role, before) && adoptableRoleNames.includes(role.name))
    return undefined;
  if (stack !== undefined && role.createdAt + CLOCKS_DIFFER_MS < stack.createdAt)
    return 'it is older than the stack';
  if (roleBoundaryArn !== null && role.permissionsBoundary !== roleBoundaryArn)
    return `it does not have the boundary ${roleBoundaryArn}, under which this provider makes roles`;
  return undefined;
}
