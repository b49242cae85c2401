import { recordParameterName } from './names';
import { PARAMETER_MAX_BYTES, type ParameterStore } from './parameter-store';
import type { IntegrationSpec, Owner } from './spec';

const SCHEMA_VERSION = 1;

/** What is kept of an integration between events; the validator starts from it. It holds no secret. */
export interface IntegrationRecord {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly spec: IntegrationSpec;
  readonly owner: Owner;
  /** IAM's unique id of the role: tells the role that was made from a later one of the same name. */
  readonly roleId: string;
}

/** A record that this version cannot read. */
export class UnreadableRecord extends Error {
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

function recordText({ spec, owner, roleId }: Omit<IntegrationRecord, 'schemaVersion'>): string {
  return JSON.stringify({ schemaVersion: SCHEMA_VERSION, spec, owner, roleId });
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
    typeof value.spec === 'object' &&
    value.spec !== null &&
    'owner' in value &&
    typeof value.owner === 'object' &&
    value.owner !== null &&
    'roleId' in value &&
    typeof value.roleId === 'string'
  );
}
