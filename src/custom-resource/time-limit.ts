import { showWhole } from '../runtime/text';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html */
export const MAX_SERVICE_TIMEOUT_SECONDS = 3600;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html */
const DEFAULT_SERVICE_TIMEOUT_SECONDS = 3600;

/** CloudFormation's time runs from before the function was started: what queueing and a cold start may take of it. */
const DELIVERY_MARGIN_MS = 2000;

/** Kept for returning from the function once the reply is out, for Lambda cuts off without warning. */
const RETURN_MARGIN_MS = 250;

/**
 * The seconds after which CloudFormation stops waiting for this resource; undefined when the author did not say.
 * Pushes a value that is not a whole number from 1 to 3600 on `faults`.
 */
export function readServiceTimeout(
  properties: Readonly<Record<string, unknown>>,
  faults: string[],
): number | undefined {
  const value = properties['ServiceTimeout'];
  if (value === undefined) return undefined;
  const seconds = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (isWholeNumber(seconds) && seconds >= 1 && seconds <= MAX_SERVICE_TIMEOUT_SECONDS) return seconds;
  faults.push(
    `ServiceTimeout is ${showWhole(value)}; it must be a whole number of seconds from 1 to ${MAX_SERVICE_TIMEOUT_SECONDS}`,
  );
  return undefined;
}

/** Until when CloudFormation waits for the reply to what it sent at `sentAt`, both in milliseconds since 1970. */
export function awaitedUntil(
  sentAt: number | undefined,
  serviceTimeoutSeconds = DEFAULT_SERVICE_TIMEOUT_SECONDS,
): number | undefined {
  return sentAt === undefined ? undefined : sentAt + serviceTimeoutSeconds * 1000;
}

/**
 * Milliseconds that an invocation has in all, its reply included: what Lambda or CloudFormation leaves it, whichever
 * is less. A margin takes at most half of a short time.
 */
export function invocationMs(remainingMs: number, serviceTimeoutSeconds: number | undefined): number {
  const withinLambda = lessMargin(remainingMs, RETURN_MARGIN_MS);
  if (serviceTimeoutSeconds === undefined) return withinLambda;
  return Math.min(withinLambda, lessMargin(serviceTimeoutSeconds * 1000, DELIVERY_MARGIN_MS));
}

function isWholeNumber(value: unknown): value is number {
  return Number.isInteger(value);
}

function lessMargin(totalMs: number, marginMs: number): number {
  return Math.max(totalMs - marginMs, totalMs / 2, 0);
}
