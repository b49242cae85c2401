import { DeadlineExceeded } from '../runtime/deadline';
import type { RetryContext } from '../runtime/retry';
import type { Secrets } from '../runtime/secrets';
import type { AcceptedEnvelope, RefusedEnvelope } from './envelope';
import { describeFailure } from './failure';
import { checkPhysicalId, failureId } from './physical-id';
import { composeFailure, composeSuccess, type Reply, successSize } from './reply';
import { type OperationContext, operate, type ResourceProvider } from './resource-provider';
import { runWithin } from './watchdog';

/** What one invocation lends to everything that happens in it. */
export interface Invocation extends RetryContext {
  /** What is masked in everything that leaves. */
  readonly secrets: Secrets;
  readonly logStream: string | undefined;
  readonly notCreatedId: string;
}

/**
 * Has the provider do what the request asks, and turns whatever comes of that into a reply: a result, an error, a
 * provider that cannot be had, or no end before the deadline. Never rejects.
 */
export async function answer(
  { request, replyTo }: AcceptedEnvelope,
  getProvider: () => Promise<ResourceProvider>,
  invocation: Invocation,
): Promise<Reply> {
  const { clock, deadline, random, secrets, logStream, notCreatedId } = invocation;
  const { requestType } = request;
  const log = invocation.log.with({ requestType });
  const workMs = deadline.workLeft();
  log.info('request accepted', { physicalResourceId: request.physicalResourceId, workMs });

  let claimed: string | undefined;
  const claim = (physicalResourceId: string) => {
    claimed = checkPhysicalId(physicalResourceId);
  };
  const context: OperationContext = {
    clock,
    deadline,
    random,
    log,
    claim,
    hide: secrets.add,
    replySize: (outcome) => successSize(replyTo, outcome),
  };
  try {
    return await runWithin(deadline, log, async () => {
      const outcome = await operate(await getProvider(), request, context);
      context.claim(outcome.physicalResourceId);
      return composeSuccess(replyTo, outcome, secrets.redact);
    });
  } catch (error) {
    const reason =
      error instanceof DeadlineExceeded
        ? `${requestType} had not finished after the ${Math.round(workMs / 100) / 10} s that there were for it. Repeat it; if that ` +
          "does not help, raise the function's timeout or the resource's ServiceTimeout"
        : describeFailure(error);
    log.error('the operation failed', { reason, error });
    const physicalResourceId = failureId(request, claimed, notCreatedId);
    return composeFailure(replyTo, { physicalResourceId, reason, logStream }, secrets.redact);
  }
}

/**
 * Answers FAILED to a malformed request, with all its faults. The exception is a Delete of `notCreatedId`: the Create
 * was refused for the same faults and made nothing, and a second refusal would leave the stack stuck in its rollback.
 */
export function refuse(envelope: RefusedEnvelope, invocation: Invocation): Reply {
  const { faults, replyTo, requestType, physicalResourceId } = envelope;
  const { log, secrets, logStream, notCreatedId } = invocation;
  log.error('request refused', { physicalResourceId, faults });
  if (requestType === 'Delete' && physicalResourceId === notCreatedId)
    return composeSuccess(
      replyTo,
      { physicalResourceId, reason: 'nothing had been created' },
      secrets.redact,
    );
  const failure = {
    physicalResourceId: physicalResourceId ?? notCreatedId,
    reason: faults.join('; '),
    logStream,
  };
  return composeFailure(replyTo, failure, secrets.redact);
}
