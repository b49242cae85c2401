import { DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { AdoptionRefused } from '../../src/provider/errors';
import { RoleOfAnotherStack } from '../../src/provider/owning-stack';
import { awsError } from '../support/aws-error';
import { emptyAccount } from '../support/iam/model-iam';
import { foreignRole } from '../support/provider/roles';
import { TestBed } from '../support/provider/test-bed';

const ADOPT = { ExistingRole: 'Adopt' };
const bedWith = (changes = {}, options = {}) =>
  new TestBed({ account: { ...emptyAccount(), role: { ...foreignRole, ...changes } }, ...options });

describe('a role that somebody else made is not adopted', () => {
  test('under a name that is not listed, and nothing is touched, nor claimed', async () => {
    const testBed = bedWith({}, { adoptableRoleNames: [] });
    await expect(testBed.create(ADOPT)).rejects.toThrow(AdoptionRefused);
    expect(testBed.served.steps).toEqual([]);
    expect(testBed.parameters.size).toBe(0);
    expect(testBed.claims.at(-1)).toBe('datadog-integration-role:not-created');
  });

  test('when another stack declares it, and nothing is touched', async () => {
    const testBed = bedWith();
    testBed.cloudFormation
      .on(DescribeStackResourcesCommand, { PhysicalResourceId: foreignRole.name })
      .resolves({
        StackResources: [
          {
            StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/quickstart/1',
            LogicalResourceId: 'Role',
            PhysicalResourceId: foreignRole.name,
            ResourceType: 'AWS::IAM::Role',
            ResourceStatus: 'CREATE_COMPLETE',
            Timestamp: new Date(0),
          },
        ],
      });
    const creating = testBed.create(ADOPT);
    await expect(creating).rejects.toThrow(RoleOfAnotherStack);
    await expect(creating).rejects.toThrow('give the resource DeletionPolicy: Retain');
    expect(testBed.served.steps).toEqual([]);
    expect(testBed.parameters.size).toBe(0);
    expect(testBed.claims.at(-1)).toBe('datadog-integration-role:not-created');
  });

  test('when CloudFormation does not say whose it is', async () => {
    const testBed = bedWith();
    testBed.cloudFormation
      .on(DescribeStackResourcesCommand, { PhysicalResourceId: foreignRole.name })
      .rejects(awsError('AccessDenied', 'no', 403));
    await expect(testBed.create(ADOPT)).rejects.toThrow('no');
    expect(testBed.served.steps).toEqual([]);
  });
});

test('a role of a deleted stack, and one whose name another kind of resource has, are adopted', async () => {
  for (const resource of [
    { ResourceType: 'AWS::IAM::Role', ResourceStatus: 'DELETE_SKIPPED' as const },
    { ResourceType: 'AWS::SQS::Queue', ResourceStatus: 'CREATE_COMPLETE' as const },
  ]) {
    const testBed = bedWith();
    testBed.cloudFormation
      .on(DescribeStackResourcesCommand, { PhysicalResourceId: foreignRole.name })
      .resolves({
        StackResources: [
          {
            StackId: 'x',
            LogicalResourceId: 'R',
            PhysicalResourceId: foreignRole.name,
            Timestamp: undefined,
            ...resource,
          },
        ],
      });
    await expect(testBed.create(ADOPT)).resolves.toMatchObject({ physicalResourceId: foreignRole.name });
  }
});
