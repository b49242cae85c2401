import { DeleteRoleCommand, DeleteRolePolicyCommand, DetachRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  type CustomerAccount,
  DATADOG,
  EXTERNAL_ID,
  LOGICAL_ID,
  openCustomerAccount,
  ROLE,
} from '../support/customer-account';
import { furtherAccounts } from '../support/further-accounts';
import { GUIDE_EXTERNAL_ID, guideRole } from '../support/guide-role';
import { onlyFailure, repliesOf } from '../support/replies';

const open = furtherAccounts();
let customer: CustomerAccount;

beforeAll(async () => {
  customer = await openCustomerAccount({ skipsWaits: true });
});
afterEach(() => customer.reset());
afterAll(() => customer.close());

const policyNames = () => Object.keys(customer.policies());

/** Removes the role behind the stack's back, and leaves its managed policies. */
async function deleteRoleByHand(): Promise<void> {
  const { attached, inline } = customer.account.digest().roles[ROLE] ?? { attached: [], inline: {} };
  for (const PolicyArn of attached)
    await customer.iam.send(new DetachRolePolicyCommand({ RoleName: ROLE, PolicyArn }));
  for (const PolicyName of Object.keys(inline))
    await customer.iam.send(new DeleteRolePolicyCommand({ RoleName: ROLE, PolicyName }));
  await customer.iam.send(new DeleteRoleCommand({ RoleName: ROLE }));
}

