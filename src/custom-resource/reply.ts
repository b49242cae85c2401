import { cutToJsonBytes, jsonTextBytes, wellFormed } from '../runtime/text';
import { flattenData } from './data';
import { oneLine } from './failure';
import type { ReplyAddress } from './reply-address';
import type { ReplySize, ResourceOutcome } from './resource-provider';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html */
export const MAX_REPLY_BYTES = 4096;

/** A reply ready to be sent: at most `MAX_REPLY_BYTES` of JSON. */
export interface Reply {
  readonly status: 'SUCCESS' | 'FAILED';
  readonly physicalResourceId: string;
  readonly body: string;
}

/** Why an operation failed, and where to read more. */
export interface Failure {
  readonly physicalResourceId: string;
  readonly reason: string;
  readonly logStream: string | undefined;
}

type Addressee = Pick<ReplyAddress, 'stackId' | 'requestId' | 'logicalResourceId'>;
type Redact = (text: string) => string;

/**
 * The reply to an operation that succeeded. Throws a `RangeError` when its data does not fit into a reply: data cannot
 * be shortened without being wrong, so the operation has failed. Its remark is what gives way before that.
 */
export function composeSuccess(to: Addressee, outcome: ResourceOutcome, redact: Redact): Reply {
  const fields = successFields(to, outcome);
  if (bytesOf(fields) > MAX_REPLY_BYTES) throw new RangeError(dataTooLarge(fields.Data));
  const room = MAX_REPLY_BYTES - bytesOf({ ...fields, Reason: '' });
  const reason = cutToJsonBytes(wellFormed(oneLine(redact(outcome.reason ?? ''))), room);
  const isSaid = reason !== '' && jsonTextBytes(reason) <= room;
  return reply('SUCCESS', outcome.physicalResourceId, isSaid ? { ...fields, Reason: reason } : fields);
}

/** How long the reply to an operation is going to be if it succeeds: to be asked before it changes anything. */
export function successSize(to: Addressee, outcome: ResourceOutcome): ReplySize {
  return { bytes: bytesOf(successFields(to, outcome)), maxBytes: MAX_REPLY_BYTES };
}

/** The reply to an operation that failed, its reason shortened to fit and ending with the log stream that has it all. */
export function composeFailure(to: Addressee, failure: Failure, redact: Redact): Reply {
  const fields = addressed(to, 'FAILED', failure.physicalResourceId);
  const room = MAX_REPLY_BYTES - bytesOf({ ...fields, Reason: '' });
  const pointer = failure.logStream === undefined ? '' : wellFormed(` (log stream: ${failure.logStream})`);
  // What failed matters more than where to read on: the pointer gets no more than half.
  const suffix = jsonTextBytes(pointer) <= room / 2 ? pointer : '';
  const text = cutToJsonBytes(wellFormed(oneLine(redact(failure.reason))), room - jsonTextBytes(suffix));
  return reply('FAILED', failure.physicalResourceId, { ...fields, Reason: text + suffix });
}

function successFields(to: Addressee, { physicalResourceId, noEcho, data = {} }: ResourceOutcome) {
  return {
    ...addressed(to, 'SUCCESS', physicalResourceId),
    ...(noEcho === true ? { NoEcho: true } : {}),
    Data: flattenData(data),
  };
}

function addressed(to: Addressee, status: Reply['status'], physicalResourceId: string) {
  return {
    Status: status,
    PhysicalResourceId: physicalResourceId,
    StackId: to.stackId,
    RequestId: to.requestId,
    LogicalResourceId: to.logicalResourceId,
  };
}

function reply(status: Reply['status'], physicalResourceId: string, fields: object): Reply {
  return { status, physicalResourceId, body: JSON.stringify(fields) };
}

function dataTooLarge(data: Readonly<Record<string, string>>): string {
  const bytesByName = Object.entries(data).map(([name, value]) => ({ name, bytes: jsonTextBytes(value) }));
  const [largest] = bytesByName.sort((a, b) => b.bytes - a.bytes);
  return (
    `Data of ${bytesOf(data)} bytes exceeds what fits into a reply of ${MAX_REPLY_BYTES} bytes ` +
    `(its largest attribute: ${largest?.name} with ${largest?.bytes}); the operation itself had succeeded`
  );
}

function bytesOf(value: object): number {
  return Buffer.byteLength(JSON.stringify(value));
}
