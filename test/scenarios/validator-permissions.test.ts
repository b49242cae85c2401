import {
  AttachRolePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  PutRolePermissionsBoundaryCommand,
} from '@aws-sdk/client-iam';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { carryOut } from '../support/aws-commands';
import { type Breakage, type BrokenScene, itFinds } from '../support/breakage';
import {
  type CustomerAccount,
  openCustomerAccount,
  ROLE,
  WITHOUT_BOUNDARY,
} from '../support/customer-account';
import {
  documentOf,
  editInlineActions,
  editInlineStatements,
  editPolicyActions,
  INLINE_POLICY,
  putInline,
  type Statement,
} from '../support/role-edits';
import { usualRegions } from '../support/usual-regions';
import { check } from '../support/validator-run';

const RECORD = `/datadog-integration-role/${ROLE}`;
const OWN_POLICY = `${ROLE}-permissions-1`;
const policyArn = (name: string) => `arn:aws:iam::123456789012:policy/${name}`;
const OWN_POLICY_ARN = policyArn(`datadog-integration-role/${OWN_POLICY}`);
const onRole = { RoleName: ROLE };

const allow = (...actions: readonly string[]): Statement => ({
  Effect: 'Allow',
  Action: actions,
  Resource: '*',
});
const deny = (...actions: readonly string[]): Statement => ({ ...allow(...actions), Effect: 'Deny' });
/** Neither EC2 nor CloudWatch. */
const NARROW = documentOf(allow('s3:*', 'rds:*'));

const LACKING = { 'permissions-current': 'unknown' } as const;

/** The permission set that the role was given is of 2020, as its record says, and lacks what came since. */
const asOf2020 = async (customer: CustomerAccount) => {
  const { Parameter } = await customer.ssm.send(new GetParameterCommand({ Name: RECORD }));
  const record = { ...JSON.parse(Parameter?.Value ?? ''), permissionsVersion: '2020-01-01' };
  await customer.ssm.send(
    new PutParameterCommand({ Name: RECORD, Value: JSON.stringify(record), Overwrite: true }),
  );
  await editInlineActions(customer, (actions) => actions.slice(2));
};

/** "... add this statement to it, as boundary.json: ..." */
const addToBoundary = ({ customer, remedy }: BrokenScene) => {
  const [, statement = ''] = /add this statement to it, as boundary\.json: (.*)$/.exec(remedy[0] ?? '') ?? [];
  const document = documentOf(...NARROW.Statement, JSON.parse(statement));
  return carryOut(customer.iam, remedy, { 'boundary.json': JSON.stringify(document) });
};

