import type { Call, Operation, ResultFields } from '../service';
import { DELETED, requiredStack, stacksOf } from './lookup';
import { pageFor } from './page';
import { permissionForAll, stackPermission } from './permissions';
import type { PublishedStack } from './published-stack';

/**
 * One stack, deleted ones by their id only; or all that are not deleted, which needs ListStacks as well.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
 */
export const DESCRIBE_STACKS: Operation = {
  write: false,
  permissions: (call) =>
    call.parameters.has('StackName')
      ? [stackPermission(call, 'DescribeStacks')]
      : [permissionForAll('DescribeStacks'), permissionForAll('ListStacks')],
  run: (call) => {
    const wanted = call.parameters.text('StackName');
    return wanted === undefined ? listAll(call) : { Stacks: [showStack(requiredStack(call, wanted))] };
  },
};

function listAll(call: Call): ResultFields {
  const stacks = stacksOf(call).filter(({ status }) => status !== DELETED);
  const { items, NextToken } = pageFor(call, stacks);
  return { Stacks: items.map(showStack), NextToken };
}

function showStack(stack: PublishedStack): ResultFields {
  return {
    StackId: stack.id,
    StackName: stack.name,
    CreationTime: stack.createdAt,
    LastUpdatedTime: stack.updatedAt,
    DeletionTime: stack.deletedAt,
    StackStatus: stack.status,
    StackStatusReason: stack.reason,
    DisableRollback: false,
    Description: stack.description,
    NotificationARNs: [],
    Capabilities: stack.capabilities ?? [],
    Parameters: Object.entries(stack.parameters ?? {}).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
    Outputs: Object.entries(stack.outputs ?? {}).map(([OutputKey, { value, description, exportName }]) => ({
      OutputKey,
      OutputValue: value,
      Description: description,
      ExportName: exportName,
    })),
    Tags: Object.entries(stack.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
    EnableTerminationProtection: false,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}
