import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
} from '@aws-sdk/client-iam';
import type { AccountSnapshot } from '../sandbox';
import {
  type CustomerAccount,
  EXTERNAL_ID,
  openCustomerAccount,
  ROLE,
  type Stack,
} from '../support/customer-account';
import { grantedActions, withhold } from '../support/granted-actions';
import { inlinePolicies, resolvedTemplate } from '../support/installed-provider';
import { deliverChanged } from '../support/replies';

const ALLOW_ALL = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

/** What the provider does without, and why the template grants it all the same. */
const NOT_MISSED: Readonly<Record<string, string>> = {
  'logs:CreateLogStream': 'Lambda itself writes the log',
  'logs:PutLogEvents': 'Lambda itself writes the log',
  'iam:GetAccountSummary': 'without it, AWS’s default quotas are taken for the account’s',
  'cloudformation:DescribeStacks': 'without it an event is carried out unconfirmed, and the log says so',
  'ssm:GetParametersByPath':
    'without it, a role that a rename has left is overlooked, and a Delete leaves what further validators have stored; the log says so',
};

interface Step {
  readonly event: Readonly<Record<string, unknown>>;
  /** What the administrator does before. */
  prepare?(customer: CustomerAccount): Promise<unknown>;
}

interface Played {
  readonly step: Step;
  readonly before: AccountSnapshot;
  readonly operations: readonly string[];
}

const update = (properties: object, oldProperties: object): Step['event'] => ({
  RequestType: 'Update',
  PhysicalResourceId: ROLE,
  ResourceProperties: { ExternalId: EXTERNAL_ID, ...properties },
  OldResourceProperties: { ExternalId: EXTERNAL_ID, ...oldProperties },
});

/** Every kind of change that the provider can make. */
function storyIn(partition: string, siteProperties: object, boundary: Boundary): readonly Step[] {
  const plain = {
    ...siteProperties,
    Tags: [{ Key: 'old', Value: '1' }],
    ManagedPolicyArns: [`arn:${partition}:iam::aws:policy/ReadOnlyAccess`],
  };
  const rich = {
    ...siteProperties,
    ...boundary.properties,
    Permissions: 'Full',
    Tags: [{ Key: 'new', Value: '2' }],
    Description: 'x',
  };
  const other: Readonly<Record<string, unknown>> = {
    ...siteProperties,
    Permissions: 'Full',
    Tags: [{ Key: 'newer', Value: '3' }],
    ExternalId: 'another-one',
  };
  return [
    { event: { RequestType: 'Create', ResourceProperties: { ExternalId: EXTERNAL_ID, ...plain } } },
    { prepare: boundary.prepare, event: update(rich, plain) },
    {
      prepare: async ({ iam }) => {
        for (let version = 2; version <= 5; version++)
          await iam.send(
            new CreatePolicyVersionCommand({
              PolicyArn: `arn:${partition}:iam::123456789012:policy/datadog-integration-role/${ROLE}-permissions-1`,
              PolicyDocument: ALLOW_ALL,
              SetAsDefault: true,
            }),
          );
      },
      event: update(other, rich),
    },
    {
      prepare: async ({ iam }) => {
        const profile = { InstanceProfileName: ROLE };
        await iam.send(new CreateInstanceProfileCommand(profile));
        await iam.send(new AddRoleToInstanceProfileCommand({ ...profile, RoleName: ROLE }));
      },
      event: {
        RequestType: 'Delete',
        PhysicalResourceId: ROLE,
        ResourceProperties: { ExternalId: EXTERNAL_ID, ...other },
      },
    },
    {
      prepare: ({ iam }) =>
        iam.send(
          new CreateRoleCommand({
            RoleName: ROLE,
            AssumeRolePolicyDocument: JSON.stringify({
              Version: '2012-10-17',
              Statement: [{ Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'sts:AssumeRole' }],
            }),
          }),
        ),
      event: {
        RequestType: 'Create',
        ResourceProperties: { ExternalId: EXTERNAL_ID, ...siteProperties, ExistingRole: 'Adopt' },
      },
    },
  ];
}

