import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreatePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  PutRolePolicyCommand,
  RemoveRoleFromInstanceProfileCommand,
  TagRoleCommand,
  UntagPolicyCommand,
  UntagRoleCommand,
} from '@aws-sdk/client-iam';
import { DeleteParameterCommand } from '@aws-sdk/client-ssm';
import type { AccountDigest } from '../sandbox';
import {
  type CustomerAccount,
  EXTERNAL_ID,
  LOGICAL_ID,
  openCustomerAccount,
  RESOURCE_TYPE,
  ROLE,
  type Stack,
} from '../support/customer-account';
import { guideRole } from '../support/guide-role';
import { deliverChanged, lastReply, onlyFailure } from '../support/replies';
import { onlyReport, validate } from '../support/validator-run';

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const OWNER_TAGS = ['datadog-integration-role:stack-id', 'datadog-integration-role:logical-id'];
const OUR_POLICY = `arn:aws:iam::123456789012:policy/datadog-integration-role/${ROLE}-permissions-1`;

let customer: CustomerAccount;
let stack: Stack;
let empty: AccountDigest;

beforeAll(async () => {
  customer = await openCustomerAccount({ skipsWaits: true });
  empty = customer.account.digest();
});
beforeEach(async () => {
  stack = customer.stack();
  await customer.deploy(stack, { Permissions: 'Full' });
});
afterEach(() => customer.reset());
afterAll(() => customer.close());

const role = () => customer.account.digest().roles[ROLE];

async function deleteRoleByHand(): Promise<void> {
  for (const PolicyArn of role()?.attached ?? [])
    await customer.iam.send(new DetachRolePolicyCommand({ RoleName: ROLE, PolicyArn }));
  for (const PolicyName of Object.keys(role()?.inline ?? {}))
    await customer.iam.send(new DeleteRolePolicyCommand({ RoleName: ROLE, PolicyName }));
  await customer.iam.send(new DeleteRoleCommand({ RoleName: ROLE }));
}

it('a role whose logical id has been changed in the template is refused as what it is, with the ways out', async () => {
  const before = customer.account.digest();

  const moved = stack.deploy({
    resources: {
      Renamed: {
        type: RESOURCE_TYPE,
        serviceToken: customer.provider,
        properties: { ExternalId: EXTERNAL_ID, Permissions: 'Full' },
      },
    },
  });

  expect(await moved).toBe('UPDATE_ROLLBACK_COMPLETE');
  const { reason } = onlyFailure(stack);
  expect(reason).toContain(`belongs to the resource ${LOGICAL_ID} of this very stack`);
  expect(reason).toContain(`keep the logical id ${LOGICAL_ID}, or give Renamed another RoleName`);
  expect(customer.account.digest()).toEqual(before);
});

describe('a role that people deleted by hand', () => {
  it('is made again by the next Update, as it was', async () => {
    const before = customer.account.digest();
    await deleteRoleByHand();

    const update = customer.deploy(stack, { Permissions: 'Full', ServiceTimeout: 600 });

    expect(await update).toBe('UPDATE_COMPLETE');
    expect(stack.attribute(LOGICAL_ID, 'SelfTestResult')).toBe('passed');
    expect(customer.account.digest()).toMatchObject({ roles: before.roles, policies: before.policies });
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(customer.account.digest()).toEqual(empty);
  });

  it('does not hinder the Delete, which removes the rest', async () => {
    await deleteRoleByHand();

    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    expect(customer.account.digest()).toEqual(empty);
  });

  it('and made again by hand is theirs: Update refuses, Delete leaves it', async () => {
    await deleteRoleByHand();
    customer.account.seed({ roles: [guideRole] });
    const theirs = role();

    expect(await customer.deploy(stack, {})).toBe('UPDATE_ROLLBACK_FAILED');
    expect(lastReply(stack).reason).toContain('was not made by this stack; it has been left as it is');
    expect(role()).toEqual(theirs);

    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(customer.account.digest()).toEqual({ ...empty, roles: { ...empty.roles, [ROLE]: theirs } });
  });
});

