import { AwsError } from '../aws-error';
import type { Call } from '../service';
import { type Account, arnOf } from '../state';
import type { PublishedResource, PublishedStack } from './published-stack';

export const DELETED = 'DELETE_COMPLETE';

/** The stacks of the caller's account in the region that was asked, in the order in which they came to be. */
export function stacksOf({ account, region }: Call): PublishedStack[] {
  return stacksIn(account, region);
}

export function stacksIn(account: Account, region: string): PublishedStack[] {
  const here = arnOf(account, 'cloudformation', 'stack/', region);
  return [...account.stacks.values()].filter(({ id }) => id.startsWith(here));
}

/** A stack by its id, or by its name as long as it is not deleted. */
export function findStack(call: Call, nameOrId: string): PublishedStack | undefined {
  const stacks = stacksOf(call);
  return nameOrId.startsWith('arn:')
    ? stacks.find(({ id }) => id === nameOrId)
    : stacks.findLast(({ name, status }) => name === nameOrId && status !== DELETED);
}

/** @throws AwsError ValidationError in the words of DescribeStacks */
export function requiredStack(call: Call, nameOrId: string): PublishedStack {
  const stack = findStack(call, nameOrId);
  if (stack === undefined) throw validationError(`Stack with id ${nameOrId} does not exist`);
  return stack;
}

/**
 * The stack that has a resource of that physical id. Where two have one, AWS shows only one of them, and does not say
 * which: here it is the older one (https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/998).
 *
 * @throws AwsError ValidationError, in words of its own: `Stack for i-0123 does not exist`
 */
export function requiredOwner(call: Call, physicalId: string): PublishedStack {
  const owner = stacksOf(call)
    .filter(({ status }) => status !== DELETED)
    .find(({ resources }) => resources.some((resource) => owns(resource, physicalId)));
  if (owner === undefined) throw validationError(`Stack for ${physicalId} does not exist`);
  return owner;
}

function owns({ physicalId, status }: PublishedResource, wanted: string): boolean {
  return physicalId === wanted && status !== DELETED;
}

export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
