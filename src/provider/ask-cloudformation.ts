import {
  type CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  type StackResource,
} from '@aws-sdk/client-cloudformation';
import type { SendOptions } from '../aws/calls';
import { awsErrorFacts } from '../aws/errors';
import { settledPermissions, throttling, transient } from '../aws/retry-policies';
import type { ResourceRequest } from '../custom-resource';
import { type RetryContext, type RetryPolicy, retry } from '../runtime/retry';
import { withTimeout } from '../runtime/with-timeout';
import {
  isInProgress,
  isPlausible,
  lateness,
  NO_STATUS,
  type ResourceFacts,
  type StackFacts,
} from './stack-order';

/** What CloudFormation answers, and what of it speaks against the event, in words that go on `CloudFormation says that`. */
export interface Answer<Facts> {
  readonly facts: Facts;
  readonly objection: string | undefined;
}

export type Question<Facts> = (options: SendOptions) => Promise<Answer<Facts>>;

/**
 * For so long a request may go unanswered, and no answer or a denial be waited out: all in all no longer than the reads may
 * take, so that a Delete which looks for what an abandoned Create makes need not look any longer.
 */
const ATTEMPT_MS = 3_500;
export const UNANSWERED_MS = 3_000;

/** Of what is not there. */
const NO_STACK: StackFacts = { status: NO_STATUS, createdAt: 0, updatedAt: undefined };
const NO_RESOURCE: ResourceFacts = { status: NO_STATUS, changedAt: undefined, physicalId: undefined };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html */
export function askAboutStack(client: CloudFormationClient, request: ResourceRequest): Question<StackFacts> {
  const { requestType, stackId } = request;
  return async (options) => {
    try {
      const { Stacks: [stack] = [] } = await client.send(
        new DescribeStacksCommand({ StackName: stackId }),
        options,
      );
      const facts = {
        status: stack?.StackStatus ?? NO_STACK.status,
        createdAt: stack?.CreationTime?.getTime() ?? 0,
        updatedAt: stack?.LastUpdatedTime?.getTime(),
      };
      return {
        facts,
        objection: isPlausible(requestType, facts.status)
          ? lateness(request, { stack: facts, resource: undefined })
          : `the stack is in ${facts.status}`,
      };
    } catch (error) {
      return { facts: NO_STACK, objection: missingIn(error) };
    }
  };
}

/**
 * Of a Delete it is only asked whether the stack still has the very thing at rest: that of a resource which an update has
 * replaced or removed comes when the stack has another one of that name, or none any more.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html
 */
export function askAboutResource(
  client: CloudFormationClient,
  request: ResourceRequest,
): Question<ResourceFacts> {
  const { requestType, stackId, logicalResourceId, resourceType, physicalResourceId } = request;
  const isDelete = requestType === 'Delete';
  return async (options) => {
    let resources: readonly StackResource[];
    try {
      const question = { StackName: stackId, LogicalResourceId: logicalResourceId };
      ({ StackResources: resources = [] } = await client.send(
        new DescribeStackResourcesCommand(question),
        options,
      ));
    } catch (error) {
      const missing = missingIn(error);
      return { facts: NO_RESOURCE, objection: isDelete ? undefined : missing };
    }
    const resource = resources.find(
      ({ LogicalResourceId, ResourceType }) =>
        LogicalResourceId === logicalResourceId && ResourceType === resourceType,
    );
    const facts = {
      status: resource?.ResourceStatus ?? NO_RESOURCE.status,
      changedAt: resource?.Timestamp?.getTime(),
      physicalId: resource?.PhysicalResourceId,
    };
    const finding = `its resource ${logicalResourceId} is in ${facts.status}`;
    if (isDelete) {
      const isAtRest = facts.physicalId === physicalResourceId && facts.status.endsWith('_COMPLETE');
      return { facts, objection: isAtRest ? finding : undefined };
    }
    if (resource === undefined)
      return { facts, objection: `the stack has no ${logicalResourceId} of the type ${resourceType}` };
    return {
      facts,
      objection: isInProgress(facts.status)
        ? lateness(request, { stack: undefined, resource: facts })
        : finding,
    };
  };
}

/**
 * Asks until there is an answer, for a while.
 *
 * @param limitMs for how long in all
 * @param unansweredMs for how long no answer at all is waited out
 * @throws the last failure of a request, or the time-out where none has failed
 */
export async function answerWithin<Facts>(
  context: RetryContext,
  question: Question<Facts>,
  limitMs: number,
  unansweredMs: number,
): Promise<Answer<Facts>> {
  let latest: unknown;
  try {
    return await withTimeout(context, limitMs, (limited) =>
      retry(limited, policies(limited, unansweredMs), async () => {
        try {
          return await withTimeout(limited, ATTEMPT_MS, ({ deadline }) =>
            question({ abortSignal: deadline.signal }),
          );
        } catch (error) {
          if (!limited.deadline.signal.aborted) latest = error;
          throw error;
        }
      }),
    );
  } catch (error) {
    throw latest ?? error;
  }
}

function policies(context: RetryContext, unansweredMs: number): readonly RetryPolicy[] {
  return [
    { ...throttling, limitMs: context.deadline.workLeft() },
    { ...transient, limitMs: unansweredMs },
    { ...settledPermissions, limitMs: UNANSWERED_MS },
  ];
}

/**
 * What an error says is not there. In AWS's words: `Stack with id arn:... does not exist`,
 * `Resource Role does not exist for stack arn:...`, and, for an id that nothing can have, `1 validation error detected: ...`.
 * Whoever sends an event chooses its ids: what CloudFormation does not take for one is the id of nothing.
 *
 * @throws any other error
 */
function missingIn(error: unknown): string {
  const { name, message } = awsErrorFacts(error);
  if (name !== 'ValidationError') throw error;
  return message.startsWith('Resource') ? 'the stack has no such resource' : 'there is no such stack';
}
