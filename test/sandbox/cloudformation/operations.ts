import { isDeepStrictEqual } from 'node:util';
import { type DeclaredResource, type Deployment, declaredResources } from './deployment';
import { runPhase, type Step } from './phase';
import { createResource, deleteResource, type StepContext, updateResource } from './resource-steps';
import {
  type Leftover,
  noteStack,
  rest,
  type StackResource,
  type StackStatus,
  type UnfinishedRollback,
} from './stack-state';

/**
 * CloudFormation tries again before it gives up on a resource that an update left behind, as the events in
 * https://github.com/aws/aws-cdk/issues/2126 show; how often is not documented.
 */
const CLEANUP_DELETE_ATTEMPTS = 3;

/** Creates every resource; after a failure each one that was begun gets a Delete. */
export async function createStack(context: StepContext, deployment: Deployment): Promise<StackStatus> {
  const { stack } = context;
  noteStack(stack, 'CREATE_IN_PROGRESS');
  const failed = await runPhase(
    stack,
    deployment,
    'CREATE_FAILED',
    declaredResources(deployment).map((declared) => creation(context, declared)),
  );
  if (failed.length === 0) return rest(stack, 'CREATE_COMPLETE');
  if (deployment.onFailure === 'DO_NOTHING') return rest(stack, 'CREATE_FAILED', failedTo('create', failed));

  noteStack(stack, 'ROLLBACK_IN_PROGRESS', failedTo('create', failed));
  const kept = await deleteResources(context);
  return kept.length === 0
    ? rest(stack, 'ROLLBACK_COMPLETE')
    : rest(stack, 'ROLLBACK_FAILED', failedTo('delete', kept));
}

/**
 * Updates what changed and creates what is new; only when all of that worked, deletes what was replaced or removed.
 * After a failure each resource that was touched gets an Update back.
 */
export async function updateStack(context: StepContext, deployment: Deployment): Promise<StackStatus> {
  const { stack } = context;
  const declared = declaredResources(deployment);
  useProviders(context, declared);
  const before = new Map(stack.resources);
  const leftovers: Leftover[] = [];
  const update = (current: StackResource, { properties }: DeclaredResource): Step => ({
    logicalId: current.logicalId,
    run: async (cancelled) => {
      const { succeeded, leftover } = await updateResource(context, current, properties, cancelled);
      if (leftover !== undefined) leftovers.push(leftover);
      return succeeded;
    },
  });
  const steps = declared.flatMap((resource) => {
    const current = before.get(resource.logicalId);
    if (current === undefined) return [creation(context, resource)];
    const changed = !isDeepStrictEqual(current.properties, resource.properties);
    return changed || deployment.force ? [update(current, resource)] : [];
  });

  noteStack(stack, 'UPDATE_IN_PROGRESS');
  const failed = await runPhase(stack, deployment, 'UPDATE_FAILED', steps);
  if (failed.length > 0) return rollBackUpdate(context, before, failedTo('update', failed));

  const removed = [...before.values()].filter(
    ({ logicalId }) => !declared.some((resource) => resource.logicalId === logicalId),
  );
  return cleanUp(context, 'UPDATE_COMPLETE', [...leftovers, ...removed]);
}

/** Sends Delete for every resource the stack still has. May be repeated. */
export async function deleteStack(context: StepContext): Promise<StackStatus> {
  const { stack } = context;
  noteStack(stack, 'DELETE_IN_PROGRESS');
  const kept = await deleteResources(context);
  return kept.length === 0
    ? rest(stack, 'DELETE_COMPLETE')
    : rest(stack, 'DELETE_FAILED', failedTo('delete', kept));
}

/**
 * ContinueUpdateRollback: sends the rollback's Update once more for each resource on which it failed.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-continueupdaterollback.html
 */
export async function continueRollback(context: StepContext): Promise<StackStatus> {
  const { unfinishedRollback } = context.stack;
  if (unfinishedRollback === undefined) throw new Error('there is no rollback to continue');
  return rollBackUpdate(context, unfinishedRollback.before, 'User Initiated', unfinishedRollback);
}

