import { isSameOwner, tagsOfOthers } from '../iam/ownership';
import { INLINE_POLICY_NAME } from '../iam/role/desired';
import type { ObservedIdentity } from '../iam/role/observed';
import { adoptionParameterName } from '../integration/names';
import type { Owner } from '../integration/spec';
import { PARAMETER_MAX_BYTES, type ParameterStore } from './parameter-store';

/** A role as it was before it was adopted: as much of it as this resource may change. */
export interface RoleAsFound {
  readonly roleId: string;
  readonly description: string;
  readonly maxSessionDurationSeconds: number;
  readonly permissionsBoundary: string | null;
  readonly trustPolicy: string;
  /** Without those that this project sets: what an earlier stack has left of them is never put back. */
  readonly tags: Readonly<Record<string, string>>;
  /** The inline policy of the name that this resource uses, when there was one. */
  readonly inlinePolicy: string | null;
  readonly attachedPolicyArns: readonly string[];
}

const SCHEMA_VERSION = 1;

interface Adoption {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly owner: Owner;
  readonly found: RoleAsFound;
}

/** A role that is too large to be kept as found. */
export class AdoptionTooLarge extends Error {
  override readonly name = 'AdoptionTooLarge';
}

export function asFound(role: ObservedIdentity): RoleAsFound {
  return {
    roleId: role.roleId,
    description: role.description,
    maxSessionDurationSeconds: role.maxSessionDurationSeconds,
    permissionsBoundary: role.permissionsBoundary,
    trustPolicy: compact(role.trustPolicy),
    tags: tagsOfOthers(role.tags),
    inlinePolicy: compactOrNull(role.inlinePolicies[INLINE_POLICY_NAME]),
    attachedPolicyArns: role.attachedPolicyArns,
  };
}

/**
 * Keeps what was found, before anything is changed.
 *
 * @throws AdoptionTooLarge with the numbers when it does not fit an SSM parameter
 */
export async function rememberAdoption(
  store: ParameterStore,
  role: ObservedIdentity,
  owner: Owner,
): Promise<RoleAsFound> {
  const found = asFound(role);
  const text = JSON.stringify({ schemaVersion: SCHEMA_VERSION, owner, found } satisfies Adoption);
  const bytes = Buffer.byteLength(text);
  if (bytes > PARAMETER_MAX_BYTES) {
    throw new AdoptionTooLarge(
      `The role ${role.name} cannot be adopted: what has to be kept to hand it back takes ${bytes} bytes and an SSM parameter holds ${PARAMETER_MAX_BYTES}. Shorten its tags or its inline policy ${INLINE_POLICY_NAME} first.`,
    );
  }
  const name = adoptionParameterName(role.name);
  if (await store.create(name, text)) return found;
  // Another delivery of the same event may have kept the role a moment before, and may be changing it by now.
  const kept = await recallAdoption(store, role.name, owner);
  if (kept?.roleId === role.roleId) return kept;
  await store.write(name, text);
  return found;
}

/** Something else stands where a role was kept as found. */
export class UnreadableAdoption extends Error {
  override readonly name = 'UnreadableAdoption';
}

/**
 * What this owner found when it adopted the role, or undefined when it did not, or nobody knows any more.
 *
 * @throws UnreadableAdoption
 */
export async function recallAdoption(
  store: ParameterStore,
  roleName: string,
  owner: Owner,
): Promise<RoleAsFound | undefined> {
  const name = adoptionParameterName(roleName);
  const text = await store.read(name);
  if (text === undefined) return undefined;
  const adoption = parseAdoption(name, text);
  return isSameOwner(adoption.owner, owner)
    ? { ...adoption.found, tags: tagsOfOthers(adoption.found.tags) }
    : undefined;
}

function parseAdoption(name: string, text: string): Adoption {
  let cause: unknown;
  try {
    const value: unknown = JSON.parse(text);
    if (isAdoption(value)) return value;
  } catch (error) {
    cause = error;
  }
  throw new UnreadableAdoption(
    `The SSM parameter ${name}, which says how the role was before it was adopted, cannot be read: restore it from its history, or delete it to give up handing the role back.`,
    { cause },
  );
}

/** The content is trusted from here on: only this resource writes it. */
function isAdoption(value: unknown): value is Adoption {
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

/** White space counts against the parameter's size, and IAM keeps documents as people wrote them. */
function compact(document: string): string {
  return JSON.stringify(JSON.parse(document));
}

function compactOrNull(document: string | undefined): string | null {
  return document === undefined ? null : compact(document);
}