describe('pain of users with their stacks', () => {
  it('#1 409 over an account already in Datadog: refuses with the ways out, and the rollback deletes nothing', async () => {
    customer.account.seed({ roles: [guideRole] });
    const before = customer.account.digest();
    const stack = customer.stack();

    expect(await customer.deploy(stack)).toBe('ROLLBACK_COMPLETE');

    const { reason, physicalId } = onlyFailure(stack);
    expect(reason).toContain(`the role arn:aws:iam::123456789012:role/${ROLE} exists already`);
    for (const wayOut of ['another RoleName', 'delete the role', 'ExistingRole to Adopt'])
      expect(reason).toContain(wayOut);
    expect(physicalId).toBe('datadog-integration-role:not-created');
    expect(customer.writes()).toEqual([]);
    expect(customer.account.digest()).toEqual(before);
    expect(customer.account.canAssume(DATADOG, ROLE, { externalId: GUIDE_EXTERNAL_ID })).toBe(true);
  });

  it('#2 multi-region StackSet: the second region names the owner, leaves it untouched, and rolls back nothing', async () => {
    const elsewhere = await open({ beside: customer, region: 'eu-west-1', skipsWaits: true });
    const winner = customer.stack('StackSet-datadog-1');
    const loser = elsewhere.stack('StackSet-datadog-2');
    expect(await customer.deploy(winner, { Permissions: 'Full' })).toBe('CREATE_COMPLETE');
    const afterWinner = customer.account.digest();

    expect(await elsewhere.deploy(loser, { Permissions: 'Full' })).toBe('ROLLBACK_COMPLETE');

    const { reason } = onlyFailure(loser);
    expect(reason).toContain(winner.id);
    expect(reason).toContain('IAM roles are global: deploy to one region per account');
    expect(elsewhere.writes()).toEqual([]);
    expect(repliesOf(loser).at(-1)).toMatchObject({ requestType: 'Delete', status: 'SUCCESS' });
    expect(customer.account.digest()).toEqual(afterWinner);
    expect(customer.account.canAssume(DATADOG, ROLE, { externalId: EXTERNAL_ID })).toBe(true);
  });

  it('#2 multi-region StackSet: Adopt does not take the role from the other stack', async () => {
    const winner = customer.stack('first');
    await customer.deploy(winner);
    const afterWinner = customer.account.digest();
    const loser = customer.stack('second');

    expect(await customer.deploy(loser, { ExistingRole: 'Adopt' })).toBe('ROLLBACK_COMPLETE');

    expect(onlyFailure(loser).reason).toContain(winner.id);
    expect(customer.account.digest()).toEqual(afterWinner);
  });

  it('#3 failed Update: the rollback brings the old integration back instead of deleting it', async () => {
    const stack = customer.stack();
    await customer.deploy(stack, { Permissions: 'Full', Description: 'before' });
    const before = customer.account.digest();
    const lost: string[] = [];
    customer.sandbox.faults.add({
      match: { service: 'iam' },
      effect: {
        type: 'run',
        when: 'after',
        run: ({ operation }) => {
          if (!customer.account.canAssume(DATADOG, ROLE, { externalId: EXTERNAL_ID })) lost.push(operation);
        },
      },
    });
    customer.sandbox.faults.add({
      match: { operation: 'UpdateRole', nth: 1 },
      effect: { type: 'error', code: 'InvalidInput', message: 'made to fail' },
    });

    const update = customer.deploy(stack, { Permissions: 'Standard', Description: 'after' });

    expect(await update).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(onlyFailure(stack).reason).toContain('made to fail');
    expect(customer.account.digest()).toEqual(before);
    expect(lost).toEqual([]);
  });

  it('#17 new physical id on Update: the id stays through updates, so that no Delete follows', async () => {
    const stack = customer.stack();
    await customer.deploy(stack);
    await customer.deploy(stack, { Permissions: 'Full', Path: '/' });
    await customer.deploy(stack, { DatadogSite: 'ap1', SelfTest: 'Off' });
    await customer.deploy(stack, { ManagedPolicyArns: ['arn:aws:iam::123456789012:policy/None'] });

    expect(repliesOf(stack).map(({ physicalId }) => physicalId)).toEqual(Array(5).fill(ROLE));
    expect(stack.requests.map((request) => request.RequestType)).not.toContain('Delete');
  });

  it('#18 policy replacement that is not rollback-safe: no shared permission is missing at any moment, there and back', async () => {
    const stack = customer.stack();
    await customer.deploy(stack, { Permissions: 'Full' });
    const before = customer.account.digest();
    const shared = [
      'ec2:DescribeInstances',
      'cloudwatch:GetMetricData',
      'support:DescribeTrustedAdvisorChecks',
    ];
    const missing = new Set<string>();
    const look = () => {
      const may = customer.account.effectivePermissions(ROLE);
      for (const action of shared.filter((candidate) => !may(candidate))) missing.add(action);
    };
    look();
    customer.sandbox.faults.add({
      match: { service: 'iam' },
      effect: { type: 'run', when: 'after', run: look },
    });

    const update = customer.deploy(
      stack,
      { Permissions: 'Standard', Regions: ['us-east-1'] },
      { failAfter: true },
    );

    expect(await update).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(missing).toEqual(new Set());
    expect(customer.account.digest()).toEqual(before);
  });

  it('#20 left-over policies of a deleted stack: a new stack works beside them and leaves them to their owner', async () => {
    const old = customer.stack('old');
    await customer.deploy(old, { Permissions: 'Full' });
    await deleteRoleByHand();
    const leftOver = policyNames();
    expect(leftOver).toHaveLength(4);
    const fresh = customer.stack('fresh');

    expect(await customer.deploy(fresh, { Permissions: 'Full' })).toBe('CREATE_COMPLETE');
    expect(policyNames()).toHaveLength(8);

    expect(await old.delete()).toBe('DELETE_COMPLETE');
    expect(fresh.attribute(LOGICAL_ID, 'PolicyArns')).toBe(
      policyNames()
        .map((name) => `arn:aws:iam::123456789012:policy/datadog-integration-role/${name}`)
        .join(','),
    );
    expect(policyNames()).not.toEqual(expect.arrayContaining(leftOver));
    expect(await customer.deploy(fresh, { Permissions: 'Core' })).toBe('UPDATE_COMPLETE');
    expect(await fresh.delete()).toBe('DELETE_COMPLETE');
  });

  it('#20 left-over policies that nobody owns stay as they are', async () => {
    const path = '/datadog-integration-role/';
    const document = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
    };
    customer.account.seed({ policies: [{ name: `${ROLE}-permissions-1`, path, document }] });
    const before = customer.account.digest();
    const stack = customer.stack();

    expect(await customer.deploy(stack, { Permissions: 'Full' })).toBe('CREATE_COMPLETE');
    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    expect(customer.account.digest()).toEqual(before);
  });
});
