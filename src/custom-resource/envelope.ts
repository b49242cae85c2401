import { show, showWhole } from '../runtime/text';
import { foreignStackProblem, type Origin } from './origin';
import { isPhysicalId, MAX_PHYSICAL_ID_BYTES } from './physical-id';
import { plainValue, Unreadable } from './plain-value';
import { type ReplyAddress, readReplyAddress } from './reply-address';
import { type CreateRequest, type DeleteRequest, parseStackId, type UpdateRequest } from './request';
import { sentAtOf } from './sent-at';
import { awaitedUntil, readServiceTimeout } from './time-limit';

type Fields = Readonly<Record<string, unknown>>;

/** An event that does not say where to reply, or to what. Its faults hold nothing of the event's content. */
export interface UnanswerableEnvelope {
  readonly kind: 'unanswerable';
  readonly faults: readonly string[];
}

/** An event that can only be answered FAILED. Its faults are sentences for the template's author. */
export interface RefusedEnvelope {
  readonly kind: 'refused';
  readonly replyTo: ReplyAddress;
  /** Undefined for a type that is not provided. */
  readonly resourceType: string | undefined;
  readonly serviceTimeoutSeconds: number | undefined;
  /** As it came: possibly none of the three. */
  readonly requestType: unknown;
  readonly physicalResourceId: string | undefined;
  readonly faults: readonly string[];
}

export interface AcceptedEnvelope {
  readonly kind: 'accepted';
  readonly replyTo: ReplyAddress;
  readonly resourceType: string;
  readonly serviceTimeoutSeconds: number | undefined;
  readonly request: CreateRequest | UpdateRequest | DeleteRequest;
}

const CLOUDFORMATIONS_OWN_PROPERTIES = new Set(['ServiceToken', 'ServiceTimeout']);

const FIELDS = [
  'RequestType',
  'ResponseURL',
  'StackId',
  'RequestId',
  'LogicalResourceId',
  'PhysicalResourceId',
  'ResourceType',
  'ResourceProperties',
  'OldResourceProperties',
];

/** Several times what any resource has. */
const MAX_PROPERTIES = 200;

/** Properties out of bounds that are named; of the others only the number is told. */
const MAX_NAMED = 5;

/**
 * Checks an event (any JSON, as Lambda hands it over) against CloudFormation's request fields and finds all its faults,
 * not only the first. Never throws.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html
 */
export function parseEnvelope(
  event: unknown,
  resourceTypes: readonly string[],
  origin: Origin = {},
): UnanswerableEnvelope | RefusedEnvelope | AcceptedEnvelope {
  const fields = readFields(event);
  const faults: string[] = [];
  const replyTo = readReplyAddress(fields, origin, faults);
  if (replyTo === undefined) return { kind: 'unanswerable', faults };

  const operation = readOperation(fields, faults);
  const { stackId, requestId, logicalResourceId } = replyTo;
  const stack = parseStackId(stackId);
  if (stack === undefined) faults.push(`StackId is ${showWhole(stackId)}, which is not the ARN of a stack`);
  const foreign = stack === undefined ? undefined : foreignStackProblem(stack, origin);
  if (foreign !== undefined) faults.push(foreign);
  const resourceType = resourceTypes.find((type) => type === fields['ResourceType']);
  if (resourceType === undefined)
    faults.push(
      `ResourceType ${isWhat(fields['ResourceType'])}, but the function behind this ServiceToken provides ` +
        `${resourceTypes.map((type) => `"${type}"`).join(' and ')} only: change the resource's Type, or its ServiceToken`,
    );
  // A Delete is not refused for its properties: what exists must stay removable, whatever the template says by now. Nor is
  // an Update for those before: after a refused Update they are the refused ones, and the stack has to get back.
  const lenient: string[] = [];
  const strict = fields['RequestType'] === 'Delete' ? lenient : faults;
  const properties = readProperties(fields, 'ResourceProperties', faults, strict);
  const isUpdate = fields['RequestType'] === 'Update';
  const oldProperties = isUpdate ? readProperties(fields, 'OldResourceProperties', faults, lenient) : {};
  const serviceTimeoutSeconds = readServiceTimeout(properties ?? {}, strict);

  if (!operation || !stack || !resourceType || !properties || !oldProperties || faults.length > 0)
    return {
      kind: 'refused',
      replyTo,
      resourceType,
      serviceTimeoutSeconds,
      requestType: fields['RequestType'],
      physicalResourceId: readPhysicalId(fields),
      faults,
    };
  const sentAt = sentAtOf(replyTo.responseUrl);
  const request = {
    sentAt,
    awaitedUntil: awaitedUntil(sentAt, serviceTimeoutSeconds),
    stackId,
    stack,
    requestId,
    logicalResourceId,
    resourceType,
    properties: authorsOwn(properties),
    oldProperties: authorsOwn(oldProperties),
    ...operation,
  };
  return { kind: 'accepted', replyTo, resourceType, request, serviceTimeoutSeconds };
}

