import type { Operation } from '../service';
import { stacksOf } from './lookup';
import { pageFor } from './page';
import { permissionForAll } from './permissions';

/** Deleted ones, too. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStacks.html */
export const LIST_STACKS: Operation = {
  write: false,
  permissions: () => [permissionForAll('ListStacks')],
  run: (call) => {
    const wanted = call.parameters.texts('StackStatusFilter');
    const stacks = stacksOf(call).filter(({ status }) => wanted.length === 0 || wanted.includes(status));
    const { items, NextToken } = pageFor(call, stacks);
    return {
      StackSummaries: items.map((stack) => ({
        StackId: stack.id,
        StackName: stack.name,
        CreationTime: stack.createdAt,
        LastUpdatedTime: stack.updatedAt,
        DeletionTime: stack.deletedAt,
        StackStatus: stack.status,
        StackStatusReason: stack.reason,
      })),
      NextToken,
    };
  },
};
