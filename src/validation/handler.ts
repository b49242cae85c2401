import type { Context } from 'aws-lambda';
import type { Report } from '../report/report';
import { type Clock, systemClock } from '../runtime/clock';
import { createLogger, writeLine } from '../runtime/log';
import { createSecrets } from '../runtime/secrets';
import type { GatherSettings } from './gather/settings';
import { parseValidationEvent } from './request';
import { type Publish, runValidator } from './run';

/** What is read of Lambda's context object; a local harness may leave out any of it. */
type LambdaContext = Partial<Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>>;

export interface ValidatorHandlerOptions {
  readonly settings: GatherSettings;
  readonly publish: Publish;
  readonly clock?: Clock;
  /** In [0, 1). */
  readonly random?: () => number;
  /** Takes one line of the log. */
  readonly write?: (line: string) => void;
}

/** For a harness that does not say how much time is left; Lambda always does. */
const DEFAULT_REMAINING_MS = 60_000;

/**
 * A Lambda handler that validates the integrations of its account and region on a schedule, publishes a report on each,
 * and returns the reports. It throws for an event that it does not understand, and when the records cannot be listed.
 */
export function createValidatorHandler(
  options: ValidatorHandlerOptions,
): (event: unknown, context?: LambdaContext) => Promise<readonly Report[]> {
  const { settings, publish, clock = systemClock, random = Math.random, write = writeLine } = options;
  return async (event, lambda = {}) => {
    const log = createLogger(write, createSecrets(), { invocationId: lambda.awsRequestId });
    const remainingMs = lambda.getRemainingTimeInMillis?.() ?? DEFAULT_REMAINING_MS;
    const request = parseValidationEvent(event);
    const run = { settings, leavesOthers: true, publish, clock, random, log, remainingMs };
    return runValidator(run, request);
  };
}
