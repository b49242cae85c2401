import type { PublishedResource, PublishedStack } from '../stacks/published-stack';
import type { StackEvent, StackState } from './stack-state';

/** A stack at this moment as DescribeStacks and DescribeStackResources show it: its events tell all of it. */
export function publicationOf(stack: StackState): PublishedStack {
  const events = eventsOfThisCreation(stack);
  const own = events.filter((event) => isOfStack(stack, event));
  const current = own.at(-1);
  if (current === undefined) throw new Error(`stack ${stack.name} has not been created yet`);
  const timeOf = (status: string) => own.findLast((event) => event.status === status)?.time;
  return {
    id: stack.id,
    name: stack.name,
    status: current.status,
    reason: current.reason,
    createdAt: own[0]?.time ?? current.time,
    updatedAt: timeOf('UPDATE_IN_PROGRESS'),
    deletedAt: current.status.startsWith('DELETE_') ? timeOf('DELETE_IN_PROGRESS') : undefined,
    events,
    resources: resourcesOf(
      stack,
      events.filter((event) => !isOfStack(stack, event)),
      current.status,
    ),
  };
}

/** A stack that was deleted and made again has another id. */
function eventsOfThisCreation(stack: StackState): readonly StackEvent[] {
  return stack.events.slice(stack.events.findIndex((event) => isOfStack(stack, event)));
}

function isOfStack({ id, name }: StackState, { logicalId, physicalId }: StackEvent): boolean {
  return logicalId === name && physicalId === id;
}

/** When all resources go, those that are gone stay in sight; what an update has removed does not. */
const ALL_RESOURCES_GO = /^(DELETE|ROLLBACK)_/;

function resourcesOf(
  stack: StackState,
  events: readonly StackEvent[],
  stackStatus: string,
): PublishedResource[] {
  return [...new Set(events.map(({ logicalId }) => logicalId))].flatMap((logicalId) => {
    const resource = stack.resources.get(logicalId);
    // The clean-up of what was replaced has events under the same logical id.
    const event = events.findLast(
      (candidate) =>
        candidate.logicalId === logicalId &&
        (resource === undefined || candidate.physicalId === resource.physicalId),
    );
    if (event === undefined) return [];
    const { physicalId, type, status, reason, time } = event;
    const gone = resource === undefined && status === 'DELETE_COMPLETE';
    if (gone && !ALL_RESOURCES_GO.test(stackStatus)) return [];
    return [{ logicalId, physicalId, type, status, reason, changedAt: time }];
  });
}
