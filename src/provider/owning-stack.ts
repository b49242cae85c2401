import { DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { awsErrorFacts, isAccessDenied } from '../aws/errors';
import type { Owner } from '../integration/spec';
import { UserError } from '../runtime/user-error';
import type { Session } from './session';

/** A resource of CloudFormation itself declares the role, and would delete it with its stack; nothing has been changed. */
export class RoleOfAnotherStack extends UserError {
  override readonly name = 'RoleOfAnotherStack';
}

/**
 * Refuses to adopt a role that another stack of this account and region declares.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html: for an id that no
 * stack has, CloudFormation answers a ValidationError; for one that a stack has, all resources of that stack, and for
 * 90 days those of a deleted one.
 *
 * @throws RoleOfAnotherStack, and what CloudFormation answers otherwise: without its word nothing is adopted
 */
export async function checkOwningStack({ settings, call, owner }: Session, roleName: string): Promise<void> {
  const owning = await call(async (options) => {
    try {
      const command = new DescribeStackResourcesCommand({ PhysicalResourceId: roleName });
      const { StackResources = [] } = await settings.clients.cloudFormation.send(command, options);
      return StackResources.find(
        ({ PhysicalResourceId, ResourceType, ResourceStatus = '' }) =>
          PhysicalResourceId === roleName &&
          ResourceType === 'AWS::IAM::Role' &&
          !GONE.includes(ResourceStatus),
      );
    } catch (error) {
      if (awsErrorFacts(error).name === 'ValidationError') return undefined;
      throw error;
    }
  });
  if (owning === undefined || owning.StackId === owner.stackId) return;
  throw new RoleOfAnotherStack(
    `ExistingRole is Adopt and the role ${roleName} is the resource ${owning.LogicalResourceId} of the stack ${owning.StackId}, which would delete it with itself; it has been left as it is. First let go of it there: give the resource DeletionPolicy: Retain, update that stack, remove the resource from its template and update it again (or delete it). Then repeat this.`,
  );
}

/**
 * Does CloudFormation say that the role is this owner's resource? False where it does not answer: only an administrator can bring
 * that about.
 */
export async function isRoleOf(
  { settings, call }: Session,
  { stackId, logicalId }: Owner,
  roleName: string,
): Promise<boolean> {
  try {
    const command = new DescribeStackResourcesCommand({ StackName: stackId, LogicalResourceId: logicalId });
    const { StackResources = [] } = await call((options) =>
      settings.clients.cloudFormation.send(command, options),
    );
    return StackResources.some(
      ({ PhysicalResourceId, ResourceStatus = '' }) =>
        PhysicalResourceId === roleName && !GONE.includes(ResourceStatus),
    );
  } catch (error) {
    if (awsErrorFacts(error).name === 'ValidationError' || isAccessDenied(error)) return false;
    throw error;
  }
}

const GONE = ['DELETE_COMPLETE', 'DELETE_SKIPPED'];
