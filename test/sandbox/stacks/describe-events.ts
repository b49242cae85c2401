import type { Operation } from '../service';
import { requiredStack } from './lookup';
import { pageFor } from './page';
import { stackPermission } from './permissions';

/** Newest first. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackEvents.html */
export const DESCRIBE_STACK_EVENTS: Operation = {
  write: false,
  required: ['StackName'],
  permissions: (call) => [stackPermission(call, 'DescribeStackEvents')],
  run: (call) => {
    const { id, name, events = [] } = requiredStack(call, call.parameters.requiredText('StackName'));
    const { items, NextToken } = pageFor(call, [...events].reverse());
    return {
      StackEvents: items.map((event) => ({
        StackId: id,
        EventId: `${event.logicalId}-${event.status}-${events.indexOf(event)}`,
        StackName: name,
        LogicalResourceId: event.logicalId,
        PhysicalResourceId: event.physicalId ?? '',
        ResourceType: event.type,
        Timestamp: event.time,
        ResourceStatus: event.status,
        ResourceStatusReason: event.reason,
      })),
      NextToken,
    };
  },
};
