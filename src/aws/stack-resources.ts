import {
  type CloudFormationClient,
  DescribeStackResourcesCommand,
  type DescribeStackResourcesCommandInput,
  type StackResource,
} from '@aws-sdk/client-cloudformation';
import type { Call } from './calls';
import { awsErrorFacts } from './errors';

/**
 * Resources of a stack, or those of the stack that has a physical id; none where CloudFormation knows no such stack or resource.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html: for an id that no
 * stack has, CloudFormation answers a ValidationError; for one that a stack has, all resources of that stack, and for
 * 90 days those of a deleted one.
 *
 * @throws what CloudFormation answers otherwise
 */
export function stackResources(
  cloudFormation: CloudFormationClient,
  call: Call,
  input: DescribeStackResourcesCommandInput,
): Promise<readonly StackResource[]> {
  return call(async (options) => {
    try {
      const { StackResources = [] } = await cloudFormation.send(
        new DescribeStackResourcesCommand(input),
        options,
      );
      return StackResources;
    } catch (error) {
      if (awsErrorFacts(error).name === 'ValidationError') return [];
      throw error;
    }
  });
}

/** Has the stack this resource under that physical id, and has not let go of it? */
export function isPresentAs(
  { PhysicalResourceId, ResourceStatus }: StackResource,
  physicalId: string,
): boolean {
  return PhysicalResourceId === physicalId && !GONE.includes(ResourceStatus ?? '');
}

const GONE = ['DELETE_COMPLETE', 'DELETE_SKIPPED'];
