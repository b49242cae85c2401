import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
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

const PLACE = { partition: 'aws', accountId: '123456789012', region: 'us-east-1' };
const PARAMETERS = {
  ExternalId: EXTERNAL_ID,
  AttachablePolicyArns: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
};
const OWN_POLICY = `arn:aws:iam::123456789012:policy/datadog-integration-role/${ROLE}-permissions-1`;
const BOUNDARY = 'arn:aws:iam::123456789012:policy/Boundary';
const ALLOW_ALL = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

/** What the provider does without, and why the template grants it all the same. */
const NOT_MISSED: Readonly<Record<string, string>> = {
  'logs:CreateLogStream': 'Lambda itself writes the log',
  'logs:PutLogEvents': 'Lambda itself writes the log',
  'iam:GetAccountSummary': 'without it, AWS’s default quotas are taken for the account’s',
  'sts:AssumeRole': 'the trust policy names the provider’s role, which is enough within one account',
};

const policies = inlinePolicies(resolvedTemplate(PLACE, PARAMETERS), 'ProviderRole');
const actions = grantedActions(policies);

interface Step {
  readonly event: Readonly<Record<string, unknown>>;
  /** What the administrator does before. */
  prepare?(): Promise<unknown>;
}

interface Played {
  readonly step: Step;
  readonly before: AccountSnapshot;
  readonly operations: readonly string[];
}

let customer: CustomerAccount;
let stack: Stack;
let story: readonly Played[];

const update = (properties: object, oldProperties: object): Step['event'] => ({
  RequestType: 'Update',
  PhysicalResourceId: ROLE,
  ResourceProperties: { ExternalId: EXTERNAL_ID, ...properties },
  OldResourceProperties: { ExternalId: EXTERNAL_ID, ...oldProperties },
});

const plain = {
  Tags: [{ Key: 'old', Value: '1' }],
  ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
};
const rich = {
  Permissions: 'Full',
  PermissionsBoundary: BOUNDARY,
  Tags: [{ Key: 'new', Value: '2' }],
  Description: 'x',
};
const other: Readonly<Record<string, unknown>> = {
  Permissions: 'Full',
  Tags: [{ Key: 'newer', Value: '3' }],
  ExternalId: 'another-one',
};

/** Every kind of change that the provider can make. */
const steps: readonly Step[] = [
  { event: { RequestType: 'Create', ResourceProperties: { ExternalId: EXTERNAL_ID, ...plain } } },
  { event: update(rich, plain) },
  {
    prepare: async () => {
      for (let version = 2; version <= 5; version++)
        await customer.iam.send(
          new CreatePolicyVersionCommand({
            PolicyArn: OWN_POLICY,
            PolicyDocument: ALLOW_ALL,
            SetAsDefault: true,
          }),
        );
    },
    event: update(other, rich),
  },
  {
    prepare: async () => {
      const profile = { InstanceProfileName: ROLE };
      await customer.iam.send(new CreateInstanceProfileCommand(profile));
      await customer.iam.send(new AddRoleToInstanceProfileCommand({ ...profile, RoleName: ROLE }));
    },
    event: {
      RequestType: 'Delete',
      PhysicalResourceId: ROLE,
      ResourceProperties: { ExternalId: EXTERNAL_ID, ...other },
    },
  },
];

beforeAll(async () => {
  customer = await openCustomerAccount({ parameters: PARAMETERS, skipsWaits: true, retryDelaysMs: [] });
  await customer.iam.send(new CreatePolicyCommand({ PolicyName: 'Boundary', PolicyDocument: ALLOW_ALL }));
  stack = customer.stack();
  await customer.deploy(stack);
  await stack.delete();
  const played: Played[] = [];
  for (const step of steps) {
    await step.prepare?.();
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

describe('every action that the template grants the provider is needed', () => {
  it('and none is granted by a wildcard', () => {
    expect(actions.length).toBeGreaterThan(30);
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  it.each(actions.filter((action) => !(action in NOT_MISSED)))('%s', async (action) => {
    const needing = story.find(({ operations }) => operations.includes(action));
    if (needing === undefined) throw new Error(`nothing in the story calls ${action}`);
    customer.account.restore(needing.before);
    await withhold(customer.iam, customer.providerRole, policies, action);

    const replies = await deliverChanged(customer, stack, needing.step.event);

    expect(replies).toHaveLength(1);
    expect(replies[0]).toMatchObject({ status: 'FAILED', reason: expect.stringContaining(action) });
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
