import { cleanUp } from './clean-up';
import { dependenciesAmong, runInOrder } from './dependency-order';
import type { ContinuationOptions } from './deployment';
import { rollBackResource, type StepContext } from './resource-steps';
import {
  beginPhase,
  failedTo,
  type Leftover,
  noteResource,
  rest,
  type StackResource,
  type StackStatus,
  type UnfinishedRollback,
} from './stack-state';

/**
 * ContinueUpdateRollback: sends the rollback's Update once more for each resource on which it failed.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-continueupdaterollback.html
 */
export async function continueRollback(
  context: StepContext,
  { skip = [] }: ContinuationOptions,
): Promise<StackStatus> {
  const { unfinishedRollback: unfinished } = context.stack;
  if (unfinished === undefined) throw new Error('there is no rollback to continue');
  const unknown = skip.filter((logicalId) => !unfinished.failed.includes(logicalId));
  if (unknown.length > 0) throw new Error(`the rollback did not fail on ${unknown.join(', ')}`);
  const failed = unfinished.failed.filter((logicalId) => !skip.includes(logicalId));
  return rollBackUpdate(context, unfinished.before, 'User Initiated', { ...unfinished, failed }, skip);
}

/** After a failure each resource that was touched gets an Update back; what was new goes. */
export async function rollBackUpdate(
  context: StepContext,
  before: ReadonlyMap<string, StackResource>,
  reason: string,
  { leftovers, failed: outstanding }: Pick<UnfinishedRollback, 'leftovers' | 'failed'> = {
    leftovers: [],
    failed: [...before.keys()],
  },
  skipped: readonly string[] = [],
): Promise<StackStatus> {
  const { stack } = context;
  beginPhase(stack, 'UPDATE_ROLLBACK_IN_PROGRESS', reason);
  for (const logicalId of skipped) takeForRolledBack(context, before, logicalId);
  const failed: string[] = [];
  const resources = [...before.values()];
  await runInOrder(resources, dependenciesAmong(resources), async (old) => {
    const touched = stack.resources.get(old.logicalId);
    // What is left as it is, or cannot be brought back, keeps nothing else from going back.
    if (touched === undefined || touched === old || !outstanding.includes(old.logicalId)) return true;
    const { succeeded, leftover } = await rollBackResource(context, touched, old);
    if (leftover !== undefined) leftovers.push(leftover);
    if (succeeded) return true;
    failed.push(old.logicalId);
    // Still what the failed update made of it: a rollback that is continued sends the same again.
    const now = stack.resources.get(old.logicalId);
    if (now !== undefined) stack.resources.set(old.logicalId, { ...now, properties: touched.properties });
    return true;
  });
  if (failed.length > 0) {
    stack.unfinishedRollback = { before, failed, leftovers };
    return rest(stack, 'UPDATE_ROLLBACK_FAILED', failedTo('update', failed));
  }
  stack.unfinishedRollback = undefined;

  const created = [...stack.resources.values()].filter(({ logicalId }) => !before.has(logicalId));
  return cleanUp(context, 'UPDATE_ROLLBACK_COMPLETE', [...leftovers, ...created]);
}

/**
 * Where what succeeded is preserved, what failed goes back to its last stable state all the same. What has none stays as it
 * is until the next update (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html).
 */
export async function rollBackFailed(
  context: StepContext,
  before: ReadonlyMap<string, StackResource>,
  failed: readonly string[],
  leftovers: Leftover[],
): Promise<void> {
  const { stack } = context;
  await Promise.all(
    failed.map(async (logicalId) => {
      const old = before.get(logicalId);
      const touched = stack.resources.get(logicalId);
      if (old === undefined || touched === undefined || touched.isFailedCreate) return;
      const { leftover } = await rollBackResource(context, touched, old);
      if (leftover !== undefined) leftovers.push(leftover);
      noteResource(stack, stack.resources.get(logicalId) ?? touched, 'UPDATE_FAILED');
    }),
  );
}

/** Of a resource that is skipped CloudFormation says that it is as it was before the update, whatever has become of it. */
function takeForRolledBack(
  { stack }: StepContext,
  before: ReadonlyMap<string, StackResource>,
  logicalId: string,
): void {
  const old = before.get(logicalId);
  const now = stack.resources.get(logicalId);
  if (old === undefined || now === undefined) return;
  const skipped = { ...now, properties: old.properties };
  stack.resources.set(logicalId, skipped);
  noteResource(stack, skipped, 'UPDATE_COMPLETE');
}
