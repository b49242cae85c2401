import {
  type IAMClient,
  paginateSimulatePrincipalPolicy,
  SimulatePrincipalPolicyCommand,
  type SimulatePrincipalPolicyCommandInput,
} from '@aws-sdk/client-iam';
import { type Sandbox, startSandbox } from '..';
import { ACCOUNT, allow, clientsOf, deny, policy, refusal, roleArn, TRUST_DATADOG } from './harness';

const BUCKET = 'arn:aws:s3:::bucket';

let sandbox: Sandbox;
let iam: IAMClient;
beforeEach(async () => {
  sandbox = await startSandbox();
  iam = clientsOf(sandbox).iam;
  sandbox.account().seed({
    policies: [{ name: 'Boundary', document: allow('s3:*', 'ec2:*', 'iam:*') }],
    roles: [
      {
        name: 'R',
        trust: TRUST_DATADOG,
        boundaryArn: `arn:aws:iam::${ACCOUNT}:policy/Boundary`,
        inline: {
          bucket: policy({ Effect: 'Allow', Action: 's3:*', Resource: BUCKET }),
          queues: allow('sqs:*'),
          regional: policy({
            Effect: 'Allow',
            Action: 'ec2:*',
            Resource: '*',
            Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
          }),
          none: deny('iam:*'),
        },
      },
    ],
  });
});
afterEach(() => sandbox.stop());

async function simulate(input: Omit<SimulatePrincipalPolicyCommandInput, 'PolicySourceArn'>) {
  const command = new SimulatePrincipalPolicyCommand({ PolicySourceArn: roleArn('R'), ...input });
  const { EvaluationResults = [] } = await iam.send(command);
  return EvaluationResults;
}

test('a simulation tells allow, implicit and explicit deny apart, and whether the boundary allows', async () => {
  const results = await simulate({ ActionNames: ['ec2:RunInstances', 'sqs:ListQueues', 'iam:GetRole'] });

  expect(results).toMatchObject([
    {
      EvalActionName: 'ec2:RunInstances',
      EvalDecision: 'implicitDeny',
      MissingContextValues: ['aws:RequestedRegion'],
    },
    {
      EvalActionName: 'sqs:ListQueues',
      EvalDecision: 'implicitDeny',
      PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
    },
    {
      EvalActionName: 'iam:GetRole',
      EvalDecision: 'explicitDeny',
      MatchedStatements: [{ SourcePolicyId: 'role_R_none', SourcePolicyType: 'IAM Policy' }],
      PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: true },
    },
  ]);
});

test('it takes condition keys from the call', async () => {
  const entry = (region: string) => ({
    ContextKeyName: 'aws:RequestedRegion',
    ContextKeyType: 'string' as const,
    ContextKeyValues: [region],
  });
  const decisionIn = async (region: string) => {
    const [result] = await simulate({ ActionNames: ['ec2:RunInstances'], ContextEntries: [entry(region)] });
    return result?.EvalDecision;
  };
  expect(await decisionIn('eu-west-1')).toBe('allowed');
  expect(await decisionIn('us-east-1')).toBe('implicitDeny');
});

test('it gives one result per action: the most restrictive, with each resource’s own beneath', async () => {
  const ResourceArns = [BUCKET, 'arn:aws:s3:::other'];
  const results = await simulate({ ActionNames: ['s3:ListBucket'], ResourceArns });

  expect(results).toHaveLength(1);
  expect(results[0]?.EvalDecision).toBe('implicitDeny');
  expect(
    results[0]?.ResourceSpecificResults?.map((result) => [
      result.EvalResourceName,
      result.EvalResourceDecision,
    ]),
  ).toEqual([
    [BUCKET, 'allowed'],
    ['arn:aws:s3:::other', 'implicitDeny'],
  ]);
});

test('it takes along policies and a boundary that are not attached', async () => {
  const [result] = await simulate({
    ActionNames: ['kms:Decrypt'],
    PolicyInputList: [allow('kms:*')],
    PermissionsBoundaryPolicyInputList: [allow('*')],
  });
  expect(result?.EvalDecision).toBe('allowed');
});

describe('it heeds service control policies', () => {
  const Statement = [
    {
      Effect: 'Deny',
      Action: 'sqs:*',
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:PrincipalAccount': ACCOUNT } },
    },
    { Effect: 'Deny', Action: 's3:Put*', Resource: '*' },
  ];
  const input = { ActionNames: ['sqs:ListQueues', 's3:PutBucketPolicy'] };
  const ofAccount = {
    ContextKeyName: 'aws:PrincipalAccount',
    ContextKeyType: 'string' as const,
    ContextKeyValues: [ACCOUNT],
  };
  beforeEach(() =>
    sandbox.configure({ accounts: { [ACCOUNT]: { scps: [{ Version: '2012-10-17', Statement }] } } }),
  );

  test('with their conditions', async () => {
    expect(await simulate({ ...input, ContextEntries: [ofAccount] })).toMatchObject([
      { OrganizationsDecisionDetail: { AllowedByOrganizations: true } },
      { EvalDecision: 'explicitDeny', OrganizationsDecisionDetail: { AllowedByOrganizations: false } },
    ]);
  });

  test('and does not name the keys that these would need', async () => {
    const [queues] = await simulate(input);
    expect(queues).toMatchObject({
      EvalDecision: 'explicitDeny',
      OrganizationsDecisionDetail: { AllowedByOrganizations: false },
    });
    expect(queues?.MissingContextValues).not.toContain('aws:PrincipalAccount');
  });
});

test('it comes in pages', async () => {
  sandbox.configure({ pageSize: 2 });
  const input = { PolicySourceArn: roleArn('R'), ActionNames: ['s3:A', 's3:B', 's3:C', 's3:D', 's3:E'] };
  const pages: number[] = [];
  for await (const { EvaluationResults } of paginateSimulatePrincipalPolicy({ client: iam }, input)) {
    pages.push(EvaluationResults?.length ?? 0);
  }
  expect(pages).toEqual([2, 2, 1]);
});

test('it wants a role that exists', async () => {
  const command = new SimulatePrincipalPolicyCommand({
    PolicySourceArn: roleArn('X'),
    ActionNames: ['s3:A'],
  });
  expect(await refusal(iam.send(command))).toBe(
    'NoSuchEntityException: The role with name X cannot be found.',
  );
});