async function rollBackUpdate(
  context: StepContext,
  before: ReadonlyMap<string, StackResource>,
  reason: string,
  { leftovers, failed: outstanding }: Pick<UnfinishedRollback, 'leftovers' | 'failed'> = {
    leftovers: [],
    failed: [...before.keys()],
  },
): Promise<StackStatus> {
  const { stack } = context;
  noteStack(stack, 'UPDATE_ROLLBACK_IN_PROGRESS', reason);
  const failed: string[] = [];
  await Promise.all(
    [...before.values()].map(async (old) => {
      const touched = stack.resources.get(old.logicalId);
      if (touched === undefined || touched === old || !outstanding.includes(old.logicalId)) return;
      const { succeeded, leftover } = await updateResource(context, touched, old.properties);
      if (leftover !== undefined) leftovers.push(leftover);
      if (succeeded) return;
      failed.push(old.logicalId);
      // Still what the failed update made of it: a rollback that is continued sends the same again.
      const now = stack.resources.get(old.logicalId);
      if (now !== undefined) stack.resources.set(old.logicalId, { ...now, properties: touched.properties });
    }),
  );
  if (failed.length > 0) {
    stack.unfinishedRollback = { before, failed, leftovers };
    return rest(stack, 'UPDATE_ROLLBACK_FAILED', failedTo('update', failed));
  }
  stack.unfinishedRollback = undefined;

  const created = [...stack.resources.values()].filter(({ logicalId }) => !before.has(logicalId));
  return cleanUp(context, 'UPDATE_ROLLBACK_COMPLETE', [...leftovers, ...created]);
}

/** Nothing can be rolled back any more: a resource that cannot be deleted is left behind, and said so. */
async function cleanUp(
  context: StepContext,
  status: 'UPDATE_COMPLETE' | 'UPDATE_ROLLBACK_COMPLETE',
  unneeded: readonly StackResource[],
): Promise<StackStatus> {
  const { stack } = context;
  noteStack(stack, `${status}_CLEANUP_IN_PROGRESS`);
  const deleted = await Promise.all(
    unneeded.map(async (resource) => {
      if (stack.resources.get(resource.logicalId) === resource) stack.resources.delete(resource.logicalId);
      for (let attempt = 1; attempt <= CLEANUP_DELETE_ATTEMPTS; attempt++)
        if (await deleteResource(context, resource)) return true;
      return false;
    }),
  );
  return deleted.every(Boolean)
    ? rest(stack, status)
    : rest(stack, status, 'Update successful. One or more resources could not be deleted.');
}

function creation(context: StepContext, declared: DeclaredResource): Step {
  return {
    logicalId: declared.logicalId,
    run: (cancelled) => createResource(context, declared, cancelled),
  };
}

/** Resolves to the logical ids of those that could not be deleted. */
async function deleteResources(context: StepContext): Promise<string[]> {
  const { stack } = context;
  await Promise.all(
    [...stack.resources.values()].map(async (resource) => {
      if (await deleteResource(context, resource)) stack.resources.delete(resource.logicalId);
    }),
  );
  return [...stack.resources.keys()];
}

/** The provider may be another object, with other code, behind the same ARN. */
function useProviders({ stack }: StepContext, declared: readonly DeclaredResource[]): void {
  for (const { logicalId, provider, type } of declared) {
    const current = stack.resources.get(logicalId);
    if (current === undefined) continue;
    if (current.type !== type)
      throw new Error(`${logicalId}: CloudFormation refuses to change the type ${current.type} to ${type}`);
    if (current.provider.arn !== provider.arn)
      throw new Error(`${logicalId}: Modifying service token is not allowed.`);
    stack.resources.set(logicalId, { ...current, provider });
  }
}

function failedTo(verb: 'create' | 'update' | 'delete', logicalIds: readonly string[]): string {
  return `The following resource(s) failed to ${verb}: [${logicalIds.join(', ')}].`;
}
