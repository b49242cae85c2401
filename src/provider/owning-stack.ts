import type { DescribeStackResourcesCommandInput } from '@aws-sdk/client-cloudformation';
import { isThrottling } from '../aws/errors';
import { isPresentAs, stackResources } from '../aws/stack-resources';
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
 * @throws RoleOfAnotherStack, and what CloudFormation answers otherwise: without its word nothing is adopted
 */
export async function checkOwningStack(session: Session, roleName: string): Promise<void> {
  const resources = await resourcesOf(session, { PhysicalResourceId: roleName });
  const owning = resources.find(
    (resource) => resource.ResourceType === 'AWS::IAM::Role' && isPresentAs(resource, roleName),
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
    const resources = await resourcesOf(session, { StackName: stackId, LogicalResourceId: logicalId });
    return resources.some((resource) => isPresentAs(resource, roleName));
  } catch (error) {
    if (isThrottling(error)) throw error;
    return undefined;
  }
}

/** Does any stack of this account and region have the role as its resource? @throws what CloudFormation answers otherwise */
export async function isResourceOfStack(session: Session, roleName: string): Promise<boolean> {
  const resources = await resourcesOf(session, { PhysicalResourceId: roleName });
  return resources.some((resource) => isPresentAs(resource, roleName));
}

function resourcesOf({ settings, call }: Session, input: DescribeStackResourcesCommandInput) {
  return stackResources(settings.clients.cloudFormation, call, input);
}
