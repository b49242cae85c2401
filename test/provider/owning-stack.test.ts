import { DescribeStackResourcesCommand, type StackResource } from '@aws-sdk/client-cloudformation';
import { checkOwningStack, isResourceOfStack } from '../../src/provider/owning-stack';
import { awsError } from '../support/aws-error';
import { OWNER } from '../support/iam/specs';
import { sessionOf } from '../support/provider/open-session';

const ROLE = 'DatadogIntegrationRole';
const OTHER_STACK = 'arn:aws:cloudformation:us-east-1:123456789012:stack/quickstart/1';
const resource = (changes: Partial<StackResource> = {}): StackResource => ({
  StackId: OTHER_STACK,
  LogicalResourceId: 'Role',
  PhysicalResourceId: ROLE,
  ResourceType: 'AWS::IAM::Role',
  ResourceStatus: 'CREATE_COMPLETE',
  Timestamp: undefined,
  ...changes,
});

/** Where CloudFormation has these resources in the stack that has one of the role's name. */
function where(...StackResources: StackResource[]) {
  const made = sessionOf();
  made.cloudFormation
    .on(DescribeStackResourcesCommand, { PhysicalResourceId: ROLE }, true)
    .resolves({ StackResources });
  return made;
}

describe('a role is not adopted that another stack declares', () => {
  test('and is told which, and how to let go of it there', async () => {
    const { session } = where(resource({ LogicalResourceId: 'Queue', PhysicalResourceId: 'q' }), resource());
    await expect(checkOwningStack(session, ROLE)).rejects.toMatchObject({
      name: 'RoleOfAnotherStack',
      message: `ExistingRole is Adopt and the role ${ROLE} is the resource Role of the stack ${OTHER_STACK}, which would delete it with itself; it has been left as it is. First let go of it there: give the resource DeletionPolicy: Retain, update that stack, remove the resource from its template and update it again (or delete it). Then repeat this.`,
    });
  });

  test('nor where CloudFormation does not say', async () => {
    const { session, cloudFormation, ended } = sessionOf();
    cloudFormation.on(DescribeStackResourcesCommand).rejects(awsError('AccessDenied', 'denied', 403));
    await expect(ended(checkOwningStack(session, ROLE))).rejects.toThrow('denied');
  });
});

test.each<[string, StackResource[]]>([
  ['no stack declares', []],
  ['its own stack declares', [resource({ StackId: OWNER.stackId })]],
  ['a stack has let go of', [resource({ ResourceStatus: 'DELETE_SKIPPED' })]],
  ['has its name from a resource of another kind', [resource({ ResourceType: 'AWS::SQS::Queue' })]],
  ['is beside a role of another name', [resource({ PhysicalResourceId: 'Other' })]],
])('a role that %s may be adopted', async (_case, resources) => {
  const { session } = where(...resources);
  await expect(checkOwningStack(session, ROLE)).resolves.toBeUndefined();
});

test.each<[boolean, string, StackResource[]]>([
  [true, 'in this stack', [resource({ StackId: OWNER.stackId })]],
  [true, 'in another', [resource({ PhysicalResourceId: 'Other' }), resource()]],
  [true, 'as a resource of any kind', [resource({ ResourceType: 'Custom::DatadogIntegrationRole' })]],
  [false, 'in none', []],
  [false, 'in one that has let go of it', [resource({ ResourceStatus: 'DELETE_COMPLETE' })]],
])('whether a role is in use is told by CloudFormation: %s, %s', async (answer, _case, resources) => {
  const { session } = where(...resources);
  await expect(isResourceOfStack(session, ROLE)).resolves.toBe(answer);
});
