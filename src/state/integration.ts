import type { IntegrationSpec, Owner } from '../integration/spec';
import { UserError } from '../runtime/user-error';
import { recordParameterName, roleNameIn } from './parameter-names';
import { PARAMETER_MAX_BYTES, type ParameterStore } from './parameter-store';

const SCHEMA_VERSION = 1;

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
  | { readonly roleName: string; readonly record: IntegrationRecord }
  | { readonly roleName: string; readonly problem: UnreadableRecord };

/** The record of one integration as `listRecords` would list it; undefined when there is none. */
export async function findRecord(store: ParameterStore, roleName: string): Promise<ListedRecord | undefined> {
  const name = recordParameterName(roleName);
  const text = await store.read(name);
  return text === undefined ? undefined : listedRecord(name, text);
}

/** The record that is in this parameter. */
export function listedRecord(parameterName: string, text: string): ListedRecord {
  const roleName = roleNameIn(parameterName);
  try {
    return { roleName, record: parseRecord(parameterName, text) };
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
  return `The properties make a record of ${bytes} bytes and an SSM parameter holds ${PARAMETER_MAX_BYTES}: shorten Tags, Description, Regions or ManagedPolicyArns by ${bytes - PARAMETER_MAX_BYTES} bytes.`;
}

function recordText(content: Omit<IntegrationRecord, 'schemaVersion'>): string {
  const { spec, owner, roleId, selfTestPrincipals, adopted, permissionsVersion } = content;
  const inOneOrder = { spec, owner, roleId, selfTestPrincipals, adopted, permissionsVersion };
  return JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...inOneOrder });
}

function parseRecord(name: string, text: string): IntegrationRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UnreadableRecord(`The SSM parameter ${name} is not JSON; delete it, and update the stack.`, {
      cause,
    });
  }
  if (!isRecord(value)) {
    const version =
      typeof value === 'object' && value !== null && 'schemaVersion' in value
        ? value.schemaVersion
        : undefined;
    if (version === SCHEMA_VERSION)
      throw new UnreadableRecord(
        `The SSM parameter ${name} lacks a part of the record; delete it, and update the stack.`,
      );
    throw new UnreadableRecord(
      `The SSM parameter ${name} has the schema version ${JSON.stringify(version)} and this version reads ${SCHEMA_VERSION}; deploy the newer version that wrote it, or delete it and update the stack.`,
    );
  }
  return value;
}

function isRecord(value: unknown): value is IntegrationRecord {
  if (typeof value !== 'object' || value === null) return false;
  if (!('schemaVersion' in value) || value.schemaVersion !== SCHEMA_VERSION) return false;
  return (
    'spec' in value &&
    isSpec(value.spec) &&
    'owner' in value &&
    typeof value.owner === 'object' &&
    value.owner !== null &&
    'roleId' in value &&
    typeof value.roleId === 'string' &&
    'selfTestPrincipals' in value &&
    Array.isArray(value.selfTestPrincipals)
  );
}

/** As far as other code would stumble: what is in the lists and texts is trusted, as only this resource writes it. */
function isSpec(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const has = (key: string) => key in value;
  return (
    'tags' in value &&
    typeof value.tags === 'object' &&
    value.tags !== null &&
    'managedPolicyArns' in value &&
    Array.isArray(value.managedPolicyArns) &&
    'regions' in value &&
    Array.isArray(value.regions) &&
    ['roleName', 'path', 'externalId', 'permissions'].every(has)
  );
}
