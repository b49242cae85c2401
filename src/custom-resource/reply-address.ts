import { type Origin, placeOfFunction } from './origin';
import { parseStackId } from './request';
import { responseUrlProblem } from './response-url';

/** Where a reply goes, and what it has to repeat verbatim for CloudFormation to match it with its request. */
export interface ReplyAddress {
  /** A presigned URL: whoever reads it can answer in our place. It goes nowhere but to the PUT. */
  readonly responseUrl: URL;
  readonly stackId: string;
  readonly requestId: string;
  readonly logicalResourceId: string;
}

/** What the repeated ids may take of the 4,096 bytes of a reply, so that its own part always fits beside them. */
export const MAX_REPEATED_BYTES = 2048;

/** Several times what a presigned URL takes; it is masked wherever it shows, which costs time by its length. */
const MAX_URL_CHARACTERS = 8192;

const REPEATED_FIELDS = ['StackId', 'RequestId', 'LogicalResourceId'] as const;

/**
 * Reads the address of an event. Pushes what prevents a reply on `faults`, without any of the event's content, for
 * nobody but the log will read it.
 */
export function readReplyAddress(
  event: Readonly<Record<string, unknown>>,
  origin: Origin,
  faults: string[],
): ReplyAddress | undefined {
  const responseUrl = parseUrl(event['ResponseURL']);
  if (responseUrl === undefined) faults.push('ResponseURL is not an http or https URL');
  const [stackId, requestId, logicalResourceId] = REPEATED_FIELDS.map((name) => {
    const value = event[name];
    if (typeof value === 'string' && value !== '') return value;
    faults.push(`${name} is not a non-empty string`);
    return undefined;
  });
  const bytes = Buffer.byteLength(JSON.stringify([stackId, requestId, logicalResourceId]));
  if (bytes > MAX_REPEATED_BYTES)
    faults.push(
      `${REPEATED_FIELDS.join(', ')} take ${bytes} bytes; a reply has room for ${MAX_REPEATED_BYTES}`,
    );
  if (!responseUrl || !stackId || !requestId || !logicalResourceId || faults.length > 0) return undefined;
  // CloudFormation waits where the stack is. Where StackId does not tell, it can only be where the function is.
  const place = parseStackId(stackId) ?? placeOfFunction(origin);
  const problem =
    place === undefined
      ? 'StackId is not the ARN of a stack'
      : responseUrlProblem(
          responseUrl,
          { stackId, requestId, logicalResourceId },
          place,
          origin.allowsLoopback ?? false,
        );
  if (problem !== undefined) {
    faults.push(problem);
    return undefined;
  }
  return { responseUrl, stackId, requestId, logicalResourceId };
}

function parseUrl(value: unknown): URL | undefined {
  if (typeof value !== 'string' || value.length > MAX_URL_CHARACTERS || !URL.canParse(value))
    return undefined;
  const url = new URL(value);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url : undefined;
}
