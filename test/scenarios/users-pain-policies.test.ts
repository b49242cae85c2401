import {
  CreatePolicyVersionCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import full1 from '../../src/datadog/permissions/full-1.json';
import full2 from '../../src/datadog/permissions/full-2.json';
import full3 from '../../src/datadog/permissions/full-3.json';
import full4 from '../../src/datadog/permissions/full-4.json';
import standard from '../../src/datadog/permissions/standard.json';
import { type CustomerAccount, LOGICAL_ID, openCustomerAccount, ROLE } from '../support/customer-account';
import { furtherAccounts } from '../support/further-accounts';
import { onlyFailure, repliesOf } from '../support/replies';

const MANAGED_POLICY_QUOTA = 6144;

const open = furtherAccounts();
let customer: CustomerAccount;

beforeAll(async () => {
  customer = await openCustomerAccount({
    parameters: { AttachablePolicyArns: 'arn:aws:iam::123456789012:policy/*' },
    skipsWaits: true,
  });
});
afterEach(() => customer.reset());
afterAll(() => customer.close());

const arnOf = (name: string) => `arn:aws:iam::123456789012:policy/${name}`;

function seedPolicies(...names: string[]): string[] {
  const document = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:List*', Resource: '*' }],
  };
  customer.account.seed({ policies: names.map((name) => ({ name, document })) });
  return names.map(arnOf);
}

describe('pain of users with permissions that do not fit', () => {
  it('#15 a list that does not fit one policy: the full set is in as few as hold it, and every action works', async () => {
    const stack = customer.stack();
    expect(await customer.deploy(stack, { Permissions: 'Full' })).toBe('CREATE_COMPLETE');

    const sizes = Object.values(customer.policies()).map(
      ({ document }) => document.replaceAll(/\s/g, '').length,
    );
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(MANAGED_POLICY_QUOTA);
    expect(sizes).toHaveLength(Math.ceil(total / MANAGED_POLICY_QUOTA));
    const may = customer.account.effectivePermissions(ROLE);
    const actions = [standard, full1, full2, full3, full4].flatMap(({ Statement }) =>
      Statement.flatMap(({ Action }) => Action),
    );
    expect(actions.length).toBeGreaterThan(800);
    expect(actions.filter((action) => !may(action.replaceAll('*', 'X')))).toEqual([]);
  });

  it('#15 a list that does not fit one policy: the attachment quota is checked before anything is made', async () => {
    const policies = seedPolicies('one', 'two', 'three', 'four', 'five', 'six', 'seven');
    const before = customer.account.digest();
    const stack = customer.stack();

    expect(await customer.deploy(stack, { Permissions: 'Full', ManagedPolicyArns: policies })).toBe(
      'ROLLBACK_COMPLETE',
    );

    expect(onlyFailure(stack).reason).toContain(
      'would have 11 attached policies (4 for the permission set, 7 of',
    );
    expect(customer.writes()).toEqual([]);
    expect(customer.account.digest()).toEqual(before);
    const smaller = customer.stack('smaller');
    expect(
      await customer.deploy(smaller, { Permissions: 'Full', ManagedPolicyArns: policies.slice(1) }),
    ).toBe('CREATE_COMPLETE');
  });

  it('#16 a function that times out: FAILED with the reason comes before Lambda ends it, and Delete leaves nothing', async () => {
    const hasty = await open({ providerTimeoutMs: 30_000, skipsWaits: true });
    const before = hasty.account.digest();
    hasty.sandbox.faults.add({ match: { operation: 'PutRolePolicy' }, effect: { type: 'hang' } });
    const stack = hasty.stack();

    expect(await hasty.deploy(stack)).toBe('ROLLBACK_COMPLETE');

    expect(onlyFailure(stack).reason).toMatch(/Create had not finished after the 24\.\d s/);
    expect(onlyFailure(stack).physicalId).toBe(ROLE);
    const outcomes = hasty.provider.invocations.map(({ attempts }) => attempts.map(({ outcome }) => outcome));
    expect(outcomes).toEqual([['returned'], ['returned']]);
    expect(hasty.account.digest()).toEqual(before);
  });
});

describe('pain of users with differences that are none', () => {
  it('#33 endless diff: other order and other letter case in the properties change nothing', async () => {
    const [one = '', two = ''] = seedPolicies('one', 'two');
    const stack = customer.stack();
    await customer.deploy(stack, {
      DatadogSite: 'us1',
      ManagedPolicyArns: [one, two],
      Regions: ['us-east-1', 'eu-west-1'],
      ResourceCollection: true,
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ],
    });
    const before = { digest: customer.account.digest(), data: repliesOf(stack)[0]?.data };
    customer.sandbox.journal.clear();

    const update = customer.deploy(stack, {
      DatadogSite: 'datadoghq.com',
      ManagedPolicyArns: [two, one, two],
      Regions: ['eu-west-1', 'us-east-1', 'eu-west-1'],
      ResourceCollection: 'TRUE',
      Tags: [
        { Key: 'b', Value: 2 },
        { Key: 'a', Value: 1 },
      ],
      RoleName: ROLE,
      Path: '/',
      MaxSessionDuration: 3600,
      Permissions: 'Standard',
    });

    expect(await update).toBe('UPDATE_COMPLETE');
    expect(customer.calls().length).toBeGreaterThan(0);
    expect(customer.writes()).toEqual([]);
    expect({ digest: customer.account.digest(), data: repliesOf(stack)[1]?.data }).toEqual(before);
  });

  it('#33 endless diff: documents that mean the same in other words are left as they are', async () => {
    const stack = customer.stack();
    await customer.deploy(stack, { Permissions: 'Full' });
    const role = customer.account.digest().roles[ROLE];
    await customer.iam.send(
      new UpdateAssumeRolePolicyCommand({ RoleName: ROLE, PolicyDocument: inOtherWords(role?.trust) }),
    );
    await customer.iam.send(
      new PutRolePolicyCommand({
        RoleName: ROLE,
        PolicyName: 'DatadogIntegrationPolicy',
        PolicyDocument: inOtherWords(role?.inline['DatadogIntegrationPolicy']),
      }),
    );
    for (const arn of String(stack.attribute(LOGICAL_ID, 'PolicyArns')).split(',')) {
      const policy = customer.account.digest().policies[arn.split('/').at(-1) ?? ''];
      await customer.iam.send(
        new CreatePolicyVersionCommand({
          PolicyArn: arn,
          PolicyDocument: inOtherWords(policy?.document),
          SetAsDefault: true,
        }),
      );
    }
    customer.sandbox.journal.clear();

    expect(await customer.deploy(stack, { Permissions: 'Full' }, { force: true })).toBe('UPDATE_COMPLETE');

    expect(customer.calls().length).toBeGreaterThan(0);
    expect(customer.writes()).toEqual([]);
  });
});

/** The same policy with its statements and actions in reverse, lists for scalars, and actions in another letter case. */
function inOtherWords(document = '{}'): string {
  const { Version, Statement } = JSON.parse(document);
  const reworded = [Statement].flat().map((statement: Readonly<Record<string, unknown>>) => ({
    ...statement,
    Action: [statement['Action']].flat().map(String).reverse().map(inCapitals),
    ...(statement['Resource'] === undefined ? {} : { Resource: [statement['Resource']] }),
  }));
  return JSON.stringify({ Statement: reworded.reverse(), Version }, null, 2);
}

function inCapitals(action: string): string {
  const [service = '', name = ''] = action.split(':');
  return `${service}:${name.toUpperCase()}`;
}
