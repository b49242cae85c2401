import {
  AttachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListPoliciesCommand,
  PutRolePermissionsBoundaryCommand,
} from '@aws-sdk/client-iam';
import { type Sandbox, startSandbox } from '..';
import { clientsOf, refusal, TRUST_LAMBDA } from './harness';

const FOR_SERVICE_LINKED_ROLE =
  'arn:aws:iam::aws:policy/aws-service-role/AmazonElasticsearchServiceRolePolicy';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

/** What a role may do that has nothing but this policy of AWS's. */
function permissionsOf(policy: string) {
  const attached = [`arn:aws:iam::aws:policy${policy}`];
  sandbox.account().seed({ roles: [{ name: 'Role', trust: TRUST_LAMBDA, attached }] });
  return sandbox.account().effectivePermissions('Role');
}

test.each([
  ['/AdministratorAccess', ['iam:CreateUser', 'sts:AssumeRole'], []],
  ['/PowerUserAccess', ['lambda:UpdateFunctionCode', 'iam:ListRoles'], ['iam:CreateUser', 'iam:GetRole']],
  ['/IAMFullAccess', ['iam:CreateUser', 'iam:PassRole'], ['sts:AssumeRole', 'organizations:CreateAccount']],
  ['/IAMReadOnlyAccess', ['iam:GetRole', 'iam:SimulatePrincipalPolicy'], ['iam:PutRolePolicy']],
  ['/ReadOnlyAccess', ['ssm:GetParameter', 'lambda:GetFunction'], ['ssm:PutParameter', 'kms:Decrypt']],
  ['/job-function/ViewOnlyAccess', ['ec2:DescribeInstances', 'iam:ListRoles'], ['ssm:GetParameter']],
  [
    '/SecurityAudit',
    ['iam:GetRole', 'lambda:GetFunctionConfiguration'],
    ['ssm:GetParameter', 's3:GetObject'],
  ],
  ['/service-role/AWSLambdaBasicExecutionRole', ['logs:PutLogEvents'], ['logs:GetLogEvents']],
  ['/AmazonSSMManagedInstanceCore', ['ssm:GetParameter', 'ssmmessages:OpenDataChannel'], ['ssm:SendCommand']],
  ['/CloudWatchAgentServerPolicy', ['cloudwatch:PutMetricData'], ['cloudwatch:GetMetricData']],
  ['/CloudWatchReadOnlyAccess', ['cloudwatch:GetMetricData'], ['cloudwatch:PutMetricData']],
])('%s allows what AWS’s allows', (policy, allowed, refused) => {
  const may = permissionsOf(policy);
  expect(allowed.filter((action) => !may(action))).toEqual([]);
  expect(refused.filter((action) => may(action))).toEqual([]);
});

test('each has its document under the version that AWS has made the default', async () => {
  const { iam } = clientsOf(sandbox);
  const { Policies = [] } = await iam.send(new ListPoliciesCommand({ Scope: 'AWS' }));
  expect(Policies.map(({ PolicyName }) => PolicyName)).toEqual(
    expect.arrayContaining(['AdministratorAccess', 'SecurityAudit', 'AmazonS3ReadOnlyAccess']),
  );
  for (const { Arn: PolicyArn, DefaultVersionId: VersionId } of Policies) {
    const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
    expect(JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? ''))).toHaveProperty('Statement');
  }
  const { Policy } = await iam.send(
    new GetPolicyCommand({ PolicyArn: 'arn:aws:iam::aws:policy/SecurityAudit' }),
  );
  expect(Policy).toMatchObject({ DefaultVersionId: 'v92', Path: '/', IsAttachable: true });
});

test('one that belongs to a service-linked role is attached to no other, nor is it a boundary', async () => {
  permissionsOf('/SecurityAudit');
  const { iam } = clientsOf(sandbox);
  const refused = 'PolicyNotAttachableException: Cannot attach a Service Role Policy to a Customer Role.';
  const RoleName = 'Role';
  expect(
    await refusal(iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: FOR_SERVICE_LINKED_ROLE }))),
  ).toBe(refused);
  expect(
    await refusal(
      iam.send(
        new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: FOR_SERVICE_LINKED_ROLE }),
      ),
    ),
  ).toBe(refused);
});

test('one that is deprecated stays with whom it is attached to, and nobody else gets it', async () => {
  permissionsOf('/SecurityAudit');
  const PolicyArn = 'arn:aws:iam::aws:policy/SecurityAudit';
  sandbox.account().seed({ roles: [{ name: 'Other', trust: TRUST_LAMBDA }] });
  sandbox.configure({ accounts: { [sandbox.account().id]: { deprecatedPolicies: [PolicyArn] } } });
  const { iam } = clientsOf(sandbox);

  expect(await refusal(iam.send(new AttachRolePolicyCommand({ RoleName: 'Other', PolicyArn })))).toBe(
    `NoSuchEntityException: Policy ${PolicyArn} does not exist or is not attachable.`,
  );
  expect((await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy?.IsAttachable).toBe(false);
  const { Policies = [] } = await iam.send(new ListPoliciesCommand({ OnlyAttached: true }));
  expect(Policies.map(({ Arn, IsAttachable }) => ({ Arn, IsAttachable }))).toEqual([
    { Arn: PolicyArn, IsAttachable: true },
  ]);
});

test('they exist in every partition', () => {
  sandbox.configure({ accounts: { '444455556666': { partition: 'aws-us-gov' } } });
  const attached = ['arn:aws-us-gov:iam::aws:policy/AdministratorAccess'];
  sandbox.account('444455556666').seed({ roles: [{ name: 'Role', trust: TRUST_LAMBDA, attached }] });
  expect(() => sandbox.account().seed({ roles: [{ name: 'Role', trust: TRUST_LAMBDA, attached }] })).toThrow(
    'does not exist or is not attachable',
  );
});
