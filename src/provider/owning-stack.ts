import {
  DescribeStackResourcesCommand,
  type DescribeStackResourcesCommandInput,
  type StackResource,
} from '@aws-sdk/client-cloudformation';
import { awsErrorFacts, isThrottling } from '../aws/errors';
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
export async function checkOwningStack(session: Session, roleName: string): Promise<void> {
  const resources = await stackResources(session, { PhysicalResourceId: roleName });
  const owning = resources.find(
    (resource) => resource.ResourceType === 'AWS::IAM::Role' && is(resource, roleName),
  );
  if (owning === undefined || owning.StackId === session.owner.stackId) return;
  throw new RoleOfAnotherStack(
    `ExistingRole is Adopt and the role ${roleName} is the resource ${owning.LogicalResourceId} of the stack ${owning.StackId}, which would delete it with itself; it has been left as it is. First let go of it there: give the resource DeletionPolicy: Retain, update that stack, remove the resource from its template and update it again (or delete it). Then repeat this.`,
  );
}

/**
 * Does CloudFormation say that the role is this owner's resource? Undefined where it is denied or out of reach, which only an
 * administrator or AWS can bring about.
 *
 * @throws what CloudFormation answers when it throttles, which anybody can bring about
 */
export async function isRoleOf(
  session: Session,
  { stackId, logicalId }: Owner,
  roleName: string,
): Promise<boolean | undefined> {
  try {
    const resources = await stackResources(session, { StackName: stackId, LogicalResourceId: logicalId });
    return resources.some((resource) => is(resource, roleName));
  } catch (error) {
    if (isThrottling(error)) throw error;
    return undefined;
  }
}

/** Does any stack of this account and region have the role as its resource? @throws what CloudFormation answers otherwise */
export async function isResourceOfStack(session: Session, roleName: string): Promise<boolean> {
  const resources = await stackResources(session, { PhysicalResourceId: roleName });
  return resources.some((resource) => is(resource, roleName));
}

/** None where CloudFormation knows no such stack or resource. */
function stackResources(
  { settings, call }: Session,
  input: DescribeStackResourcesCommandInput,
): Promise<readonly StackResource[]> {
  return call(async (options) => {
    try {
      const command = new DescribeStackResourcesCommand(input);
      const { StackResources = [] } = await settings.clients.cloudFormation.send(command, options);
      return StackResources;
    } catch (error) {
      if (awsErrorFacts(error).name === 'ValidationError') return [];
      throw error;
    }
  });
}

function is({ PhysicalResourceId, ResourceStatus }: StackResource, roleName: string): boolean {
  return PhysicalResourceId === roleName && !GONE.includes(ResourceStatus ?? '');
}

const GONE = ['DELETE_COMPLETE', 'DELETE_SKIPPED'];
