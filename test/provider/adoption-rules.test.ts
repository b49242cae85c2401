import { DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { adoptionProblems } from '../../src/provider/adoption';
import { AdoptionRefused } from '../../src/provider/errors';
import { RoleOfAnotherStack } from '../../src/provider/owning-stack';
import { awsError } from '../support/aws-error';
import { emptyAccount } from '../support/iam/model-iam';
import { specOf } from '../support/iam/specs';
import { foreignRole } from '../support/provider/roles';
import { TestBed } from '../support/provider/test-bed';

const ADOPT = { ExistingRole: 'Adopt' };
const RULES = { adoptableRoleNames: [foreignRole.name], functionRoles: [] };
const OUR_ID = '0f9bb8a3d2c14c6e9a7b5d1e3f2a4c6d';
const OTHER_ID = 'aaaabbbbccccddddeeeeffff00001111';
const spec = specOf({ roleName: foreignRole.name, externalId: OUR_ID });

const trusting = (account: string, externalId: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'STS:ExternalId': externalId } },
      },
    ],
  });

const bedWith = (changes = {}, options = {}) =>
  new TestBed({ account: { ...emptyAccount(), role: { ...foreignRole, ...changes } }, ...options });

describe('a role that somebody else made may be adopted', () => {
  test.each([
    ['that is listed', {}],
    ['that lets Datadog in with the same external id', { trustPolicy: trusting('464622532012', OUR_ID) }],
    ['that lets another account in with another one', { trustPolicy: trusting('999999999999', OTHER_ID) }],
  ])('%s', (_, changes) => {
    expect(adoptionProblems({ ...foreignRole, ...changes }, spec, RULES)).toEqual([]);
  });
});

describe('a role that somebody else made is not adopted', () => {
  test('under a name in other letter case', () => {
    const name = foreignRole.name.toUpperCase();
    expect(adoptionProblems({ ...foreignRole, name }, spec, RULES)).toEqual([
      `RoleName is "${spec.roleName}" and the role that exists is "${name}": IAM overlooks letter case, AssumeRole and Datadog do not. Set RoleName to ${name}, and enter the same in Datadog.`,
    ]);
  });

  test('when its name is not listed', () => {
    const [problem] = adoptionProblems(foreignRole, spec, { ...RULES, adoptableRoleNames: ['A', 'B'] });
    expect(problem).toBe(
      `ExistingRole is Adopt and the role is named "${foreignRole.name}"; the provider adopts A and B only. Choose another RoleName, or have an administrator add it to the template parameter AdoptableRoleNames of the provider.`,
    );
  });

  test.each([
    ['an AWS service', { Service: 'cloudformation.amazonaws.com' }, 'cloudformation.amazonaws.com'],
    [
      'people of an identity provider',
      { Federated: 'arn:aws:iam::123456789012:saml-provider/okta' },
      'arn:aws:iam::123456789012:saml-provider/okta',
    ],
  ])('when %s works with it', (_, Principal, named) => {
    const trustPolicy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }],
    });
    expect(adoptionProblems({ ...foreignRole, trustPolicy }, spec, RULES)).toEqual([
      `ExistingRole is Adopt and the role lets in "${named}", whom an adoption would shut out: choose another RoleName, or take them out of the role's trust policy first.`,
    ]);
  });

  test('when one of our own functions runs as it', () => {
    const [problem] = adoptionProblems(foreignRole, spec, { ...RULES, functionRoles: [foreignRole.arn] });
    expect(problem).toContain('is the one that a function of this project runs as');
  });

  test.each(['464622532012', '417141415827'])(
    'when it lets Datadog’s account %s in with another external id; both are shown shortened',
    (account) => {
      const role = { ...foreignRole, trustPolicy: trusting(account, OTHER_ID) };
      expect(adoptionProblems(role, spec, RULES)).toEqual([
        "ExternalId is 0f9b…4c6d and the role lets Datadog in with aaaa…1111: set ExternalId to that one, or, if Datadog has the new one by now, take Datadog out of the role's trust policy first.",
      ]);
    },
  );

  test('and nothing is touched, nor claimed', async () => {
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
