import * as v from 'valibot';
import type { Owner } from '../integration/spec';
import { type Settings, type SettingValue, settingNames } from '../registration/settings';
import { existingRegistrationModes, type RegistrationSpec } from '../registration/spec';
import { show } from '../runtime/text';
import { UserError } from '../runtime/user-error';
import { PARAMETER_MAX_BYTES, type ParameterStore } from './parameter-store';
import { ownerSchema, parseStored, textsSchema, valueIn } from './parse';
import { storedText } from './stored-text';

const SCHEMA_VERSION = 1;

/** The prefix of every parameter that holds the record of a registration. Beside that of roles: those are listed by theirs. */
export const REGISTRATION_PREFIX = '/datadog-integration-registration';

const selectionSchema = v.union([
  v.strictObject({ include_all: v.literal(true) }),
  v.strictObject({ include_only: textsSchema }),
  v.strictObject({ exclude_only: textsSchema }),
]);
const filterSchema = v.union([
  v.strictObject({ of: v.string(), tags: textsSchema }),
  v.strictObject({ of: v.string(), include_only: textsSchema }),
  v.strictObject({ of: v.string(), exclude_only: textsSchema }),
]);
const valueSchema: v.GenericSchema<unknown, SettingValue> = v.union([
  v.boolean(),
  v.string(),
  textsSchema,
  selectionSchema,
  v.array(filterSchema),
]);
const settingsSchema: v.GenericSchema<unknown, Settings> = v.record(v.picklist(settingNames), valueSchema);

const specSchema: v.GenericSchema<unknown, RegistrationSpec> = v.object({
  partition: v.string(),
  accountId: v.pipe(v.string(), v.regex(/^\d{12}$/)),
  datadogSite: v.string(),
  settings: v.intersect([v.object({ RoleName: v.string() }), settingsSchema]),
  existingRegistration: v.picklist(existingRegistrationModes),
});

const schema = v.object({
  schemaVersion: v.literal(SCHEMA_VERSION),
  owner: ownerSchema,
  spec: specSchema,
  configId: v.optional(v.string()),
  intent: v.optional(v.object({ requestId: v.string(), at: v.number() })),
  before: settingsSchema,
  adopted: v.optional(v.literal(true)),
});

/** What is kept of a registration between events. It holds no secret: neither keys nor the external id. */
export interface RegistrationRecord {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly owner: Owner;
  readonly spec: RegistrationSpec;
  /** The account config id, as soon as it is known. */
  readonly configId?: string;
  /** What is written before the account is registered, when Datadog has said that it is not: for which event, and when. */
  readonly intent?: { readonly requestId: string; readonly at: number };
  /** Settings as they were before this resource gave them, where it has seen that. */
  readonly before: Settings;
  /** Set when the registration was there before, and Delete hands it back. */
  readonly adopted?: true;
}

export type RegistrationRecordContent = Omit<RegistrationRecord, 'schemaVersion'>;

/** A record of a registration that this version cannot read. */
export class UnreadableRegistrationRecord extends UserError {
  override readonly name = 'UnreadableRegistrationRecord';

  constructor(
    message: string,
    /** Whether a newer version of this project has written it. */
    readonly isNewer: boolean,
  ) {
    super(message);
  }
}

/** The parameter that holds the record of this resource: a stack's ARN ends with its name and a unique id. */
export function registrationParameterName({ stackId, logicalId }: Owner): string {
  const [, name = '', id = ''] = stackId.split('/');
  return `${REGISTRATION_PREFIX}/${name}/${id}/${logicalId}`;
}

/** The record of this resource; undefined when there is none. @throws UnreadableRegistrationRecord */
export async function readRegistration(
  store: ParameterStore,
  owner: Owner,
): Promise<RegistrationRecord | undefined> {
  const name = registrationParameterName(owner);
  const text = await store.read(name);
  return text === undefined ? undefined : parseRegistration(name, text);
}

/** The records of all registrations of this account and region. One that cannot be read is left out. */
export async function listRegistrations(store: ParameterStore): Promise<readonly RegistrationRecord[]> {
  const names = await store.namesBelow(REGISTRATION_PREFIX);
  const records = await Promise.all(
    names.map(async (name) => {
      const text = await store.read(name);
      try {
        return text === undefined ? [] : [parseRegistration(name, text)];
      } catch (error) {
        if (error instanceof UnreadableRegistrationRecord) return [];
        throw error;
      }
    }),
  );
  return records.flat();
}

/** @throws UnreadableRegistrationRecord naming the parameter, what is wrong with it and the way out */
export function parseRegistration(name: string, text: string): RegistrationRecord {
  const parsed = parseStored(text, schema);
  if (!parsed.ok) {
    const version = valueIn(text, 'schemaVersion');
    const isNewer = typeof version === 'number' && version > SCHEMA_VERSION;
    throw new UnreadableRegistrationRecord(
      isNewer
        ? `The SSM parameter ${name} has the schema version ${show(version)} and this version reads ${SCHEMA_VERSION}; deploy the newer version that wrote it.`
        : `The SSM parameter ${name} is not the record of a registration (${parsed.problem}); delete it, and update the stack.`,
      isNewer,
    );
  }
  const { configId, intent, adopted, ...record } = parsed.value;
  if (registrationParameterName(record.owner) !== name)
    throw new UnreadableRegistrationRecord(
      `The SSM parameter ${name} holds the record of another resource, ${show(record.owner.logicalId)} of ${show(record.owner.stackId)}; delete it, and update the stack of each.`,
      false,
    );
  return {
    ...record,
    ...(configId === undefined ? {} : { configId }),
    ...(intent === undefined ? {} : { intent }),
    ...(adopted === undefined ? {} : { adopted }),
  };
}

/** Writes the record, unless it already says the same. */
export async function writeRegistration(
  store: ParameterStore,
  content: RegistrationRecordContent,
  known: RegistrationRecordContent | undefined,
): Promise<void> {
  const text = recordText(content);
  if (known !== undefined && text === recordText(known)) return;
  await store.write(registrationParameterName(content.owner), text);
}

/** Says what is wrong when the spec is too large to be kept, with the numbers; undefined when it fits. */
export function registrationSizeProblem(content: RegistrationRecordContent): string | undefined {
  const bytes = Buffer.byteLength(recordText(content));
  if (bytes <= PARAMETER_MAX_BYTES) return undefined;
  return `The properties make a record of ${bytes} bytes and an SSM parameter holds ${PARAMETER_MAX_BYTES}: shorten AccountTags, Logs or Metrics by ${bytes - PARAMETER_MAX_BYTES} bytes.`;
}

function recordText(content: RegistrationRecordContent): string {
  const { owner, spec, configId, intent, before, adopted } = content;
  const inOneOrder = { owner, spec, configId, intent, before, adopted };
  return storedText({ schemaVersion: SCHEMA_VERSION, ...inOneOrder });
}
