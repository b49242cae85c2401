import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  type CustomerAccount,
  EXTERNAL_ID,
  LOGICAL_ID,
  openCustomerAccount,
  ROLE,
  type Stack,
} from '../support/customer-account';
import { furtherAccounts } from '../support/further-accounts';
import { guideRole } from '../support/guide-role';
import { inlinePolicies, resolvedTemplate } from '../support/installed-provider';
import { datadogCanAssume, integrationRoles, RENAMED } from '../support/renames';
import { deliverChanged, lastReply, onlyFailure, repliesOf } from '../support/replies';

const PLACE = { partition: 'aws', accountId: '123456789012', region: 'us-east-1' };
/** A role name that the provider's own permissions do not cover. */
const OUT_OF_REACH = 'MonitoringRole';

const open = furtherAccounts();
let customer: CustomerAccount;
let stack: Stack;

beforeAll(async () => {
  customer = await openCustomerAccount({ skipsWaits: true });
});
beforeEach(() => {
  stack = customer.stack();
});
afterEach(() => customer.reset());
afterAll(() => customer.close());

/** Calls of IAM that name this role: without leave to look at it, each would wait for permissions. */
const callsAbout = (roleName: string) =>
  customer
    .calls()
    .filter(({ service, parameters }) => service === 'iam' && parameters['RoleName'] === roleName);

/** Gives the provider the permissions that it has with another RoleNamePattern. */
async function takePattern(pattern: string): Promise<void> {
  const parameters = {
    ExternalId: EXTERNAL_ID,
    RoleNamePattern: pattern,
    RoleName: pattern.replace('*', ''),
  };
  for (const { name, document } of inlinePolicies(resolvedTemplate(PLACE, parameters), 'ProviderRole'))
    await customer.iam.send(
      new PutRolePolicyCommand({
        RoleName: customer.providerRole,
        PolicyName: name,
        PolicyDocument: JSON.stringify(document),
      }),
    );
}

describe('a change of RoleName replaces the role', () => {
  it('the new one works before the old one goes, and everything of the old one goes', async () => {
    await customer.deploy(stack, { Permissions: 'Full' });
    let oldWasThere = false;
    customer.sandbox.faults.add({
      match: { operation: 'DeleteRole' },
      effect: {
        type: 'run',
        when: 'before',
        run: () => {
          oldWasThere = datadogCanAssume(customer, ROLE) && datadogCanAssume(customer, RENAMED);
        },
      },
    });

    expect(await customer.deploy(stack, { Permissions: 'Full', RoleName: RENAMED })).toBe('UPDATE_COMPLETE');

    expect(oldWasThere).toBe(true);
    expect(stack.ref(LOGICAL_ID)).toBe(RENAMED);
    expect(integrationRoles(customer)).toEqual([RENAMED]);
    expect(Object.keys(customer.policies())).toEqual(
      [1, 2, 3, 4].map((number) => `${RENAMED}-permissions-${number}`),
    );
    expect(Object.keys(customer.account.digest().parameters['us-east-1'] ?? {})).toEqual([
      `/datadog-integration-role/${RENAMED}`,
    ]);
    expect(lastReply(stack)).toMatchObject({ requestType: 'Delete', physicalId: ROLE, status: 'SUCCESS' });
  });

  it('and can change its path along with it', async () => {
    await customer.deploy(stack);

    const update = customer.deploy(stack, { Path: '/monitoring/deep/', RoleName: RENAMED });

    expect(await update).toBe('UPDATE_COMPLETE');
    expect(stack.attribute(LOGICAL_ID, 'Arn')).toBe(
      `arn:aws:iam::123456789012:role/monitoring/deep/${RENAMED}`,
    );
    expect(stack.attribute(LOGICAL_ID, 'DatadogRoleName')).toBe(`monitoring/deep/${RENAMED}`);
    expect(integrationRoles(customer)).toEqual([RENAMED]);
  });

  it('is refused when the provider, by its new pattern, could not delete the old role', async () => {
    await customer.deploy(stack);
    const before = customer.account.digest();
    await takePattern(RENAMED);

    const replies = await deliverChanged(customer, stack, {
      RequestType: 'Update',
      PhysicalResourceId: ROLE,
      ResourceProperties: { ExternalId: EXTERNAL_ID, RoleName: RENAMED },
      OldResourceProperties: { ExternalId: EXTERNAL_ID },
    });

    expect(replies).toMatchObject([
      {
        status: 'FAILED',
        physicalId: ROLE,
        reason: expect.stringContaining("Let the template's RoleNamePattern match both names"),
      },
    ]);
    await takePattern('DatadogIntegrationRole*');
    expect(customer.account.digest()).toEqual(before);
  });

  it('is not refused for that where the new name has a role: a rollback has to end', async () => {
    await customer.deploy(stack, { RoleName: RENAMED });
    await customer.deploy(customer.stack('other'), { RoleName: ROLE });
    await takePattern(ROLE);

    const replies = await deliverChanged(customer, stack, {
      RequestType: 'Update',
      PhysicalResourceId: RENAMED,
      ResourceProperties: { ExternalId: EXTERNAL_ID },
      OldResourceProperties: { ExternalId: EXTERNAL_ID, RoleName: RENAMED },
    });

    expect(replies[0]?.reason).toContain('belongs to the resource');
  });

  it('ends in the old state when a later resource fails and the stack is rolled back', async () => {
    await customer.deploy(stack, { Permissions: 'Full', Tags: [{ Key: 'team', Value: 'platform' }] });
    const before = customer.account.digest();

    const update = customer.deploy(stack, { RoleName: RENAMED }, { failAfter: true });

    expect(await update).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(stack.ref(LOGICAL_ID)).toBe(ROLE);
    expect(customer.account.digest()).toEqual(before);
    expect(repliesOf(stack).map(({ requestType, status }) => [requestType, status])).toEqual([
      ['Create', 'SUCCESS'],
      ['Update', 'SUCCESS'],
      ['Update', 'SUCCESS'],
      ['Delete', 'SUCCESS'],
    ]);
  });

  it('ends in the old state when the new role cannot be completed', async () => {
    await customer.deploy(stack);
    const before = customer.account.digest();
    customer.sandbox.faults.add({
      match: { operation: 'AttachRolePolicy', nth: 2 },
      effect: { type: 'error', code: 'InvalidInput', message: 'made to fail' },
    });

    expect(await customer.deploy(stack, { RoleName: RENAMED, Permissions: 'Full' })).toBe(
      'UPDATE_ROLLBACK_COMPLETE',
    );

    expect(onlyFailure(stack).reason).toContain('made to fail');
    expect(customer.account.digest()).toEqual(before);
  });

  it('ends in the old state when it is cancelled while the new role is being made', async () => {
    // Two functions run at the same time, and it matters how their waits relate.
    const scaled = await open({ timeScale: 10 });
    const made = scaled.stack();
    await scaled.deploy(made);
    const before = scaled.account.digest();
    const failDuring = new Promise<void>((resolve) => {
      scaled.sandbox.faults.add({
        match: { operation: 'CreatePolicy', nth: 1 },
        effect: { type: 'run', when: 'before', run: () => resolve() },
      });
    });

    const update = scaled.deploy(made, { RoleName: RENAMED, Permissions: 'Full' }, { failDuring });

    expect(await update).toBe('UPDATE_ROLLBACK_COMPLETE');
    await made.settled();
    expect(made.ref(LOGICAL_ID)).toBe(ROLE);
    expect(scaled.account.digest()).toEqual(before);
  });

  it('refuses a name that somebody else has, and touches neither', async () => {
    customer.account.seed({ roles: [{ ...guideRole, name: RENAMED }] });
    await customer.deploy(stack);
    const before = customer.account.digest();
    customer.sandbox.journal.clear();

    expect(await customer.deploy(stack, { RoleName: RENAMED })).toBe('UPDATE_ROLLBACK_COMPLETE');

    expect(onlyFailure(stack).reason).toContain(`${RENAMED} exists already and was not made by this stack`);
    expect(customer.writes()).toEqual([]);
    expect(customer.account.digest()).toEqual(before);
  });

  it('can be made back and forth', async () => {
    await customer.deploy(stack, { Permissions: 'Full' });
    const { roles, policies } = customer.account.digest();

    await customer.deploy(stack, { Permissions: 'Full', RoleName: RENAMED });
    expect(await customer.deploy(stack, { Permissions: 'Full' })).toBe('UPDATE_COMPLETE');

    expect(customer.account.digest()).toMatchObject({ roles, policies });
    expect(integrationRoles(customer)).toEqual([ROLE]);
  });

  it('leaves nothing when the stack is deleted after a rename', async () => {
    const empty = customer.account.digest();
    await customer.deploy(stack, { Permissions: 'Full' });
    await customer.deploy(stack, { RoleName: RENAMED });

    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    expect(customer.account.digest()).toEqual(empty);
  });
});

