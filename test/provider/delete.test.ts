import {
  DeleteConflictException,
  DeletePolicyCommand,
  GetRoleCommand,
  ListPoliciesCommand,
} from '@aws-sdk/client-iam';
import { DeleteParametersCommand } from '@aws-sdk/client-ssm';
import { ObservationOutdated } from '../../src/iam/apply';
import { awsError } from '../support/aws-error';
import { emptyAccount, policyNamed } from '../support/iam/model-iam';
import { OWNER } from '../support/iam/specs';
import { foreignRole } from '../support/provider/roles';
import { Bed } from '../support/provider/test-bed';

const RECORD = '/datadog-integration-role/DatadogIntegrationRole';
const NOT_CREATED = 'datadog-integration-role:not-created';
const MADE_UP = 'monitoring-Datadog-1ABCDEFGHIJKL';

async function created(properties = {}): Promise<Bed> {
  const bed = new Bed();
  await bed.create(properties);
  bed.served.steps.length = 0;
  return bed;
}

/** What a Create makes appears only after some time. */
async function createdAfter(ms: number): Promise<Bed> {
  const bed = await created();
  const { account } = bed;
  bed.served.account = emptyAccount();
  bed.clock.sleep(ms).then(() => {
    bed.served.account = account;
  });
  return bed;
}