type Operation =
  | { readonly requestType: 'Create' }
  | { readonly requestType: 'Update'; readonly physicalResourceId: string }
  | { readonly requestType: 'Delete'; readonly physicalResourceId: string };

function readOperation(fields: Fields, faults: string[]): Operation | undefined {
  const requestType = fields['RequestType'];
  if (requestType === 'Create') return { requestType };
  if (requestType !== 'Update' && requestType !== 'Delete') {
    faults.push(`RequestType ${isWhat(requestType)}; it must be Create, Update or Delete`);
    return undefined;
  }
  const physicalResourceId = readPhysicalId(fields);
  if (physicalResourceId !== undefined) return { requestType, physicalResourceId };
  faults.push(
    `PhysicalResourceId ${isWhat(fields['PhysicalResourceId'])}; ` +
      `${requestType} needs the id of the resource, a string of 1 to ${MAX_PHYSICAL_ID_BYTES} bytes`,
  );
  return undefined;
}

function readPhysicalId(fields: Fields): string | undefined {
  const id = fields['PhysicalResourceId'];
  return isPhysicalId(id) ? id : undefined;
}

/**
 * An event's properties, of which each is plain and within bounds; the others are left out and told in `outOfBounds`.
 * Undefined, and a fault, when there are none at all.
 */
function readProperties(
  fields: Fields,
  name: string,
  faults: string[],
  outOfBounds: string[],
): Fields | undefined {
  const value = fields[name];
  if (!isRecord(value)) {
    // The value is not shown: it may hold what the template's author marked NoEcho.
    faults.push(`${name} is ${value === undefined ? 'missing' : 'not an object'}; it must be an object`);
    return undefined;
  }
  let entries: [string, unknown][] = [];
  try {
    const names = Object.keys(value);
    if (names.length > MAX_PROPERTIES)
      outOfBounds.push(
        `${name} has ${names.length} properties; no resource has more than ${MAX_PROPERTIES}: remove those that it does not have`,
      );
    entries = names.slice(0, MAX_PROPERTIES).map((property) => [property, readField(value, property)]);
  } catch {
    outOfBounds.push(`${name} cannot be read; it must be an object`);
  }
  const unreadable = entries.filter(isUnreadable);
  for (const [property, { problem }] of unreadable.slice(0, MAX_NAMED))
    outOfBounds.push(`The property ${show(property)} ${problem}: write less`);
  if (unreadable.length > MAX_NAMED)
    outOfBounds.push(`${unreadable.length - MAX_NAMED} further properties cannot be read either`);
  return Object.fromEntries(entries.filter((entry) => !isUnreadable(entry)));
}

function isUnreadable(entry: [string, unknown]): entry is [string, Unreadable] {
  return entry[1] instanceof Unreadable;
}

/** The fields of an event that are read, each plain and within bounds; but properties are so one by one. */
function readFields(event: unknown): Fields {
  if (!isRecord(event)) return {};
  return Object.fromEntries(
    FIELDS.map((name) => [name, name.endsWith('Properties') ? readRaw(event, name) : readField(event, name)]),
  );
}

function readField(fields: Fields, name: string): unknown {
  const value = readRaw(fields, name);
  return value instanceof Unreadable ? value : plainValue(value);
}

function readRaw(fields: Fields, name: string): unknown {
  try {
    return fields[name];
  } catch {
    return new Unreadable('cannot be read');
  }
}

function isWhat(value: unknown): string {
  return value instanceof Unreadable ? value.problem : `is ${showWhole(value)}`;
}

function authorsOwn(properties: Fields): Fields {
  return Object.fromEntries(
    Object.entries(properties).filter(([name]) => !CLOUDFORMATIONS_OWN_PROPERTIES.has(name)),
  );
}

function isRecord(value: unknown): value is Fields {
  try {
    return (
      typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unreadable)
    );
  } catch {
    return false;
  }
}
