import {
  type CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  type StackResource,
} from '@aws-sdk/client-cloudformation';
import type { SendOptions } from '../aws/calls';
import { awsErrorFacts, isThrottling } from '../aws/errors';
import { settledPermissions, throttling, transient } from '../aws/retry-policies';
import type { OperationContext, ResourceRequest } from '../custom-resource';
import { allSettled } from '../runtime/all-settled';
import { type RetryContext, type RetryPolicy, retry } from '../runtime/retry';
import { UserError } from '../runtime/user-error';
import { withTimeout } from '../runtime/with-timeout';

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
  /**
   * What CloudFormation says of the stack; undefined where it does not answer and the event may be carried out all the same.
   *
   * @throws OperationNotInProgress and OperationNotConfirmed
   */
  stack(): Promise<StackFacts | undefined>;
}

/** What CloudFormation has said of a stack; nobody but CloudFormation can have set it. */
export interface StackFacts {
  readonly status: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
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

/** Asks CloudFormation something, and says what speaks against the event, in words that go on `CloudFormation says that`. */
type Question = (options: SendOptions) => Promise<string | undefined>;

/** CloudFormation may still show what was before the operation: so often, and so much later, it is asked again. */
const SETTLING_MS = [1_000, 2_000, 3_000];

/**
 * For so long a request may go unanswered, and no answer or a denial be waited out: all in all no longer than the reads may
 * take, so that a Delete which looks for what an abandoned Create makes need not look any longer.
 */
const ATTEMPT_MS = 3_500;
const UNANSWERED_MS = 3_000;

/**
 * Whether CloudFormation sends such an event while a stack is in this status. It makes and changes resources first and
 * deletes at the end, in a phase of its own; in a rollback it makes nothing
 * (https://github.com/aws/aws-cdk/blob/main/docs/CLOUDFORMATION.md). A status that is not known is taken for what its name says. Nothing
 * more is asked of a Delete than that something is in progress: after a failure whose resources were kept it comes in the
 * middle of the next update (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html).
 */
export function isPlausible(requestType: ResourceRequest['requestType'], status: string): boolean {
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
  let stack: StackFacts | undefined;
  const isAtWork = isStackAtWork(client, request, (facts) => {
    stack = facts;
  });
  const questions = [isAtWork, isResourceAtWork(client, request)];
  let answers: Promise<unknown> | undefined;
  const confirmed = async () => {
    answers ??= allSettled(questions.map((question) => confirm(question, request, context)));
    await answers;
  };
  return {
    // An operation that ends before it needs the answers leaves them behind.
    ask: () => void confirmed().catch(() => undefined),
    confirmed,
    stack: async () => {
      await confirmed();
      return stack;
    },
  };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html */
function isStackAtWork(
  client: CloudFormationClient,
  { requestType, stackId }: ResourceRequest,
  onStack: (facts: StackFacts) => void,
): Question {
  return async (options) => {
    const { Stacks: [stack] = [] } = await client.send(
      new DescribeStacksCommand({ StackName: stackId }),
      options,
    );
    const status = stack?.StackStatus ?? 'no status';
    onStack({ status, createdAt: stack?.CreationTime?.getTime() ?? 0 });
    return isPlausible(requestType, status) ? undefined : `the stack is in ${status}`;
  };
}

/**
 * Of a Delete it is only asked whether the stack still has the very thing at rest: that of a resource which an update has
 * replaced or removed comes when the stack has another one of that name, or none any more.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html
 */
function isResourceAtWork(client: CloudFormationClient, request: ResourceRequest): Question {
  const { requestType, stackId, logicalResourceId, resourceType, physicalResourceId } = request;
  const isDelete = requestType === 'Delete';
  return async (options) => {
    let resources: readonly StackResource[] = [];
    try {
      const question = { StackName: stackId, LogicalResourceId: logicalResourceId };
      ({ StackResources: resources = [] } = await client.send(
        new DescribeStackResourcesCommand(question),
        options,
      ));
    } catch (error) {
      if (!isDelete || missingIn(error) === undefined) throw error;
    }
    const resource = resources.find(
      ({ LogicalResourceId, ResourceType }) =>
        LogicalResourceId === logicalResourceId && ResourceType === resourceType,
    );
    const status = resource?.ResourceStatus ?? 'no status';
    const finding = `its resource ${logicalResourceId} is in ${status}`;
    if (isDelete)
      return resource?.PhysicalResourceId === physicalResourceId && status.endsWith('_COMPLETE')
        ? finding
        : undefined;
    if (resource === undefined) return `the stack has no ${logicalResourceId} of the type ${resourceType}`;
    return status.endsWith('_IN_PROGRESS') ? undefined : finding;
  };
}

async function confirm(
  question: Question,
  request: ResourceRequest,
  context: OperationContext,
): Promise<void> {
  const { log, clock, deadline } = context;
  const startedAt = clock.now();
  const endsAt = startedAt + deadline.workLeft() / 2;
  let latest: unknown;
  const answer = () => {
    latest = undefined;
    return withTimeout(context, endsAt - clock.now(), (limited) =>
      answerTo(question, limited, (error) => {
        latest = error;
      }),
    );
  };
  let first: string | undefined;
  try {
    first = await answer();
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
  let finding = first;
  for (const settling of SETTLING_MS) {
    if (finding === undefined) return;
    await clock.sleep(Math.min(settling, (endsAt - clock.now()) / 2), deadline.signal);
    finding = await answer().catch(() => first);
  }
  if (finding !== undefined) throw new OperationNotInProgress(request, finding);
}

async function answerTo(
  question: Question,
  context: RetryContext,
  onError: (error: unknown) => void,
): Promise<string | undefined> {
  return retry(context, policies(context), async () => {
    try {
      return await withTimeout(context, ATTEMPT_MS, ({ deadline }) =>
        question({ abortSignal: deadline.signal }),
      );
    } catch (error) {
      const missing = missingIn(error);
      if (missing !== undefined) return missing;
      if (!context.deadline.signal.aborted) onError(error);
      throw error;
    }
  });
}

function policies(context: RetryContext): readonly RetryPolicy[] {
  return [
    { ...throttling, limitMs: context.deadline.workLeft() },
    { ...transient, limitMs: UNANSWERED_MS },
    { ...settledPermissions, limitMs: UNANSWERED_MS },
  ];
}

/**
 * What an error says is not there. In AWS's words: `Stack with id arn:... does not exist`,
 * `Resource Role does not exist for stack arn:...`, and, for an id that nothing can have, `1 validation error detected: ...`.
 * Whoever sends an event chooses its ids: what CloudFormation does not take for one is the id of nothing.
 */
function missingIn(error: unknown): string | undefined {
  const { name, message } = awsErrorFacts(error);
  if (name !== 'ValidationError') return undefined;
  return message.startsWith('Resource') ? 'the stack has no such resource' : 'there is no such stack';
}