const BREAKAGES: readonly Breakage[] = [
  {
    name: 'actions missing from the inline policy',
    breakIt: (customer) => editInlineActions(customer, (actions) => actions.slice(2)),
    foundBy: 'permissions-complete',
    status: 'fail',
    says: ['lacks 2 actions of the permission set Standard', 'Missing: account:GetAccountInformation'],
    besides: { ...LACKING, 'drift-inline-policy': 'warn' },
  },
  {
    name: 'that the inline policy is gone, so that nothing can be done with a session',
    breakIt: ({ iam }) => iam.send(new DeleteRolePolicyCommand({ ...onRole, PolicyName: INLINE_POLICY })),
    foundBy: 'permissions-complete',
    status: 'fail',
    says: ['of the permission set Standard'],
    besides: { ...LACKING, 'drift-inline-policy': 'warn', regions: 'unknown' },
  },
  {
    name: 'actions missing from a managed policy of the stack',
    properties: { Permissions: 'Full' },
    breakIt: (customer) => editPolicyActions(customer, OWN_POLICY, (actions) => actions.slice(3)),
    foundBy: 'permissions-complete',
    status: 'fail',
    says: ['lacks 3 actions of the permission set Full'],
    besides: { ...LACKING, 'drift-managed-policies': 'warn' },
  },
  {
    name: 'a managed policy of the stack that is not attached any more',
    properties: { Permissions: 'Full' },
    breakIt: ({ iam }) => iam.send(new DetachRolePolicyCommand({ ...onRole, PolicyArn: OWN_POLICY_ARN })),
    foundBy: 'permissions-complete',
    status: 'fail',
    says: ['of the permission set Full'],
    besides: { ...LACKING, 'drift-attachments': 'warn' },
  },
  {
    name: 'a managed policy of the stack that somebody deleted',
    properties: { Permissions: 'Full' },
    breakIt: async ({ iam }) => {
      await iam.send(new DetachRolePolicyCommand({ ...onRole, PolicyArn: OWN_POLICY_ARN }));
      await iam.send(new DeletePolicyCommand({ PolicyArn: OWN_POLICY_ARN }));
    },
    foundBy: 'permissions-complete',
    status: 'fail',
    says: ['of the permission set Full'],
    besides: { ...LACKING, 'drift-managed-policies': 'warn' },
  },
  {
    name: 'permissions from before Datadog published new ones, put right by commands',
    breakIt: asOf2020,
    foundBy: 'permissions-current',
    status: 'warn',
    says: ['has the permission set Standard of 2020-01-01; Datadog has published', 'airflow:GetEnvironment'],
    besides: { 'drift-inline-policy': 'warn', 'permissions-complete': 'unknown' },
  },
  {
    name: 'permissions from before Datadog published new ones, put right by an update of the stack',
    breakIt: asOf2020,
    foundBy: 'permissions-current',
    status: 'warn',
    says: ['of 2020-01-01'],
    besides: { 'drift-inline-policy': 'warn', 'permissions-complete': 'unknown' },
    repair: async ({ customer, stack, remedy }) => {
      expect(remedy[0]).toContain('Update the stack with a change of any property');
      expect(await customer.deploy(stack, { Description: 'updated' })).toBe('UPDATE_COMPLETE');
    },
  },
  {
    name: 'a permissions boundary that takes permissions away',
    properties: { PermissionsBoundary: policyArn('Boundary') },
    breakIt: ({ iam }) =>
      iam.send(
        new CreatePolicyVersionCommand({
          PolicyArn: policyArn('Boundary'),
          PolicyDocument: JSON.stringify(NARROW),
          SetAsDefault: true,
        }),
      ),
    foundBy: 'boundary-allows',
    status: 'fail',
    says: [`the permissions boundary ${policyArn('Boundary')} takes away`, 'ec2:DescribeInstances'],
    besides: { regions: 'unknown' },
    repair: addToBoundary,
  },
  {
    name: 'a permissions boundary that somebody set and that takes permissions away',
    breakIt: ({ iam }) =>
      iam.send(
        new PutRolePermissionsBoundaryCommand({ ...onRole, PermissionsBoundary: policyArn('Narrow') }),
      ),
    foundBy: 'boundary-allows',
    status: 'fail',
    says: [`the permissions boundary ${policyArn('Narrow')} takes away`],
    besides: { 'drift-permissions-boundary': 'warn', regions: 'unknown' },
  },
  {
    name: 'a Deny in the inline policy of the stack',
    breakIt: (customer) => editInlineStatements(customer, (statements) => [...statements, deny('ec2:*')]),
    foundBy: 'boundary-allows',
    status: 'fail',
    says: ['a Deny in a policy of the role takes away', 'ec2:DescribeInstances', INLINE_POLICY],
    besides: { 'drift-inline-policy': 'warn' },
  },
  {
    name: 'a Deny in an inline policy that somebody added',
    breakIt: (customer) => putInline(customer, 'Incident4711', documentOf(deny('cloudwatch:*'))),
    foundBy: 'boundary-allows',
    status: 'fail',
    says: ['cloudwatch:ListMetrics', 'Incident4711'],
    besides: { 'drift-attachments': 'warn', regions: 'unknown' },
  },
  {
    name: 'a Deny in a managed policy that somebody attached',
    breakIt: ({ iam }) =>
      iam.send(new AttachRolePolicyCommand({ ...onRole, PolicyArn: policyArn('NoMetrics') })),
    foundBy: 'boundary-allows',
    status: 'fail',
    says: ['cloudwatch:ListMetrics', 'NoMetrics'],
    besides: { 'drift-attachments': 'warn', regions: 'unknown' },
    repair: async ({ customer, remedy, report }) => {
      expect(remedy).toContain('In an attached policy:');
      await carryOut(customer.iam, check(report, 'drift-attachments').remedy);
    },
  },
];

describe('of permissions the validator finds', () => {
  let customer: CustomerAccount;

  beforeAll(async () => {
    customer = await openCustomerAccount({
      skipsWaits: true,
      sandbox: usualRegions(),
      parameters: WITHOUT_BOUNDARY,
    });
  });
  afterAll(() => customer.close());

  itFinds(
    () => customer,
    BREAKAGES,
    ({ account }) =>
      account.seed({
        policies: [
          { name: 'Boundary', document: documentOf(allow('*')) },
          { name: 'Narrow', document: NARROW },
          { name: 'NoMetrics', document: documentOf(deny('cloudwatch:*')) },
        ],
      }),
  );
});
