import type { ResourceRequest } from '../custom-resource';
import { ADOPTED_TAG, ownerOf } from '../iam/ownership';
import { isBoundaryOfTemplate } from '../iam/role/boundary';
import type { ObservedIdentity } from '../iam/role/observed';
import { isConfirmed } from '../state/adopted-role';
import type { ProviderSettings } from './settings';
import { ROLLING_BACK, type StackFacts } from './stack-order';
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
 * - One that was adopted has an adoptable name and the tag of an adoption, which confirms the snapshot where the physical
 *   id does not name the role yet. Where it does, nothing rests on the snapshot until the role is handed back.
 */
export function notMadeHere(
  role: ObservedIdentity,
  { requestType, knownRoleName, stack }: Circumstances,
  stored: StoredState,
  { roleBoundaryArn, adoptableRoleNames }: Pick<ProviderSettings, 'roleBoundaryArn' | 'adoptableRoleNames'>,
): string | undefined {
  const isKnown = role.name === knownRoleName;
  const before = storedOf(stored, role.roleId);
  const isMarked =
    (isKnown && ADOPTED_TAG in role.tags) || (before !== undefined && isConfirmed(role, before));
  if (isMarked && adoptableRoleNames.includes(role.name)) return undefined;
  if (stack !== undefined && role.createdAt + CLOCKS_DIFFER_MS < stack.createdAt)
    return `it is older than the stack${ADOPTED_TAG in role.tags ? notAdopted(role, adoptableRoleNames) : ''}`;
  const isTagged = ownerOf(role.tags) !== undefined;
  const isRolledBack = requestType === 'Update' && (stack?.status ?? ROLLING_BACK) === ROLLING_BACK;
  if (roleBoundaryArn === null || (isTagged && (isKnown || isRolledBack))) return undefined;
  const { permissionsBoundary: actual } = role;
  if (actual !== null && (actual === roleBoundaryArn || isBoundaryOfTemplate(actual))) return undefined;
  return `it does not have the boundary ${roleBoundaryArn}, under which this provider makes roles`;
}

function notAdopted({ name }: ObservedIdentity, adoptableRoleNames: readonly string[]): string {
  return adoptableRoleNames.includes(name)
    ? `, and its tag ${ADOPTED_TAG} does not confirm what is stored of an adoption`
    : `, and ${name} is no name that may be adopted: an administrator adds it to the parameter AdoptableRoleNames of the provider's template`;
}
