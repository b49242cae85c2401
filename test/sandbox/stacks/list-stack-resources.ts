import { pageOf } from '../paging';
import type { Operation } from '../service';
import { requiredStack, validationError } from './lookup';
import { stackPermission } from './permissions';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html */
export const LIST_STACK_RESOURCES: Operation = {
  write: false,
  required: ['StackName'],
  permissions: (call) => [stackPermission(call, 'ListStackResources')],
  run: (call) => {
    const { resources } = requiredStack(call, call.parameters.requiredText('StackName'));
    const token = call.parameters.text('NextToken');
    const { items, next } = pageOf(resources, call.world.settings.pageSize, token, () =>
      validationError(`Invalid NextToken: ${token}`),
    );
    return {
      StackResourceSummaries: items.map((resource) => ({
        LogicalResourceId: resource.logicalId,
        PhysicalResourceId: resource.physicalId,
        ResourceType: resource.type,
        LastUpdatedTimestamp: resource.changedAt,
        ResourceStatus: resource.status,
        ResourceStatusReason: resource.reason,
      })),
      NextToken: next,
    };
  },
};
