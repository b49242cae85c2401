import type { ResourceRequest } from '../custom-resource';
import { ADOPTED_TAG, ownerOf } from '../iam/ownership';
import { isBoundaryOfTemplate } from '../iam/role/boundary';
import type { ObservedIdentity } from '../iam/role/observed';
import type { StackFacts } from './operation-in-progress';
import { isConfirmed } from './restore';
import type { ProviderSettings } from './settings';
import { type StoredState, storedOf } from './stored-state';

/** What there is to judge by, besides the role. */
export interface Circumstances {
  readonly requestType: ResourceRequest['requestType'];
  readonly knownRoleName: string | undefined;
  /** Undefined where CloudFormation does not answer. */
  readonly stack: StackFacts | undefined;
}

/** Clocks of IAM and of CloudFormation differ. */
const CLOCKS_DIFFER_MS = 300_000;

/**
 * Why a role that seems to be this resource's cannot be one that it has made or adopted; undefined when it can. Tags,
 * parameters and events may be those of somebody who would have the provider change a role of others. Pure.
 *
 * - A role that was made here is younger than its stack, and has the provider's boundary from the first moment. Those of
 *   version 0.1.0 have none before their first Update: they are known by their tags together with the physical id, or
 *   because an update is rolled back to them.
 * - One that was adopted has an adoptable name, a snapshot, and a tag that confirms it, or is of version 0.1.0.
 */
export function notMadeHere(
  role: ObservedIdentity,
  { requestType, knownRoleName, stack }: Circumstances,
  stored: StoredState,
  { roleBoundaryArn, adoptableRoleNames }: Pick<ProviderSettings, 'roleBoundaryArn' | 'adoptableRoleNames'>,
): string | undefined {
  const before = storedOf(stored, role.roleId);
  const isMarked =
    before !== undefined && (isConfirmed(role, before) || role.tags[ADOPTED_TAG] === UNCONFIRMED);
  if (isMarked && adoptableRoleNames.includes(role.name)) return undefined;
  if (stack !== undefined && role.createdAt + CLOCKS_DIFFER_MS < stack.createdAt)
    return ADOPTED_TAG in role.tags
      ? `it is older than the stack, its tag ${ADOPTED_TAG} does not confirm what is stored of an adoption, or its name may not be adopted (${adoptableRoleNames.join(', ') || 'none may'}; parameter AdoptableRoleNames of the provider's template)`
      : 'it is older than the stack';
  const isTagged = ownerOf(role.tags) !== undefined;
  const isRolledBack = requestType === 'Update' && (stack?.status ?? ROLLING_BACK) === ROLLING_BACK;
  if (roleBoundaryArn === null || (isTagged && (role.name === knownRoleName || isRolledBack)))
    return undefined;
  const { permissionsBoundary: actual } = role;
  if (actual !== null && (actual === roleBoundaryArn || isBoundaryOfTemplate(actual))) return undefined;
  return `it does not have the boundary ${roleBoundaryArn}, under which this provider makes roles`;
}

const ROLLING_BACK = 'UPDATE_ROLLBACK_IN_PROGRESS';
/** The tag of roles that version 0.1.0 has adopted. */
const UNCONFIRMED = 'true';
