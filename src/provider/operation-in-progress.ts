import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { isThrottling } from '../aws/errors';
import { Overtaken, type Turn } from '../aws/turn';
import type { OperationContext, ResourceRequest } from '../custom-resource';
import { allSettled } from '../runtime/all-settled';
import { UserError } from '../runtime/user-error';
import {
  type Answer,
  answerWithin,
  askAboutResource,
  askAboutStack,
  type Question,
  UNANSWERED_MS,
} from './ask-cloudformation';
import {
  CLOCKS_DIFFER_MS,
  isTakingOver,
  type Look,
  overtakenBy,
  type ResourceFacts,
  type StackFacts,
} from './stack-order';

/**
 * Whoever may invoke the function may send it an event of any stack, and an event that was right may come a second time
 * when all is long settled. So CloudFormation is asked whether it has an operation of the stack in progress and, for what
 * makes or changes a resource, whether it is at this very one: an event for a resource that no template has, or that is
 * at rest, cannot hide behind the work on others. It is asked while the provider reads what there is, and has to have
 * answered before anything is written; a Delete that finds nothing needs no answer.
 *
 * Where it does not answer, this is what counts: could somebody have brought that about who gains by it?
 *
 * - Denied, or out of reach (a service control policy, a network without CloudFormation's endpoint, an outage): only an
 *   administrator or AWS can bring that about, and it lasts. Refusing would lock the customer out of every Delete and
 *   rollback, so the event is carried out, and the log says that it was not confirmed.
 * - Throttled: the limit is the account's, so anybody who may call DescribeStacks can use it up, and a stack's author
 *   usually may. Carrying the event out would hand him every integration of the account: a forged Delete takes role and
 *   record, so that not even the validator misses them. The question is repeated for up to half of the operation's time,
 *   longer than any throttling lasts that is not meant, and then the event is refused. That goes for Delete and
 *   rollback as well, but locks nobody out: they can be repeated, nothing has been changed, and an administrator
 *   who takes cloudformation:DescribeStacks and DescribeStackResources from the provider's role has them carried out even under attack.
 *
 * While the event is carried out, CloudFormation may go on to something else: it gives up a resource because another one has
 * failed, and sends the rollback's event while the first invocation still runs. So it is asked again, at the same time as each
 * group of writes, and before any write that has had to wait; whoever has been overtaken writes no more. What it does not say
 * then stops nobody.
 */
export interface OperationInProgress extends Turn {
  /** Asks; once that has been answered, asks anew. */
  ask(): void;
  /**
   * Resolves when the event may be carried out, or carried on, by what was asked last.
   *
   * @throws OperationNotInProgress and OperationNotConfirmed before anything has been written, OperationOvertaken later
   */
  confirmed(): Promise<void>;
  /**
   * What CloudFormation has said of the stack at first; undefined where it does not answer and the event may be carried out
   * all the same.
   *
   * @throws OperationNotInProgress and OperationNotConfirmed
   */
  stack(): Promise<StackFacts | undefined>;
  /** The same of the resource. @throws as `stack` */
  resource(): Promise<ResourceFacts | undefined>;
  /** Whether an invocation that CloudFormation has given up for this one may still be writing. @throws as `stack` */
  takesOver(): Promise<boolean>;
}

/** CloudFormation is not waiting for what the event asks; nothing has been changed. */
export class OperationNotInProgress extends UserError {
  override readonly name = 'OperationNotInProgress';

  constructor({ requestType, stackId }: ResourceRequest, finding: string) {
    super(
      `${requestType} has not been carried out, and nothing has been changed: CloudFormation says of ${stackId} that ${finding}, so that it cannot be waiting for this. ` +
        'Events that somebody else sends, or that come a second time when the operation is over, are refused; to change the resource, change its stack',
    );
  }
}

/** Too many ask CloudFormation for it to say whether it waits; nothing has been changed. */
export class OperationNotConfirmed extends UserError {
  override readonly name = 'OperationNotConfirmed';

  constructor({ requestType, stackId }: ResourceRequest, seconds: number, cause: unknown) {
    super(
      `${requestType} has not been carried out, and nothing has been changed: for ${seconds} s CloudFormation has not said whether an operation of ${stackId} is in progress, ` +
        'because calls of CloudFormation are throttled in this account and region. Find out in CloudTrail who makes so many of them, then repeat the operation',
      { cause },
    );
  }
}

/** CloudFormation has gone on to something else meanwhile; nothing more is changed. */
export class OperationOvertaken extends Overtaken {
  override readonly name = 'OperationOvertaken';

