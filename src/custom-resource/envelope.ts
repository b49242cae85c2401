import { showWhole } from '../runtime/text';
import { isPhysicalId, MAX_PHYSICAL_ID_BYTES } from './physical-id';
import { type ReplyAddress, readReplyAddress } from './reply-address';
import { type CreateRequest, type DeleteRequest, parseStackId, type UpdateRequest } from './request';
import { readServiceTimeout } from './time-limit';

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
  readonly serviceTimeoutSeconds: number | undefined;
  /** As it came: possibly none of the three. */
  readonly requestType: unknown;
  readonly physicalResourceId: string | undefined;
  readonly faults: readonly string[];
}

export interface AcceptedEnvelope {
  readonly kind: 'accepted';
  readonly replyTo: ReplyAddress;
  readonly serviceTimeoutSeconds: number | undefined;
  readonly request: CreateRequest | UpdateRequest | DeleteRequest;
}

const CLOUDFORMATIONS_OWN_PROPERTIES = new Set(['ServiceToken', 'ServiceTimeout']);

/**
 * Checks an event (any JSON, as Lambda hands it over) against CloudFormation's request fields and finds all its faults,
 * not only the first. Never throws.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html
 */
export function parseEnvelope(
  event: unknown,
  resourceType: string,
): UnanswerableEnvelope | RefusedEnvelope | AcceptedEnvelope {
  const fields = isRecord(event) ? event : {};
  const faults: string[] = [];
  const replyTo = readReplyAddress(fields, faults);
  if (replyTo === undefined) return { kind: 'unanswerable', faults };

  const operation = readOperation(fields, faults);
  const { stackId, requestId, logicalResourceId } = replyTo;
  const stack = parseStackId(stackId);
  if (stack === undefined) faults.push(`StackId is ${showWhole(stackId)}, which is not the ARN of a stack`);
  if (fields['ResourceType'] !== resourceType)
    faults.push(
      `ResourceType is ${showWhole(fields['ResourceType'])}, but the function behind this ServiceToken provides ` +
        `"${resourceType}" only: change the resource's Type, or its ServiceToken`,
    );
  const properties = readObject(fields, 'ResourceProperties', faults);
  const isUpdate = fields['RequestType'] === 'Update';
  const oldProperties = isUpdate ? readObject(fields, 'OldResourceProperties', faults) : {};
  // A Delete is not refused for its time limit: what exists must stay removable, whatever the template says by now.
  const timeoutFaults = fields['RequestType'] === 'Delete' ? [] : faults;
  const serviceTimeoutSeconds = readServiceTimeout(properties ?? {}, timeoutFaults);

  if (!operation || !stack || !properties || !oldProperties || faults.length > 0)
    return {
      kind: 'refused',
      replyTo,
      serviceTimeoutSeconds,
      requestType: fields['RequestType'],
      physicalResourceId: readPhysicalId(fields),
      faults,
    };
  const request = {
    stackId,
    stack,
    requestId,
    logicalResourceId,
    resourceType,
    properties: authorsOwn(properties),
    oldProperties: authorsOwn(oldProperties),
    ...operation,
  };
  return { kind: 'accepted', replyTo, request, serviceTimeoutSeconds };
}

type Operation =
  | { readonly requestType: 'Create' }
  | { readonly requestType: 'Update'; readonly physicalResourceId: string }
  | { readonly requestType: 'Delete'; readonly physicalResourceId: string };

function readOperation(fields: Fields, faults: string[]): Operation | undefined {
  const requestType = fields['RequestType'];
  if (requestType === 'Create') return { requestType };
  if (requestType !== 'Update' && requestType !== 'Delete') {
    faults.push(`RequestType is ${showWhole(requestType)}; it must be Create, Update or Delete`);
    return undefined;
  }
  const physicalResourceId = readPhysicalId(fields);
  if (physicalResourceId !== undefined) return { requestType, physicalResourceId };
  faults.push(
    `PhysicalResourceId is ${showWhole(fields['PhysicalResourceId'])}; ` +
      `${requestType} needs the id of the resource, a string of 1 to ${MAX_PHYSICAL_ID_BYTES} bytes`,
  );
  return undefined;
}

function readPhysicalId(fields: Fields): string | undefined {
  const id = fields['PhysicalResourceId'];
  return isPhysicalId(id) ? id : undefined;
}

function readObject(fields: Fields, name: string, faults: string[]): Fields | undefined {
  const value = fields[name];
  if (isRecord(value)) return value;
  // The value is not shown: it may hold what the template's author marked NoEcho.
  faults.push(`${name} is ${value === undefined ? 'missing' : 'not an object'}; it must be an object`);
  return undefined;
}

function authorsOwn(properties: Fields): Fields {
  return Object.fromEntries(
    Object.entries(properties).filter(([name]) => !CLOUDFORMATIONS_OWN_PROPERTIES.has(name)),
  );
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