describe('a Delete', () => {
  test('removes the role, its policies and the record, with what others put on the role', async () => {
    const bed = await created({ Permissions: 'Full' });
    const { role } = bed.account;
    bed.served.account = {
      ...bed.account,
      library: { 'arn:aws:iam::123456789012:policy/X': '{}' },
      role: role && {
        ...role,
        attachedPolicyArns: [...role.attachedPolicyArns, 'arn:aws:iam::123456789012:policy/X'],
        instanceProfiles: ['host'],
      },
    };
    await bed.delete();
    expect(bed.account).toMatchObject({ role: null, policies: {} });
    expect(bed.parameters.size).toBe(0);
  });

  test('that is delivered again succeeds, and changes nothing', async () => {
    const bed = await created();
    await bed.delete();
    bed.served.steps.length = 0;
    await bed.delete();
    expect(bed.served.steps).toEqual([]);
    expect(bed.ssm.commandCalls(DeleteParametersCommand)).toHaveLength(1);
  });

  test('of what was never created, and is not there, does not wait', async () => {
    const bed = new Bed();
    await bed.delete(NOT_CREATED);
    expect(bed.clock.now()).toBe(0);
    expect(bed.served.steps).toEqual([]);
  });

  test('looks a second time for a role that IAM may not show yet', async () => {
    const bed = await created();
    bed.served.unseen = 1;
    await bed.delete();
    expect(bed.account.role).toBeNull();
    expect(bed.clock.now()).toBeGreaterThanOrEqual(1_000);
  });

  test('by an id that CloudFormation made up finds the role by its properties', async () => {
    const bed = await created();
    await bed.delete(MADE_UP);
    expect(bed.account.role).toBeNull();
    expect(bed.parameters.size).toBe(0);
  });

  test('by an id that CloudFormation made up looks for as long as a Create may wait before it writes', async () => {
    const bed = await createdAfter(28_000);
    await bed.delete(MADE_UP);
    expect(bed.served.kinds).toContain('delete-role');
    expect(bed.account).toEqual(emptyAccount());
    expect(bed.parameters.size).toBe(0);
  });

  test('by an id that CloudFormation made up looks no longer than that, and not often', async () => {
    const bed = new Bed();
    await bed.delete(MADE_UP);
    expect(bed.clock.now()).toBeGreaterThanOrEqual(28_000);
    expect(bed.clock.now()).toBeLessThan(35_000);
    expect(bed.iam.commandCalls(GetRoleCommand).length).toBeLessThan(15);
  });

  test('by an id that CloudFormation made up leaves half of a short time unused', async () => {
    const bed = new Bed({ totalMs: 10_000 });
    await bed.delete(MADE_UP);
    expect(bed.clock.now()).toBeLessThan(7_000);
  });

  test('by an id that CloudFormation made up looks once more after it has found something', async () => {
    const bed = await created();
    const before = bed.clock.now();
    await bed.delete(MADE_UP);
    expect(bed.account.role).toBeNull();
    expect(bed.clock.now() - before).toBeLessThan(3_000);
    expect(bed.clock.now() - before).toBeGreaterThanOrEqual(1_000);
  });

  test('by the id of a role leaves alone the role that its properties name', async () => {
    const bed = await created();
    await bed.delete('Another');
    expect(bed.role()).toBeDefined();
  });

  test('by an id and properties that no role can have is done at once', async () => {
    const bed = await created();
    await bed.delete(NOT_CREATED, { RoleName: 'a b' });
    expect(bed.account.role).not.toBeNull();
  });

  test('with properties that cannot be read removes the role all the same', async () => {
    const bed = await created();
    await bed.delete(undefined, { DatadogSite: 'mars', Nonsense: 'x' });
    expect(bed.account.role).toBeNull();
  });

  test('leaves a role of others and its record alone, and removes what is left of its own', async () => {
    const bed = await created({ Permissions: 'Full' });
    const others = JSON.stringify({
      ...JSON.parse(bed.parameters.get(RECORD) ?? ''),
      owner: { ...OWNER, stackId: 'arn:other' },
    });
    bed.parameters.set(RECORD, others);
    bed.served.account = { ...bed.account, role: foreignRole };
    await bed.delete();
    expect(bed.account).toEqual({ ...emptyAccount(), role: foreignRole });
    expect(bed.parameters.get(RECORD)).toBe(others);
    expect(bed.messages).toContain('the role is not this resource’s and stays');
  });

  test('leaves policies of others under the same path alone', async () => {
    const bed = await created();
    const arn = policyNamed('DatadogIntegrationRole-permissions-9');
    const policies = { [arn]: { arn, tags: {}, versions: [{ id: 'v1', document: '{}' }] } };
    bed.served.account = { ...bed.account, policies };
    await bed.delete();
    expect(bed.account.policies).toEqual(policies);
  });

  test('fails and says what when something hangs on a policy that is not ours to detach', async () => {
    const bed = await created({ Permissions: 'Full' });
    const inUse = new DeleteConflictException({
      message: 'Cannot delete a policy attached to entities.',
      $metadata: {},
    });
    bed.iam.on(DeletePolicyCommand).rejects(inUse);
    const deleting = bed.delete();
    await expect(deleting).rejects.toThrow(ObservationOutdated);
    await expect(deleting).rejects.toThrow(
      /^delete-policy arn:\S+-permissions-1 for the role .* Detach it there/,
    );
    expect(bed.account.role).toBeNull();
    expect(bed.parameters.has(RECORD)).toBe(true);
    expect(bed.messages.filter((message) => message === 'looking again')).toHaveLength(5);
  });

  test('finds policies on a role of its own although IAM does not list them', async () => {
    const bed = await created({ Permissions: 'Full' });
    bed.iam.on(ListPoliciesCommand).resolves({ Policies: [] });
    await bed.delete();
    expect(bed.account).toMatchObject({ role: null, policies: {} });
  });

  describe('of a role that it may not look at', () => {
    const denied = awsError('AccessDenied', 'not authorized to perform: iam:GetRole', 403);

    test('succeeds when nothing was ever made under that name', async () => {
      const bed = new Bed();
      bed.iam.on(GetRoleCommand).rejects(denied);
      await bed.delete(NOT_CREATED);
      expect(bed.served.steps).toEqual([]);
    });

    test('fails when the record says that it was made', async () => {
      const bed = await created();
      bed.iam.on(GetRoleCommand).rejects(denied);
      await expect(bed.delete(NOT_CREATED)).rejects.toThrow('iam:GetRole');
    });

    test('fails when the physical id says that it was made', async () => {
      const bed = new Bed();
      bed.iam.on(GetRoleCommand).rejects(denied);
      await expect(bed.delete()).rejects.toThrow('iam:GetRole');
    });

    test('fails for any other reason', async () => {
      const bed = new Bed();
      bed.iam.on(GetRoleCommand).rejects(awsError('InvalidClientTokenId', 'bad token', 403));
      await expect(bed.delete(NOT_CREATED)).rejects.toThrow('bad token');
    });
  });
});
