import { adoptionParameterName } from '../integration/names';
import { PARAMETER_MAX_BYTES, type ParameterStore } from '../integration/parameter-store';
import type { Owner } from '../integration/spec';
import { INLINE_POLICY_NAME } from './desired';
import type { ObservedIdentity } from './observed';

/** A role as it was before it was adopted: as much of it as this resource may change. */
export interface RoleAsFound {
  readonly roleId: string;
  readonly description: string;
  readonly maxSessionDurationSeconds: number;
  readonly permissionsBoundary: string | null;
  readonly trustPolicy: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The inline policy of the name that this resource uses, when there was one. */
  readonly inlinePolicy: string | null;
  readonly attachedPolicyArns: readonly string[];
}

interface Adoption {
  readonly schemaVersion: 1;
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
    tags: role.tags,
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
  const text = JSON.stringify({ schemaVersion: 1, owner, found } satisfies Adoption);
  const bytes = Buffer.byteLength(text);
  if (bytes > PARAMETER_MAX_BYTES) {
    throw new AdoptionTooLarge(
      `The role ${role.name} cannot be adopted: what has to be kept to hand it back takes ${bytes} bytes and an SSM parameter holds ${PARAMETER_MAX_BYTES}. Shorten its tags or its inline policy ${INLINE_POLICY_NAME} first.`,
    );
  }
  await store.write(adoptionParameterName(role.name), text);
  return found;
}

/** What this owner found when it adopted the role, or undefined when it did not, or nobody knows any more. */
export async function recallAdoption(
  store: ParameterStore,
  roleName: string,
  owner: Owner,
): Promise<RoleAsFound | undefined> {
  const text = await store.read(adoptionParameterName(roleName));
  if (text === undefined) return undefined;
  const adoption: Adoption = JSON.parse(text);
  const isOwn = adoption.owner.stackId === owner.stackId && adoption.owner.logicalId === owner.logicalId;
  return isOwn ? adoption.found : undefined;
}

/** White space counts against the parameter's size, and IAM keeps documents as people wrote them. */
function compact(document: string): string {
  return JSON.stringify(JSON.parse(document));
}

function compactOrNull(document: string | undefined): string | null {
  return document === undefined ? null : compact(document);
}