/** How the provider comes to put a boundary on a role that is there. */
interface Boundary {
  readonly parameter: string;
  readonly properties: object;
  prepare(customer: CustomerAccount): Promise<unknown>;
}

/** The template's own: it is put back where somebody has taken it off. */
const OWN_BOUNDARY: Boundary = {
  parameter: '',
  properties: {},
  prepare: ({ iam }) => iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: ROLE })),
};

/** None that is demanded: a stack asks for one, and then no longer. */
const NO_BOUNDARY: Boundary = {
  parameter: 'None',
  properties: { PermissionsBoundary: 'arn:aws-us-gov:iam::123456789012:policy/Boundary' },
  prepare: ({ iam }) =>
    iam.send(new CreatePolicyCommand({ PolicyName: 'Boundary', PolicyDocument: ALLOW_ALL })),
};

describe.each([
  { partition: 'aws', region: 'us-east-1', siteProperties: {}, boundary: OWN_BOUNDARY },
  {
    partition: 'aws-us-gov',
    region: 'us-gov-west-1',
    siteProperties: { DatadogSite: 'ddog-gov.com' },
    boundary: NO_BOUNDARY,
  },
])('every action that the template grants the provider in $partition is needed', (place) => {
  const { partition, region, siteProperties, boundary } = place;
  const parameters = {
    ExternalId: EXTERNAL_ID,
    AttachablePolicyArns: `arn:${partition}:iam::aws:policy/ReadOnlyAccess`,
    PermissionsBoundary: boundary.parameter,
  };
  const policies = inlinePolicies(
    resolvedTemplate({ partition, region, accountId: '123456789012' }, parameters),
    'ProviderRole',
  );
  const actions = grantedActions(policies);
  let customer: CustomerAccount;
  let stack: Stack;
  let story: readonly Played[];

  beforeAll(async () => {
    customer = await openCustomerAccount({
      partition,
      region,
      parameters,
      skipsWaits: true,
      retryDelaysMs: [],
    });
    stack = customer.stack();
    await customer.deploy(stack, siteProperties);
    await stack.delete();
    const played: Played[] = [];
    for (const step of storyIn(partition, siteProperties, boundary)) {
      await step.prepare?.(customer);
      const before = customer.account.snapshot();
      customer.sandbox.journal.clear();
      const replies = await deliverChanged(customer, stack, step.event);
      if (replies[0]?.status !== 'SUCCESS') throw new Error(`the story itself fails: ${replies[0]?.reason}`);
      const operations = customer.calls().map(({ service, operation }) => `${service}:${operation}`);
      played.push({ step, before, operations });
    }
    story = played;
  });
  afterAll(() => customer.close());

  it('and none is granted by a wildcard', () => {
    expect(actions.length).toBeGreaterThan(30);
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  it.each(actions.filter((action) => !(action in NOT_MISSED)))('%s', async (action) => {
    const needing = story.filter(({ operations }) => operations.includes(action));
    if (needing.length === 0) throw new Error(`nothing in the story calls ${action}`);
    // One of the steps may do without what another cannot.
    for (const { step, before } of needing) {
      customer.account.restore(before);
      await withhold(customer.iam, customer.providerRole, policies, action);
      const replies = await deliverChanged(customer, stack, step.event);
      expect(replies).toHaveLength(1);
      if (replies[0]?.status === 'SUCCESS') continue;
      expect(replies[0]?.reason).toContain(action);
      return;
    }
    throw new Error(`nothing in the story fails without ${action}`);
  });

  it.each(Object.entries(NOT_MISSED))('%s is not missed: %s', async (action) => {
    for (const { step, before } of story) {
      customer.account.restore(before);
      await withhold(customer.iam, customer.providerRole, policies, action);
      const replies = await deliverChanged(customer, stack, step.event);
      expect(replies[0]).toMatchObject({ status: 'SUCCESS' });
    }
  });
});
