import { isDeepStrictEqual } from 'node:util';
import { cleanUp } from './clean-up';
import { dependentsAmong, runInOrder } from './dependency-order';
import { type DeclaredResource, type Deployment, declaredResources, givenProviders } from './deployment';
import { runPhase, type Step } from './phase';
import {
  createResource,
  type DeletionReason,
  deleteResource,
  resolveDeclared,
  type StepContext,
  updateResource,
} from './resource-steps';
import { rollBackFailed, rollBackUpdate } from './rollback';
import {
  beginPhase,
  failedTo,
  type Leftover,
  rest,
  type StackResource,
  type StackStatus,
} from './stack-state';

/** Creates every resource; after a failure each one that was begun gets a Delete. */
export async function createStack(context: StepContext, deployment: Deployment): Promise<StackStatus> {
  const { stack } = context;
  beginPhase(stack, 'CREATE_IN_PROGRESS');
  const failed = await runPhase(
    stack,
    deployment,
    'CREATE_FAILED',
    declaredResources(deployment).map((declared) => creation(context, declared)),
  );
  if (failed.length === 0) return rest(stack, 'CREATE_COMPLETE');
  if (deployment.onFailure === 'DO_NOTHING') return rest(stack, 'CREATE_FAILED', failedTo('create', failed));

  beginPhase(stack, 'ROLLBACK_IN_PROGRESS', failedTo('create', failed));
  const kept = await deleteResources(context, 'create rolled back');
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
  useProviders(context, deployment);
  const before = new Map(stack.resources);
  const leftovers = stack.leftovers.splice(0);
  const update = (current: StackResource, resource: DeclaredResource): Step => ({
    ...resource,
    run: async (cancelled) => {
      const resolved = resolveDeclared(context, resource, current, 'UPDATE_FAILED');
      if (resolved === undefined) return false;
      const changed = !isDeepStrictEqual(current.properties, resolved.properties);
      if (!changed && !deployment.force) return true;
      const { succeeded, leftover } = await updateResource(context, current, resolved.properties, cancelled);
      if (leftover !== undefined) leftovers.push(leftover);
      return succeeded;
    },
  });
  const retry = (failed: Leftover, resource: DeclaredResource): Step => ({
    ...resource,
    run: async (cancelled) => {
      if (deployment.deletesFailed !== 'first') leftovers.push(failed);
      else if (!(await deleteResource(context, failed, 'unneeded'))) return false;
      return createResource(context, resource, cancelled);
    },
  });
  const steps = declared.map((resource) => {
    const current = before.get(resource.logicalId);
    if (current === undefined) return creation(context, resource);
    return isFailedCreate(current) ? retry(current, resource) : update(current, resource);
  });

  beginPhase(stack, 'UPDATE_IN_PROGRESS');
  const failed = await runPhase(stack, deployment, 'UPDATE_FAILED', steps);
  if (failed.length > 0 && deployment.onFailure === 'DO_NOTHING') {
    await rollBackFailed(context, before, failed, leftovers);
    stack.leftovers.push(...leftovers);
    return rest(stack, 'UPDATE_FAILED', failedTo('update', failed));
  }
  if (failed.length > 0) return rollBackUpdate(context, before, failedTo('update', failed));

  const removed = [...before.values()].filter(
    ({ logicalId }) => !declared.some((resource) => resource.logicalId === logicalId),
  );
  return cleanUp(context, 'UPDATE_COMPLETE', [...leftovers, ...removed]);
}

/** Sends Delete for every resource the stack still has. May be repeated. */
export async function deleteStack(context: StepContext): Promise<StackStatus> {
  const { stack } = context;
  beginPhase(stack, 'DELETE_IN_PROGRESS');
  const kept = await deleteResources(context, 'unneeded');
  return kept.length === 0
    ? rest(stack, 'DELETE_COMPLETE')
    : rest(stack, 'DELETE_FAILED', failedTo('delete', kept));
}

/** It has an id, that of the reply or a made-up one, from the moment when it failed. */
function isFailedCreate(resource: StackResource): resource is Leftover {
  return resource.isFailedCreate === true && resource.physicalId !== undefined;
}

function creation(context: StepContext, declared: DeclaredResource): Step {
  return {
    ...declared,
    run: (cancelled) => createResource(context, declared, cancelled),
  };
}

/** Resolves to the logical ids of those that could not be deleted. */
async function deleteResources(context: StepContext, why: DeletionReason): Promise<string[]> {
  const { stack } = context;
  const resources = [...stack.resources.values()];
  await runInOrder(resources, dependentsAmong(resources), async (resource) => {
    const deleted = await deleteResource(context, resource, why);
    if (deleted) stack.resources.delete(resource.logicalId);
    return deleted;
  });
  return [...stack.resources.keys()];
}

/** The provider may be another object, with other code, behind the same ARN. */
function useProviders({ stack }: StepContext, deployment: Deployment): void {
  for (const [logicalId, { type, serviceToken }] of givenProviders(deployment)) {
    const current = stack.resources.get(logicalId);
    if (current === undefined) continue;
    if (current.type !== type)
      throw new Error(`${logicalId}: CloudFormation refuses to change the type ${current.type} to ${type}`);
    if (current.properties['ServiceToken'] !== serviceToken.arn)
      throw new Error(`${logicalId}: Modifying service token is not allowed.`);
    stack.resources.set(logicalId, { ...current, provider: serviceToken });
  }
}
