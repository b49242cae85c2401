import { dependentsAmong, runInOrder } from './dependency-order';
import { deleteResource, type StepContext } from './resource-steps';
import { beginPhase, rest, type StackResource, type StackStatus } from './stack-state';

/**
 * CloudFormation tries again before it gives up on a resource that an update left behind, as the events in
 * https://github.com/aws/aws-cdk/issues/2126 show; how often is not documented.
 */
const CLEANUP_DELETE_ATTEMPTS = 3;

/** Nothing can be rolled back any more: a resource that cannot be deleted is left behind, and said so. */
export async function cleanUp(
  context: StepContext,
  status: 'UPDATE_COMPLETE' | 'UPDATE_ROLLBACK_COMPLETE',
  unneeded: readonly StackResource[],
): Promise<StackStatus> {
  const { stack } = context;
  beginPhase(stack, `${status}_CLEANUP_IN_PROGRESS`);
  const endings = await runInOrder(unneeded, dependentsAmong(unneeded), async (resource) => {
    const isReplaced = stack.resources.get(resource.logicalId) !== resource;
    if (!isReplaced) stack.resources.delete(resource.logicalId);
    const why =
      status === 'UPDATE_ROLLBACK_COMPLETE' ? 'create rolled back' : isReplaced ? 'replaced' : 'unneeded';
    for (let attempt = 1; attempt <= CLEANUP_DELETE_ATTEMPTS; attempt++)
      if (await deleteResource(context, resource, why)) return true;
    return false;
  });
  return [...endings.values()].every((ending) => ending === 'done')
    ? rest(stack, status)
    : rest(stack, status, 'Update successful. One or more resources could not be deleted.');
}
