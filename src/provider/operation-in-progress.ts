import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { awsErrorFacts, isThrottling } from '../aws/errors';
import { freshPermissions, throttling, transient } from '../aws/retry-policies';
import type { OperationContext, ResourceRequest } from '../custom-resource';
import { type RetryContext, type RetryPolicy, retry } from '../runtime/retry';
import { UserError } from '../runtime/user-error';
import { withTimeout } from '../runtime/with-timeout';

/**
 * Whoever may invoke the function may send it an event of any stack, and an event that was right may come a second time
 * when all is long settled. So CloudFormation is asked whether it has an operation of the stack in progress. It is asked
 * while the provider reads what there is, and has to have answered before anything is written; a Delete that finds nothing
 * needs no answer.
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
 *   who takes cloudformation:DescribeStacks from the provider's role has them carried out even under attack.
 */
export interface OperationInProgress {
  /** Asks, unless that has been done. */
  ask(): void;
  /**
   * Resolves when the event may be carried out.
   *
   * @throws OperationNotInProgress and OperationNotConfirmed
   */
  confirmed(): Promise<void>;
}

/** CloudFormation is not waiting for what the event asks; nothing has been changed. */
export class OperationNotInProgress extends UserError {
  override readonly name = 'OperationNotInProgress';

  constructor({ requestType, stackId }: ResourceRequest, status: StackStatus) {
    const is = status === NO_STACK ? 'there is no such stack' : `the stack is in ${status}`;
    super(
      `${requestType} has not been carried out, and nothing has been changed: CloudFormation says of ${stackId} that ${is}, ` +
        'in which it asks for nothing of the kind. Events that somebody else sends, or that come a second time when the operation is over, are refused; ' +
        'to change the resource, change the stack',
    );
  }
}

/** Too many ask CloudFormation for it to say whether it waits; nothing has been changed. */
export class OperationNotConfirmed extends UserError {
  override readonly name = 'OperationNotConfirmed';

  constructor({ requestType, stackId }: ResourceRequest, seconds: number, cause: unknown) {
    super(
      `${requestType} has not been carried out, and nothing has been changed: for ${seconds} s CloudFormation has not said whether an operation of ${stackId} is in progress, ` +
        'because calls of cloudformation:DescribeStacks are throttled in this account and region. Find out in CloudTrail who makes so many of them, then repeat the operation',
      { cause },
    );
  }
}

/** What DescribeStacks says of a stack: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Stack.html */
type StackStatus = string;

const NO_STACK = 'NO_STACK';

/** DescribeStacks may still show what was before the operation. */
const SETTLING_MS = 2_000;

/** For so long a request may go unanswered, and no answer or a denial be waited out: all the while nothing is written. */
const ATTEMPT_MS = 5_000;
const UNANSWERED_MS = 5_000;

/**
 * Whether CloudFormation sends such an event while a stack is in this status. It makes and changes resources first and
 * deletes at the end, in a phase of its own; in a rollback it makes nothing
 * (https://github.com/aws/aws-cdk/blob/main/docs/CLOUDFORMATION.md). A status that is not known is taken for what its name says. Nothing
 * more is asked of a Delete than that something is in progress: after a failure whose resources were kept it comes in the
 * middle of the next update (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html).
 */
export function isPlausible(requestType: ResourceRequest['requestType'], status: StackStatus): boolean {
  // A change set waits for somebody to look at it, possibly for ever: the stack has no resource yet.
  if (!status.endsWith('_IN_PROGRESS') || status === 'REVIEW_IN_PROGRESS') return false;
  return !NEVER_DURING[requestType].includes(status);
}

const DELETING = [
  'DELETE_IN_PROGRESS',
  'ROLLBACK_IN_PROGRESS',
  'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
  'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
];
const NEVER_DURING: Readonly<Record<ResourceRequest['requestType'], readonly string[]>> = {
  Create: [...DELETING, 'UPDATE_ROLLBACK_IN_PROGRESS'],
  Update: [...DELETING, 'CREATE_IN_PROGRESS'],
  Delete: [],
};

export function operationInProgress(
  client: CloudFormationClient,
  request: ResourceRequest,
  context: OperationContext,
): OperationInProgress {
  let answer: Promise<void> | undefined;
  const confirmed = () => {
    answer ??= confirm(client, request, context);
    // An operation that ends before it needs the answer leaves it behind.
    answer.catch(() => undefined);
    return answer;
  };
  return { ask: () => void confirmed(), confirmed };
}

async function confirm(
  client: CloudFormationClient,
  request: ResourceRequest,
  context: OperationContext,
): Promise<void> {
  const { log, clock, deadline } = context;
  const startedAt = clock.now();
  const endsAt = startedAt + deadline.workLeft() / 2;
  let latest: unknown;
  const read = () => {
    latest = undefined;
    return withTimeout(context, endsAt - clock.now(), (limited) =>
      statusOf(client, request.stackId, limited, (error) => {
        latest = error;
      }),
    );
  };
  let status: StackStatus;
  try {
    status = await read();
  } catch (error) {
    deadline.signal.throwIfAborted();
    const cause = latest ?? error;
    if (isThrottling(cause))
      throw new OperationNotConfirmed(request, Math.round((clock.now() - startedAt) / 1_000), cause);
    log.warn('CloudFormation does not say whether it waits for this: it is carried out all the same', {
      error: cause,
    });
    return;
  }
  if (isPlausible(request.requestType, status)) return;
  await clock.sleep(Math.min(SETTLING_MS, (endsAt - clock.now()) / 2), deadline.signal);
  const later = await read().catch(() => status);
  if (!isPlausible(request.requestType, later)) throw new OperationNotInProgress(request, later);
}

async function statusOf(
  client: CloudFormationClient,
  stackId: string,
  context: RetryContext,
  onError: (error: unknown) => void,
): Promise<StackStatus> {
  return retry(context, policies(context), async () => {
    try {
      const { Stacks: stacks = [] } = await withTimeout(context, ATTEMPT_MS, ({ deadline }) =>
        client.send(new DescribeStacksCommand({ StackName: stackId }), { abortSignal: deadline.signal }),
      );
      return stacks[0]?.StackStatus ?? NO_STACK;
    } catch (error) {
      if (isNoStack(error)) return NO_STACK;
      if (!context.deadline.signal.aborted) onError(error);
      throw error;
    }
  });
}

function policies(context: RetryContext): readonly RetryPolicy[] {
  return [
    { ...throttling, limitMs: context.deadline.workLeft() },
    { ...transient, limitMs: UNANSWERED_MS },
    { ...freshPermissions, limitMs: UNANSWERED_MS },
  ];
}

/** In AWS's words: `Stack with id arn:... does not exist`. */
function isNoStack(error: unknown): boolean {
  const { name, message } = awsErrorFacts(error);
  return name === 'ValidationError' && message.endsWith('does not exist');
}
