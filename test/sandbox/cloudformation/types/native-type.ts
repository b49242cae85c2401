import type { InnerCall } from '../../machines';
import { RawAnswer } from '../../raw-answer';
import type { Answer, ResultFields, ResultValue } from '../../service';
import type { NativeProvider } from '../native-provider';
import type { Properties, PropertyValue } from '../request';

/** What makes resources of one type: with whose permissions, where, and under which names. */
export interface TypeContext {
  readonly call: InnerCall;
  readonly accountId: string;
  readonly partition: string;
  readonly region: string;
  /** Tags of the stack, which reach the resources of most types. */
  readonly tags: Readonly<Record<string, string>>;
  /** A name that nobody has yet, as CloudFormation makes one up. */
  newName(logicalId: string, mostCharacters: number): string;
}

export type NativeType = (context: TypeContext) => NativeProvider;

export type NativeTypes = Readonly<Record<string, NativeType>>;

/** A property that is a text, if it is there. */
export function textOf(properties: Properties, name: string): string | undefined {
  const value = properties[name];
  return typeof value === 'string' ? value : undefined;
}

export function requiredTextOf(properties: Properties, name: string): string {
  const value = textOf(properties, name);
  if (value === undefined) throw new Error(`Property ${name} is required`);
  return value;
}

/** A property that is a list of texts. */
export function textsOf(properties: Properties, name: string): string[] {
  const value = properties[name];
  return isList(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** A property that is a list of structures. */
export function structuresOf(properties: Properties, name: string): Properties[] {
  const value = properties[name];
  return isList(value) ? value.filter(isStructure) : [];
}

export function structureOf(properties: Properties, name: string): Properties | undefined {
  const value = properties[name];
  return value !== undefined && isStructure(value) ? value : undefined;
}

/** A document, as the text that services take. */
export function documentOf(properties: Properties, name: string): string {
  return JSON.stringify(properties[name]);
}

/** The tags of a resource, and those of its stack. */
export function tagsOf(properties: Properties, context: TypeContext): { Key: string; Value: string }[] {
  const own = structuresOf(properties, 'Tags').map(
    (tag) => [String(tag['Key']), String(tag['Value'])] as const,
  );
  return Object.entries({ ...context.tags, ...Object.fromEntries(own) }).map(([Key, Value]) => ({
    Key,
    Value,
  }));
}

/** The fields of an answer. */
export function fieldsOf(answer: Answer): ResultFields {
  if (answer === undefined || answer instanceof RawAnswer) return {};
  return answer;
}

export function textIn(fields: ResultFields, ...path: readonly string[]): string {
  let value: ResultValue = fields;
  for (const name of path) value = isFields(value) ? value[name] : undefined;
  return String(value ?? '');
}

function isFields(value: ResultValue): value is ResultFields {
  return (
    typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date) && !(value instanceof Map)
  );
}

function isList(value: PropertyValue | undefined): value is readonly PropertyValue[] {
  return Array.isArray(value);
}

function isStructure(value: PropertyValue): value is Properties {
  return typeof value === 'object' && !Array.isArray(value);
}
