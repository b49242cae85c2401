import { isSameOwner, tagsOfOthers } from '../iam/ownership';
import { type RoleBeforeAdoption, roleBeforeAdoption } from '../iam/role/before-adoption';
import { INLINE_POLICY_NAME } from '../iam/role/desired';
import type { ObservedIdentity } from '../iam/role/observed';
import type { Owner } from '../integration/spec';
import { UserError } from '../runtime/user-error';
import { adoptedRoleParameterName } from './parameter-names';
import { PARAMETER_MAX_BYTES, type ParameterStore } from './parameter-store';

const SCHEMA_VERSION = 1;

interface Adoption {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly owner: Owner;
  readonly found: RoleBeforeAdoption;
}

/** A role that is too large to be stored as it was before its adoption. */
export class AdoptionTooLarge extends UserError {
  override readonly name = 'AdoptionTooLarge';
}

/**
 * Keeps what was found, before anything is changed.
 *
 * @throws AdoptionTooLarge with the numbers when it does not fit an SSM parameter
 */
export async function storeRoleBeforeAdoption(
  store: ParameterStore,
  role: ObservedIdentity,
  owner: Owner,
): Promise<RoleBeforeAdoption> {
  const found = roleBeforeAdoption(role);
  const text = JSON.stringify({ schemaVersion: SCHEMA_VERSION, owner, found } satisfies Adoption);
  const bytes = Buffer.byteLength(text);
  if (bytes > PARAMETER_MAX_BYTES) {
    throw new AdoptionTooLarge(
      `The role ${role.name} cannot be adopted: what has to be kept to hand it back takes ${bytes} bytes and an SSM parameter holds ${PARAMETER_MAX_BYTES}. Shorten its tags or its inline policy ${INLINE_POLICY_NAME} first.`,
    );
  }
  const name = adoptedRoleParameterName(role.name);
  if (await store.create(name, text)) return found;
  // Another delivery of the same event may have kept the role a moment before, and may be changing it by now.
  const kept = await readRoleBeforeAdoption(store, role.name, owner);
  if (kept?.roleId === role.roleId) return kept;
  await store.write(name, text);
  return found;
}

/** Something else stands where a role was stored as it was before its adoption. */
export class UnreadableAdoptedRole extends UserError {
  override readonly name = 'UnreadableAdoptedRole';
}

/**
 * What this owner found when it adopted the role, or undefined when it did not, or nobody knows any more.
 *
 * @throws UnreadableAdoptedRole
 */
export async function readRoleBeforeAdoption(
  store: ParameterStore,
  roleName: string,
  owner: Owner,
): Promise<RoleBeforeAdoption | undefined> {
  const name = adoptedRoleParameterName(roleName);
  const text = await store.read(name);
  if (text === undefined) return undefined;
  const adoption = parseAdoptedRole(name, text);
  return isSameOwner(adoption.owner, owner)
    ? { ...adoption.found, tags: tagsOfOthers(adoption.found.tags) }
    : undefined;
}

function parseAdoptedRole(name: string, text: string): Adoption {
  let cause: unknown;
  try {
    const value: unknown = JSON.parse(text);
    if (isAdoptedRole(value)) return value;
  } catch (error) {
    cause = error;
  }
  throw new UnreadableAdoptedRole(
    `The SSM parameter ${name}, which says how the role was before it was adopted, cannot be read: restore it from its history, or delete it to give up handing the role back.`,
    { cause },
  );
}

/** The content is trusted from here on: only this resource writes it. */
function isAdoptedRole(value: unknown): value is Adoption {
  if (typeof value !== 'object' || value === null) return false;
  if (!('schemaVersion' in value) || value.schemaVersion !== SCHEMA_VERSION) return false;
  return (
    'owner' in value &&
    typeof value.owner === 'object' &&
    value.owner !== null &&
    'found' in value &&
    typeof value.found === 'object' &&
    value.found !== null
  );
}