describe('marks of ownership that people removed', () => {
  it('tags: the record still knows the role, and the next Update puts them back', async () => {
    await customer.iam.send(new UntagRoleCommand({ RoleName: ROLE, TagKeys: OWNER_TAGS }));

    expect(await customer.deploy(stack, { Permissions: 'Core' })).toBe('UPDATE_COMPLETE');

    expect(Object.keys(role()?.tags ?? {}).sort()).toEqual([...OWNER_TAGS].sort());
  });

  it('tags: Delete still deletes the role', async () => {
    await customer.iam.send(new UntagRoleCommand({ RoleName: ROLE, TagKeys: OWNER_TAGS }));

    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    expect(customer.account.digest()).toEqual(empty);
  });

  it('the record: the next Update writes it again', async () => {
    const before = customer.account.digest();
    await customer.ssm.send(new DeleteParameterCommand({ Name: `/datadog-integration-role/${ROLE}` }));

    await customer.deploy(stack, { Permissions: 'Full' }, { force: true });

    expect(customer.account.digest()).toEqual(before);
  });

  it('both: the role counts as somebody else’s, Delete leaves it and says what of it cannot go', async () => {
    await customer.iam.send(new UntagRoleCommand({ RoleName: ROLE, TagKeys: OWNER_TAGS }));
    await customer.ssm.send(new DeleteParameterCommand({ Name: `/datadog-integration-role/${ROLE}` }));

    expect(await stack.delete()).toBe('DELETE_FAILED');

    expect(lastReply(stack).reason).toContain(`delete-policy ${OUR_POLICY}`);
    expect(role()).toBeDefined();
  });
});

describe('what people put on our role', () => {
  beforeEach(async () => {
    await customer.iam.send(new AttachRolePolicyCommand({ RoleName: ROLE, PolicyArn: READ_ONLY }));
    await customer.iam.send(new TagRoleCommand({ RoleName: ROLE, Tags: [{ Key: 'audited', Value: 'yes' }] }));
    const PolicyDocument = JSON.stringify(guideRole.inline?.['OfOurOwn']);
    await customer.iam.send(
      new PutRolePolicyCommand({ RoleName: ROLE, PolicyName: 'Theirs', PolicyDocument }),
    );
  });

  it('stays on Update, and is said in the log', async () => {
    expect(await customer.deploy(stack, { Permissions: 'Core' })).toBe('UPDATE_COMPLETE');

    expect(role()?.attached).toEqual([READ_ONLY]);
    expect(role()?.tags).toMatchObject({ audited: 'yes' });
    expect(Object.keys(role()?.inline ?? {})).toEqual(['DatadogIntegrationPolicy', 'Theirs']);
    const log = customer.provider.invocations.at(-1)?.attempts[0]?.logs.join('\n');
    expect(log).toContain(`The policy ${READ_ONLY} was attached by somebody else and stays.`);
    expect(log).toContain('The inline policy Theirs was added by somebody else and stays.');
  });

  it('does not block the Delete', async () => {
    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    expect(customer.account.digest()).toEqual(empty);
  });
});

