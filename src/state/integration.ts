import * as v from 'valibot';
import { permissionSetNames } from '../datadog/permission-sets';
import { existingRoleModes, type IntegrationSpec, type Owner, selfTestModes } from '../integration/spec';
import { show } from '../runtime/text';
import { UserError } from '../runtime/user-error';
import { recordParameterName, roleNameIn } from './parameter-names';
import { PARAMETER_MAX_BYTES, type ParameterStore } from './parameter-store';
import { ownerSchema, parseStored, tagsSchema, textsSchema, valueIn } from './parse';
import { storedText } from './stored-text';

const SCHEMA_VERSION = 1;

const accountIdSchema = v.pipe(v.string(), v.regex(/^\d{12}$/));

const specSchema: v.GenericSchema<unknown, IntegrationSpec> = v.object({
  partition: v.string(),
  accountId: accountIdSchema,
  datadogSite: v.string(),
  datadogAccountId: accountIdSchema,
  externalId: v.string(),
  roleName: v.string(),
  path: v.string(),
  description: v.string(),
  maxSessionDurationSeconds: v.pipe(v.number(), v.integer()),
  permissionsBoundary: v.nullable(v.string()),
  tags: tagsSchema,
  permissions: v.picklist(permissionSetNames),
  // Records of version 0.1.0 are without it.
  excludeActions: v.optional(textsSchema, []),
  resourceCollection: v.boolean(),
  managedPolicyArns: textsSchema,
  regions: textsSchema,
  existingRole: v.picklist(existingRoleModes),
  selfTest: v.picklist(selfTestModes),
});

const schema = v.object({
  schemaVersion: v.literal(SCHEMA_VERSION),
  spec: specSchema,
  owner: ownerSchema,
  roleId: v.string(),
  selfTestPrincipals: textsSchema,
  adopted: v.optional(v.literal(true)),
  permissionsVersion: v.optional(v.string()),
});

/** What is kept of an integration between events; the validator starts from it. It holds no secret. */
export interface IntegrationRecord {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly spec: IntegrationSpec;
  readonly owner: Owner;
  /** IAM's unique id of the role: tells the role that was made from a later one of the same name. */
  readonly roleId: string;
  /** Whom the trust policy lets in to try the role, besides Datadog; empty with `SelfTest: Off`. */
  readonly selfTestPrincipals: readonly string[];
  /** Set when the role was there before, and Delete hands it back. */
  readonly adopted?: true;
  /** Date of the permission set that the role was given; absent in records that do not tell. */
  readonly permissionsVersion?: string;
}

/** A record that this version cannot read. */
export class UnreadableRecord extends UserError {
  override readonly name = 'UnreadableRecord';

  constructor(
    message: string,
    /** Set when a newer version of this project has written it: the role's unique id, as far as that is where it has always been. */
    readonly newer?: { readonly roleId: unknown },
  ) {
    super(message);
  }
}

/** The record of this role's integration, or undefined. @throws UnreadableRecord */
export async function readRecord(
  store: ParameterStore,
  roleName: string,
): Promise<IntegrationRecord | undefined> {
  const name = recordParameterName(roleName);
  const text = await store.read(name);
  return text === undefined ? undefined : parseRecord(name, text);
}

/** One integration of the account, as far as its record can be read. */
export type ListedRecord =
  | {
      readonly roleName: string;
      readonly record: IntegrationRecord;
      /** When it was written, in milliseconds since the Unix epoch; absent where SSM does not tell. */
      readonly recordedAt?: number;
    }
  | { readonly roleName: string; readonly problem: UnreadableRecord };

/** The record of one integration as `listRecords` would list it; undefined when there is none. */
export async function findRecord(store: ParameterStore, roleName: string): Promise<ListedRecord | undefined> {
  const name = recordParameterName(roleName);
  const found = await store.readVersion(name);
  return found === undefined ? undefined : listedRecord(name, found.text, found.modifiedAt);
}

/** The record that is in this parameter. */
export function listedRecord(parameterName: string, text: string, recordedAt?: number): ListedRecord {
  const roleName = roleNameIn(parameterName);
  try {
    const record = parseRecord(parameterName, text);
    return { roleName, record, ...(recordedAt === undefined ? {} : { recordedAt }) };
  } catch (error) {
    if (error instanceof UnreadableRecord) return { roleName, problem: error };
    throw error;
  }
}

/** Writes the record, unless it already says the same. */
export async function writeRecord(
  store: ParameterStore,
  content: Omit<IntegrationRecord, 'schemaVersion'>,
  known: IntegrationRecord | undefined,
): Promise<void> {
  const text = recordText(content);
  if (known !== undefined && text === recordText(known)) return;
  await store.write(recordParameterName(content.spec.roleName), text);
}

/** Says what is wrong when the spec is too large to be kept, with the numbers; undefined when it fits. */
export function recordSizeProblem(content: Omit<IntegrationRecord, 'schemaVersion'>): string | undefined {
  const bytes = Buffer.byteLength(recordText(content));
  if (bytes <= PARAMETER_MAX_BYTES) return undefined;
  return `The properties make a record of ${bytes} bytes and an SSM parameter holds ${PARAMETER_MAX_BYTES}: shorten Tags, Description, Regions, ManagedPolicyArns or ExcludeActions by ${bytes - PARAMETER_MAX_BYTES} bytes.`;
}

function recordText(content: Omit<IntegrationRecord, 'schemaVersion'>): string {
  const { spec, owner, roleId, selfTestPrincipals, adopted, permissionsVersion } = content;
  const inOneOrder = { spec, owner, roleId, selfTestPrincipals, adopted, permissionsVersion };
  return storedText({ schemaVersion: SCHEMA_VERSION, ...inOneOrder });
}

/** @throws UnreadableRecord naming the parameter, what is wrong with it and the way out */
function parseRecord(name: string, text: string): IntegrationRecord {
  const version = valueIn(text, 'schemaVersion');
  const parsed = parseStored(text, schema);
  if (!parsed.ok) {
    const isNewer = typeof version === 'number' && version > SCHEMA_VERSION;
    throw new UnreadableRecord(
      `The SSM parameter ${name} ${problemOf(version, parsed.problem)}`,
      isNewer ? { roleId: valueIn(text, 'roleId') } : undefined,
    );
  }
  const { adopted, permissionsVersion, ...record } = parsed.value;
  const named = roleNameIn(name);
  if (record.spec.roleName !== named) {
    throw new UnreadableRecord(
      `The SSM parameter ${name} holds the record of another role, ${show(record.spec.roleName)} instead of ${show(named)}; delete it, and update the stack of each.`,
    );
  }
  return {
    ...record,
    ...(adopted === undefined ? {} : { adopted }),
    ...(permissionsVersion === undefined ? {} : { permissionsVersion }),
  };
}

function problemOf(version: unknown, problem: string): string {
  if (version === SCHEMA_VERSION)
    return `lacks a part of the record, or has one that is wrong (${problem}); delete it, and update the stack.`;
  if (version === undefined) return `is not a record (${problem}); delete it, and update the stack.`;
  return `has the schema version ${show(version)} and this version reads ${SCHEMA_VERSION}; deploy the newer version that wrote it, or delete it and update the stack.`;
}
