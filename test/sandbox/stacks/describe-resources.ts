import type { Call, OperationTable, ResultFields } from '../service';
import { findStack, requiredOwner, requiredStack, validationError } from './lookup';
import { permissionForAll, stackPermission } from './permissions';
import type { PublishedResource, PublishedStack } from './published-stack';

const MOST_RESOURCES = 100;

export const RESOURCE_OPERATIONS: OperationTable = {
  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html */
  DescribeStackResources: {
    write: false,
    permissions: (call) => [
      call.parameters.has('StackName')
        ? stackPermission(call, 'DescribeStackResources')
        : permissionForAll('DescribeStackResources'),
    ],
    run: (call) => {
      const stack = wantedStack(call);
      const logicalId = call.parameters.text('LogicalResourceId');
      const resources =
        logicalId === undefined ? stack.resources : [requiredResource(stack, logicalId, stack.name)];
      return {
        StackResources: resources.slice(0, MOST_RESOURCES).map((resource) => ({
          ...showResource(stack, resource),
          Timestamp: resource.changedAt,
        })),
      };
    },
  },
  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResource.html */
  DescribeStackResource: {
    write: false,
    required: ['StackName', 'LogicalResourceId'],
    permissions: (call) => [stackPermission(call, 'DescribeStackResource')],
    run: (call) => {
      const name = call.parameters.requiredText('StackName');
      const stack = findStack(call, name);
      // These words are its own: https://github.com/boto/boto3/issues/2352
      if (stack === undefined) throw validationError(`Stack '${name}' does not exist`);
      const resource = requiredResource(stack, call.parameters.requiredText('LogicalResourceId'), name);
      return {
        StackResourceDetail: {
          ...showResource(stack, resource),
          LastUpdatedTimestamp: resource.changedAt,
          Metadata: '{}',
        },
      };
    },
  },
};

/** The stack that is named, or that owns the physical resource: one of the two must be given. */
function wantedStack(call: Call): PublishedStack {
  const name = call.parameters.text('StackName');
  const physicalId = call.parameters.text('PhysicalResourceId');
  if (name !== undefined && physicalId !== undefined)
    throw validationError('StackName and PhysicalResourceId cannot both be specified');
  if (name !== undefined) return requiredStack(call, name);
  if (physicalId !== undefined) return requiredOwner(call, physicalId);
  throw validationError('Either StackName or PhysicalResourceId must be specified');
}

function requiredResource(stack: PublishedStack, logicalId: string, asked: string): PublishedResource {
  const resource = stack.resources.find((candidate) => candidate.logicalId === logicalId);
  if (resource === undefined)
    throw validationError(`Resource ${logicalId} does not exist for stack ${asked}`);
  return resource;
}

function showResource(stack: PublishedStack, resource: PublishedResource): ResultFields {
  return {
    StackName: stack.name,
    StackId: stack.id,
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.physicalId,
    ResourceType: resource.type,
    ResourceStatus: resource.status,
    ResourceStatusReason: resource.reason,
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
  };
}