describe('Delete', () => {
  it('takes the role out of an instance profile, which stays', async () => {
    await customer.iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: ROLE }));
    const add = new AddRoleToInstanceProfileCommand({ InstanceProfileName: ROLE, RoleName: ROLE });
    await customer.iam.send(add);

    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    expect(customer.account.digest()).toEqual({
      ...empty,
      instanceProfiles: { [ROLE]: { path: '/', role: null } },
    });
  });

  it('names an instance profile that it may not touch, and succeeds when somebody else has emptied it', async () => {
    await customer.iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'OfSomebody' }));
    const add = new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'OfSomebody', RoleName: ROLE });
    await customer.iam.send(add);

    expect(await stack.delete()).toBe('DELETE_FAILED');

    expect(lastReply(stack).reason).toContain('remove-from-instance-profile OfSomebody');
    expect(lastReply(stack).reason).toContain('iam:RemoveRoleFromInstanceProfile');
    const target = { InstanceProfileName: 'OfSomebody', RoleName: ROLE };
    await customer.iam.send(new RemoveRoleFromInstanceProfileCommand(target));
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
  });

  it('removes old versions of our policies', async () => {
    const PolicyDocument = JSON.stringify(guideRole.inline?.['OfOurOwn']);
    for (const SetAsDefault of [false, true, false, true])
      await customer.iam.send(
        new CreatePolicyVersionCommand({ PolicyArn: OUR_POLICY, PolicyDocument, SetAsDefault }),
      );

    expect(await customer.deploy(stack, { Permissions: 'Full' }, { force: true })).toBe('UPDATE_COMPLETE');
    expect(customer.account.effectivePermissions(ROLE)('s3:ListAllMyBuckets')).toBe(true);
    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    expect(customer.account.digest()).toEqual(empty);
  });

  it('says FAILED and what when a policy of ours is on somebody else’s role, and succeeds once it is off', async () => {
    customer.account.seed({ roles: [{ ...guideRole, name: 'Theirs' }] });
    await customer.iam.send(new AttachRolePolicyCommand({ RoleName: 'Theirs', PolicyArn: OUR_POLICY }));
    const theirs = customer.account.digest().roles['Theirs'];

    expect(await stack.delete()).toBe('DELETE_FAILED');

    const { reason } = onlyFailure(stack);
    expect(reason).toContain(`delete-policy ${OUR_POLICY}`);
    expect(reason).toContain(
      'Cannot delete a policy attached to entities. Detach it there, then repeat this.',
    );
    expect(customer.account.digest().roles['Theirs']).toEqual(theirs);
    await customer.iam.send(new DetachRolePolicyCommand({ RoleName: 'Theirs', PolicyArn: OUR_POLICY }));
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(Object.keys(customer.policies())).toEqual([]);
  });

  it('may be repeated', async () => {
    await stack.delete();

    const replies = await deliverChanged(customer, stack, {});

    expect(replies).toEqual([expect.objectContaining({ status: 'SUCCESS', physicalId: ROLE })]);
    expect(customer.account.digest()).toEqual(empty);
  });
});

describe('policies of ours whose tags somebody has taken off', () => {
  const names = [1, 2, 3, 4].map((number) => `${ROLE}-permissions-${number}`);

  beforeEach(async () => {
    for (const PolicyArn of role()?.attached ?? [])
      await customer.iam.send(new UntagPolicyCommand({ PolicyArn, TagKeys: OWNER_TAGS }));
  });

  it('get them back by the next Update, and no others are made', async () => {
    const update = customer.deploy(stack, { Permissions: 'Full', Description: 'new' });

    expect(await update).toBe('UPDATE_COMPLETE');
    const policies = customer.policies();
    expect(Object.keys(policies)).toEqual(names);
    for (const { tags } of Object.values(policies)) expect(Object.keys(tags)).toEqual(OWNER_TAGS.toSorted());
    expect(customer.writes().filter((write) => write === 'iam:CreatePolicyVersion')).toEqual([]);
  });

  it('go when they are no longer needed', async () => {
    expect(await customer.deploy(stack, { Permissions: 'Core' })).toBe('UPDATE_COMPLETE');

    expect(customer.policies()).toEqual({});
  });

  it('go with the role, also where that has lost its tags, too', async () => {
    await customer.iam.send(new UntagRoleCommand({ RoleName: ROLE, TagKeys: OWNER_TAGS }));

    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    expect(customer.account.digest()).toEqual(empty);
  });

  it('are found again by a Delete that could not remove them the first time, when they hang on nothing any more', async () => {
    const fault = customer.sandbox.faults.add({
      match: { operation: 'DeletePolicy' },
      effect: { type: 'error', code: 'AccessDenied', message: 'made to fail', status: 403 },
    });
    expect(await stack.delete()).toBe('DELETE_FAILED');
    expect(role()).toBeUndefined();
    fault.remove();

    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    expect(customer.account.digest()).toEqual(empty);
  });

  it('are told as what they lack by the validator', async () => {
    const { drift } = onlyReport(await validate(customer));

    expect(drift).toHaveLength(8);
    expect(drift[0]).toMatchObject({
      path: `managedPolicies.${OUR_POLICY}.tags.datadog-integration-role:stack-id`,
      kind: 'missing',
    });
  });
});