describe('what create-before-delete cannot do is refused with the reason', () => {
  it.each([
    ['a RoleName that differs in letter case only', { RoleName: ROLE.toLowerCase() }, 'by letter case'],
    ['another Path alone', { Path: '/monitoring/' }, 'IAM cannot change a path'],
  ])('%s', async (_name, change, reason) => {
    await customer.deploy(stack, { Permissions: 'Full' });
    const before = customer.account.digest();
    customer.sandbox.journal.clear();

    expect(await customer.deploy(stack, { Permissions: 'Full', ...change })).toBe('UPDATE_ROLLBACK_COMPLETE');

    expect(onlyFailure(stack).reason).toContain(reason);
    expect(stack.ref(LOGICAL_ID)).toBe(ROLE);
    expect(customer.writes()).toEqual([]);
    expect(customer.account.digest()).toEqual(before);
  });
});

describe('a RoleName that the provider’s own role does not cover', () => {
  const refusal = `RoleName is "${OUT_OF_REACH}"; the provider may only make and change roles that are named ${ROLE}* or ${ROLE}. Choose such a name, or have an administrator change the template parameter RoleNamePattern of the provider.`;

  it('fails the Create with the names that it covers, and the rollback succeeds', async () => {
    const before = customer.account.digest();

    expect(await customer.deploy(stack, { RoleName: OUT_OF_REACH })).toBe('ROLLBACK_COMPLETE');

    expect(onlyFailure(stack).reason).toContain(refusal);
    expect(customer.writes()).toEqual([]);
    expect(callsAbout(OUT_OF_REACH)).toEqual([]);
    expect(customer.account.digest()).toEqual(before);
  });

  it('fails the Update, and the rollback keeps the old role', async () => {
    await customer.deploy(stack);
    const before = customer.account.digest();

    expect(await customer.deploy(stack, { RoleName: OUT_OF_REACH })).toBe('UPDATE_ROLLBACK_COMPLETE');

    expect(onlyFailure(stack).reason).toContain(refusal);
    expect(callsAbout(OUT_OF_REACH)).toEqual([]);
    expect(customer.account.digest()).toEqual(before);
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
  });

  it('fails the Create with the action that is missing where IAM alone does not cover it', async () => {
    await takePattern('Acme*');
    const before = customer.account.digest();

    expect(await customer.deploy(stack)).toBe('ROLLBACK_COMPLETE');

    expect(onlyFailure(stack).reason).toContain(`iam:GetRole on resource: role ${ROLE}`);
    expect(customer.account.digest()).toEqual(before);
  });
});
