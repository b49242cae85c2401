import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { ADOPTED_TAG, isSameOwner, tagsOfOthers } from '../iam/ownership';
import { type RoleBeforeAdoption, roleBeforeAdoption } from '../iam/role/before-adoption';
import { INLINE_POLICY_NAME } from '../iam/role/desired';
import type { ObservedIdentity } from '../iam/role/observed';
import type { Owner } from '../integration/spec';
import { parseDocument } from '../policy/parse';
import { UserError } from '../runtime/user-error';
import { adoptedRoleParameterName } from './parameter-names';
import { PARAMETER_MAX_BYTES, type ParameterStore } from './parameter-store';
import { ownerSchema, parseStored, tagsSchema, textsSchema } from './parse';
import { storedText } from './stored-text';

const SCHEMA_VERSION = 1;

const schema = v.object({
  schemaVersion: v.literal(SCHEMA_VERSION),
  owner: ownerSchema,
  found: v.object({
    roleId: v.string(),
    description: v.string(),
    maxSessionDurationSeconds: v.pipe(v.number(), v.integer()),
    permissionsBoundary: v.nullable(v.string()),
    trustPolicy: documentSchema(),
    tags: tagsSchema,
    inlinePolicy: v.nullable(documentSchema()),
    otherInlinePolicyNames: v.optional(textsSchema),
    attachedPolicyArns: textsSchema,
  }),
});

/** What is stored of a role as it was before its adoption. */
export interface AdoptedRole {
  readonly before: RoleBeforeAdoption;
  /** Of the stored text. Only what the role's own tag confirms may be put back: writing tags takes a right in IAM. */
  readonly digest: string;
}

/** A role that is too large to be stored as it was before its adoption. */
export class AdoptionTooLarge extends UserError {
  override readonly name = 'AdoptionTooLarge';
}

/** Something else stands where a role was stored as it was before its adoption. */
export class UnreadableAdoptedRole extends UserError {
  override readonly name = 'UnreadableAdoptedRole';
}

/**
 * What has to be stored of a role before it is adopted; the same text for the same role, whoever writes it. Pure.
 *
 * @throws AdoptionTooLarge with the numbers when it does not fit an SSM parameter
 */
export function adoptedRoleText(role: ObservedIdentity, owner: Owner): string {
  const { tags, attachedPolicyArns, otherInlinePolicyNames = [], ...before } = roleBeforeAdoption(role);
  const inOrder = Object.fromEntries(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)));
  const { stackId, logicalId } = owner;
  const text = storedText({
    schemaVersion: SCHEMA_VERSION,
    owner: { stackId, logicalId },
    found: {
      ...before,
      otherInlinePolicyNames: [...otherInlinePolicyNames],
      attachedPolicyArns: [...attachedPolicyArns].sort(),
      tags: inOrder,
    },
  } satisfies v.InferOutput<typeof schema>);
  const bytes = Buffer.byteLength(text);
  if (bytes <= PARAMETER_MAX_BYTES) return text;
  throw new AdoptionTooLarge(
    `The role ${role.name} cannot be adopted: what has to be kept to hand it back takes ${bytes} bytes and an SSM parameter holds ${PARAMETER_MAX_BYTES}. Shorten its tags or its inline policy ${INLINE_POLICY_NAME} first.`,
  );
}

/**
 * Whether the role's own tag confirms what is stored of how it was before: whoever may write the parameter could have
 * anything put on the role otherwise.
 */
export function isConfirmed(
  { tags }: Pick<ObservedIdentity, 'tags'>,
  { digest }: Pick<AdoptedRole, 'digest'>,
): boolean {
  return tags[ADOPTED_TAG] === digest;
}

/** The digest of a stored text, as it stands in the role's tag. */
export function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/**
 * What this owner stored when it adopted the role; undefined when it did not; the problem where the parameter holds
 * something else, which is for those to throw who need it.
 */
export async function readAdoptedRole(
  store: ParameterStore,
  roleName: string,
  owner: Owner,
): Promise<AdoptedRole | UnreadableAdoptedRole | undefined> {
  const name = adoptedRoleParameterName(roleName);
  const text = await store.read(name);
  if (text === undefined) return undefined;
  const parsed = parseStored(text, schema);
  if (!parsed.ok) {
    return new UnreadableAdoptedRole(
      `The SSM parameter ${name}, which says how the role was before it was adopted, cannot be read (${parsed.problem}): put back the version that can be, from its history: aws ssm get-parameter-history --name ${name}.`,
    );
  }
  const { owner: writer, found } = parsed.value;
  if (!isSameOwner(writer, owner)) return undefined;
  const { otherInlinePolicyNames: names, ...kept } = found;
  const before = {
    ...kept,
    ...(names === undefined ? {} : { otherInlinePolicyNames: names }),
    tags: tagsOfOthers(kept.tags),
  };
  return { before, digest: digestOf(text) };
}

/** JSON text of an IAM document that can be read to its end. */
function documentSchema() {
  return v.pipe(
    v.string(),
    v.check((text) => {
      try {
        parseDocument(text);
        return true;
      } catch {
        return false;
      }
    }, 'it is not a policy document'),
  );
}
