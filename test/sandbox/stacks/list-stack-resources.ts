import type { Operation } from '../service';
import { requiredStack } from './lookup';
import { pageFor } from './page';
import { stackPermission } from './permissions';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html */
export const LIST_STACK_RESOURCES: Operation = {
  write: false,
  required: ['StackName'],
  permissions: (call) => [stackPermission(call, 'ListStackResources')],
  run: (call) => {
    const { resources } = requiredStack(call, call.parameters.requiredText('StackName'));
    const { items, NextToken } = pageFor(call, resources);
    return {
      StackResourceSummaries: items.map((resource) => ({
        LogicalResourceId: resource.logicalId,
        PhysicalResourceId: resource.physicalId,
        ResourceType: resource.type,
        LastUpdatedTimestamp: resource.changedAt,
        ResourceStatus: resource.status,
        ResourceStatusReason: resource.reason,
      })),
      NextToken,
    };
  },
};
