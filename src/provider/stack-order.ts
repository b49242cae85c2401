import type { ResourceRequest } from '../custom-resource';

/** What CloudFormation has said of a stack; nobody but CloudFormation can have set it. Times in milliseconds since 1970. */
export interface StackFacts {
  readonly status: string;
  readonly createdAt: number;
  /** When the latest update began; undefined before the first one. */
  readonly updatedAt: number | undefined;
}

/** What CloudFormation has said of a resource of a stack. */
export interface ResourceFacts {
  readonly status: string;
  /** When it came into this status, in milliseconds since 1970. */
  readonly changedAt: number | undefined;
  readonly physicalId: string | undefined;
}

/** One look at what CloudFormation is doing; undefined is what it did not say. */
export interface Look {
  readonly stack: StackFacts | undefined;
  readonly resource: ResourceFacts | undefined;
}

type Event = Pick<ResourceRequest, 'requestType' | 'logicalResourceId' | 'sentAt'>;

/*
 * Which of two events is the newer one. CloudFormation brings a resource into a status, and then sends the event that belongs to it:
 * the date in the ResponseURL, to the second, is that of the sending, and DescribeStackResources tells since when the
 * resource is in its status. So an event that was sent before its resource came into the present status is not the one that
 * CloudFormation waits for. Neither page says how well the two clocks agree.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackResource.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Stack.html
 */

/** So much may the clocks of CloudFormation, Lambda and Datadog differ, for all that is known. */
export const CLOCKS_DIFFER_MS = 60_000;

/** An event that is this much older than the status of its resource is taken for one of an earlier operation. */
const LATE_MS = 10_000;
/** Where CloudFormation has visibly gone on to something else, so much is enough: the date has whole seconds. */
const SAME_EVENT_MS = 2_000;

/** The status of a stack that goes back to what it was before an update. */
export const ROLLING_BACK = 'UPDATE_ROLLBACK_IN_PROGRESS';

/**
 * Whether CloudFormation sends such an event while a stack is in this status. It makes and changes resources first and
 * deletes at the end, in a phase of its own; in a rollback it makes nothing
 * (https://github.com/aws/aws-cdk/blob/main/docs/CLOUDFORMATION.md). A status that is not known is taken for what its name says. Nothing
 * more is asked of a Delete than that something is in progress: after a failure whose resources were kept it comes in the
 * middle of the next update (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html).
 */
export function isPlausible(requestType: ResourceRequest['requestType'], status: string): boolean {
  // A change set waits for somebody to look at it, possibly for ever: the stack has no resource yet.
  if (!isInProgress(status) || status === 'REVIEW_IN_PROGRESS') return false;
  return !NEVER_DURING[requestType].includes(status);
}

const DELETING = [
  'DELETE_IN_PROGRESS',
  'ROLLBACK_IN_PROGRESS',
  'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
  'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
];
const NEVER_DURING: Readonly<Record<ResourceRequest['requestType'], readonly string[]>> = {
  Create: [...DELETING, ROLLING_BACK],
  Update: [...DELETING, 'CREATE_IN_PROGRESS'],
  Delete: [],
};

export function isInProgress(status: string): boolean {
  return status.endsWith('_IN_PROGRESS');
}

/**
 * Whether the event may undo what another one, for which CloudFormation no longer waits, has still in flight: in a rollback
 * CloudFormation does not wait for the invocations that it has given up (https://github.com/aws/aws-cdk/issues/31541).
 */
export function isTakingOver(
  { requestType }: Pick<Event, 'requestType'>,
  status: string | undefined,
): boolean {
  if (requestType === 'Update') return status === ROLLING_BACK;
  return requestType === 'Delete' && status !== undefined && CANCELLING.includes(status);
}

const CANCELLING = ['ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS'];

/** Why an event is one of an earlier operation, in words that go on `CloudFormation says that`; undefined when it is not. */
export function lateness(event: Event, { stack, resource }: Look): string | undefined {
  const since = event.requestType === 'Delete' ? stack?.updatedAt : resource?.changedAt;
  if (event.sentAt === undefined || since === undefined || since <= event.sentAt + LATE_MS) return undefined;
  const sent = `and this was sent at ${iso(event.sentAt)}`;
  return event.requestType === 'Delete'
    ? `the present operation of the stack began at ${iso(since)}, ${sent}`
    : `its resource ${event.logicalResourceId} is in ${resource?.status} since ${iso(since)}, ${sent}`;
}

/**
 * What CloudFormation has gone on to since the first look, though the event is still being carried out; undefined when it
 * still waits for it, as far as can be seen: a look may also show what was before the first one.
 */
export function overtakenBy(event: Event, first: Look, now: Look): string | undefined {
  const { requestType, logicalResourceId, sentAt = UNKNOWN } = event;
  const since = startOf(event, now);
  if (since < startOf(event, first)) return undefined;
  // Of a Delete nothing tells an older look from a newer one but a later update; until then, what goes was to go.
  if (requestType === 'Delete')
    return since > sentAt + SAME_EVENT_MS ? `an update of the stack has begun at ${iso(since)}` : undefined;
  if (now.resource !== undefined && isKnown(now.resource) && !isAtWork(now.resource.status))
    return `its resource ${logicalResourceId} is in ${now.resource.status}`;
  if (now.stack !== undefined && isKnown(now.stack) && !isPlausible(requestType, now.stack.status))
    return `the stack is in ${now.stack.status}`;
  if (!hasGoneOn(first, now)) return undefined;
  // The first look may have shown what was before this very event.
  if (since <= sentAt + SAME_EVENT_MS) return undefined;
  return `it has gone on from ${described(first)} to ${described(now)}`;
}

/** Where something is not there, this is its status. A stack or a resource that is gone has another one. */
export const NO_STATUS = 'no status';

function isKnown({ status }: { readonly status: string }): boolean {
  return status !== NO_STATUS;
}

function isAtWork(resourceStatus: string): boolean {
  return isInProgress(resourceStatus) && !resourceStatus.startsWith('DELETE_');
}

function hasGoneOn(first: Look, now: Look): boolean {
  const { stack, resource } = now;
  return (
    (first.stack !== undefined &&
      stack !== undefined &&
      isKnown(stack) &&
      (first.stack.status !== stack.status || first.stack.updatedAt !== stack.updatedAt)) ||
    (first.resource !== undefined &&
      resource !== undefined &&
      isKnown(resource) &&
      first.resource.changedAt !== resource.changedAt)
  );
}

/** A time that is neither earlier nor later than any other. */
const UNKNOWN = Number.NaN;

/** When CloudFormation began with what an event of this type would belong to. */
function startOf({ requestType }: Event, { stack, resource }: Look): number {
  const ofStack = requestType === 'Delete' || resource === undefined;
  return (ofStack ? stack?.updatedAt : resource.changedAt) ?? UNKNOWN;
}

function described({ stack, resource }: Look): string {
  const since = resource?.changedAt ?? stack?.updatedAt;
  return `${stack?.status ?? resource?.status}${since === undefined ? '' : ` (since ${iso(since)})`}`;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