  constructor({ requestType, stackId }: ResourceRequest, finding: string) {
    super(
      `${requestType} has not been carried on: CloudFormation says of ${stackId} that ${finding}, so that it no longer waits for this, and what it does now must not be undone`,
    );
  }
}

/** CloudFormation may still show what was before the operation: so often, and so much later, it is asked again. */
const SETTLING_MS = [1_000, 2_000, 3_000, 5_000];
/** For so long an answer counts: what takes longer has had to wait. */
const LASTS_MS = 2_000;
/** How long it may take until it has answered again whether it still waits: it has been able to before. */
const RENEWAL_MS = 60_000;

export function operationInProgress(
  client: CloudFormationClient,
  request: ResourceRequest,
  context: OperationContext,
): OperationInProgress {
  const aboutStack = askAboutStack(client, request);
  const aboutResource = askAboutResource(client, request);
  let begun: Promise<Look> | undefined;
  let latest: Promise<unknown> | undefined;
  let isBegun = false;
  let answeredAt = 0;

  /** What was seen at first. */
  const first = () => {
    begun ??= firstLook().finally(() => {
      isBegun = true;
      answeredAt = context.clock.now();
    });
    return begun;
  };

  async function firstLook(): Promise<Look> {
    const { awaitedUntil } = request;
    if (awaitedUntil !== undefined && awaitedUntil + CLOCKS_DIFFER_MS < context.clock.now())
      throw new OperationNotInProgress(request, `it waited until ${new Date(awaitedUntil).toISOString()}`);
    const [stack, resource] = await allSettled([
      confirm(aboutStack, request, context),
      confirm(aboutResource, request, context),
    ]);
    if (stack !== undefined && request.sentAt === undefined)
      context.log.info('the event does not say when it was sent: its order is told by the stack alone');
    return { stack, resource };
  }

  async function lookAgain(): Promise<void> {
    const before = await first();
    // The resource tells soonest; of a Delete it may be another one by now.
    const byResource = request.requestType !== 'Delete' && before.resource !== undefined;
    const now = byResource
      ? { stack: undefined, resource: await factsNow(aboutResource, before.resource, context) }
      : { stack: await factsNow(aboutStack, before.stack, context), resource: undefined };
    const finding = overtakenBy(request, before, now);
    if (finding !== undefined) throw new OperationOvertaken(request, finding);
    answeredAt = context.clock.now();
  }

  return {
    ask: () => {
      latest = isBegun ? lookAgain() : first();
      // An operation that ends before it needs the answer leaves it behind.
      latest.catch(() => undefined);
    },
    confirmed: async () => {
      await (latest ?? first());
      if (context.clock.now() - answeredAt > LASTS_MS) await lookAgain();
    },
    stack: async () => (await first()).stack,
    resource: async () => (await first()).resource,
    takesOver: async () => isTakingOver(request, (await first()).stack?.status),
  };
}

async function confirm<Facts>(
  question: Question<Facts>,
  request: ResourceRequest,
  context: OperationContext,
): Promise<Facts | undefined> {
  const { log, clock, deadline } = context;
  const startedAt = clock.now();
  const endsAt = startedAt + deadline.workLeft() / 2;
  const answer = () => answerWithin(context, question, endsAt - clock.now(), UNANSWERED_MS);
  let first: Answer<Facts>;
  try {
    first = await answer();
  } catch (cause) {
    deadline.signal.throwIfAborted();
    if (isThrottling(cause))
      throw new OperationNotConfirmed(request, Math.round((clock.now() - startedAt) / 1_000), cause);
    log.warn('CloudFormation does not say whether it waits for this: it is carried out all the same', {
      error: cause,
    });
    return undefined;
  }
  let current = first;
  for (const settling of SETTLING_MS) {
    if (current.objection === undefined) return current.facts;
    await clock.sleep(Math.min(settling, (endsAt - clock.now()) / 2), deadline.signal);
    current = await answer().catch(() => first);
  }
  if (current.objection !== undefined) throw new OperationNotInProgress(request, current.objection);
  return current.facts;
}

/** What CloudFormation says by now; undefined where it does not answer soon, or has not at first. */
async function factsNow<Facts>(
  question: Question<Facts>,
  before: Facts | undefined,
  context: OperationContext,
): Promise<Facts | undefined> {
  const { log, deadline } = context;
  if (before === undefined) return undefined;
  const limitMs = Math.min(RENEWAL_MS, deadline.workLeft() / 2);
  try {
    const { facts } = await answerWithin(context, question, limitMs, RENEWAL_MS);
    return facts;
  } catch (error) {
    deadline.signal.throwIfAborted();
    log.warn('CloudFormation does not say whether it still waits for this: it is carried on all the same', {
      error,
    });
    return undefined;
  }
}
