import type { Context } from 'aws-lambda';
import { type Clock, systemClock } from '../runtime/clock';
import { startDeadline } from '../runtime/deadline';
import { createLogger, writeLine } from '../runtime/log';
import { createSecrets } from '../runtime/secrets';
import { answer, type Invocation, refuse } from './answer';
import { parseEnvelope } from './envelope';
import { describeFailure } from './failure';
import type { Reply } from './reply';
import type { ResourceProvider } from './resource-provider';
import { isFinalRefusal, type SendReply, sendReply } from './send';
import { invocationMs } from './time-limit';

/** What is read of Lambda's context object; a local harness may leave out any of it. */
export type LambdaContext = Partial<
  Pick<Context, 'awsRequestId' | 'invokedFunctionArn' | 'logStreamName' | 'getRemainingTimeInMillis'>
>;

/** A resource type, and who provides it. */
export interface ProvidedResource {
  /** Such as `Custom::Thing`. */
  readonly resourceType: string;
  /** The physical id that a Create carries when it failed without making anything: 1 to 1,024 bytes, always the same. */
  readonly notCreatedId: string;
  /** Makes the provider at the first request, so that a failure to initialise is answered, too, and tried anew. */
  readonly provider: () => Promise<ResourceProvider> | ResourceProvider;
}

export interface HandlerOptions {
  /** What the function provides. What comes of another type is refused, with the not-created id of the first. */
  readonly resources: readonly [ProvidedResource, ...ProvidedResource[]];
  /** Whether this machine may play CloudFormation. Default false: replies go to CloudFormation's own hosts only. */
  readonly allowsLoopback?: boolean;
  readonly clock?: Clock;
  /** In [0, 1). */
  readonly random?: () => number;
  /** Takes one line of the log. */
  readonly write?: (line: string) => void;
  readonly sendReply?: SendReply;
  /** Milliseconds of each invocation that belong to the reply alone (at most half of them). */
  readonly reserveMs?: number;
}

const DEFAULT_RESERVE_MS = 5000;

/** For a harness that does not say how much time is left; Lambda always does. */
const DEFAULT_REMAINING_MS = 60_000;

/** Thrown when a reply could not be delivered, so that Lambda delivers the event again. */
export class ReplyNotDelivered extends Error {
  override readonly name = 'ReplyNotDelivered';
}

/**
 * A Lambda handler that speaks CloudFormation's custom-resource protocol for the providers of one or more resource types. Every event gets exactly one
 * reply before Lambda's limit and the resource's `ServiceTimeout`, whatever the provider does; an event that does not
 * say where CloudFormation waits for the reply is logged without its content and dropped.
 *
 * Once a reply has been delivered, the handler returns normally, FAILED or not, so that Lambda does not repeat the
 * operation. When none could be delivered for want of a connection or an answer, it throws `ReplyNotDelivered`: Lambda
 * then delivers the event up to two more times, and an operation that may be repeated converges and replies, which
 * beats CloudFormation's wait of an hour. When the URL refuses the reply (expired: nobody waits any more), a repetition
 * would only change things behind CloudFormation's back; that is logged, and the handler returns.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export function createHandler(
  options: HandlerOptions,
): (event: unknown, context?: LambdaContext) => Promise<void> {
  const { clock = systemClock, random = Math.random, write = writeLine } = options;
  const { sendReply: send = sendReply, reserveMs = DEFAULT_RESERVE_MS } = options;
  const { resources } = options;
  const resourceTypes = resources.map(({ resourceType }) => resourceType);
  const initialised = new Map<ProvidedResource, ResourceProvider>();
  const providerOf = async (resource: ProvidedResource) => {
    // Only a success is kept: a start that failed, or hangs to this day, must not be the next invocation's.
    const provider = initialised.get(resource) ?? (await resource.provider());
    initialised.set(resource, provider);
    return provider;
  };

  return async (event, lambda = {}) => {
    const envelope = parseEnvelope(event, resourceTypes, {
      invokedFunctionArn: lambda.invokedFunctionArn,
      allowsLoopback: options.allowsLoopback,
    });
    const secrets = createSecrets();
    const log = createLogger(write, secrets, { invocationId: lambda.awsRequestId });
    if (envelope.kind === 'unanswerable') {
      log.error('the event cannot be answered', { faults: envelope.faults });
      return;
    }
    const { responseUrl, ...ids } = envelope.replyTo;
    secrets.add(responseUrl.href);
    secrets.add(responseUrl.search.slice(1));

    const resource =
      resources.find(({ resourceType }) => resourceType === envelope.resourceType) ?? resources[0];
    const remainingMs = lambda.getRemainingTimeInMillis?.() ?? DEFAULT_REMAINING_MS;
    const totalMs = invocationMs(remainingMs, envelope.serviceTimeoutSeconds);
    const deadline = startDeadline(clock, totalMs, reserveMs);
    const invocation: Invocation = {
      clock,
      deadline,
      random,
      log: log.with(ids),
      secrets,
      logStream: lambda.logStreamName,
      notCreatedId: resource.notCreatedId,
    };
    try {
      const reply =
        envelope.kind === 'accepted'
          ? await answer(envelope, () => providerOf(resource), invocation)
          : refuse(envelope, invocation);
      await deliver(reply, responseUrl, send, invocation);
    } finally {
      deadline.stop();
    }
  };
}

async function deliver(reply: Reply, url: URL, send: SendReply, invocation: Invocation): Promise<void> {
  const { log, secrets } = invocation;
  const { status, physicalResourceId, body } = reply;
  try {
    await send(url, body, invocation);
  } catch (error) {
    log.error('the reply could not be delivered', { status, physicalResourceId, error });
    if (isFinalRefusal(error)) return;
    // Without the error as its cause: Lambda logs the whole chain, past our logger and what it masks.
    throw new ReplyNotDelivered(
      secrets.redact(`the reply could not be delivered: ${describeFailure(error)}`),
    );
  }
  log.info('reply delivered', { status, physicalResourceId, bytes: Buffer.byteLength(body) });
}
