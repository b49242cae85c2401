import {
  DeleteConflictException,
  DeletePolicyCommand,
  GetRoleCommand,
  ListPoliciesCommand,
} from '@aws-sdk/client-iam';
import { DeleteParametersCommand, GetParametersByPathCommand } from '@aws-sdk/client-ssm';
import { ObservationOutdated } from '../../src/iam/apply';
import { awsError } from '../support/aws-error';
import { emptyAccount, policyNamed } from '../support/iam/model-iam';
import { OWNER } from '../support/iam/specs';
import { foreignRole } from '../support/provider/roles';
import { TestBed } from '../support/provider/test-bed';

const RECORD = '/datadog-integration-role/DatadogIntegrationRole';
const NOT_CREATED = 'datadog-integration-role:not-created';
const MADE_UP = 'monitoring-Datadog-1ABCDEFGHIJKL';

async function created(properties = {}): Promise<TestBed> {
  const testBed = new TestBed();
  await testBed.create(properties);
  testBed.served.steps.length = 0;
  return testBed;
}

/** What a Create makes appears only after some time. */
async function createdAfter(ms: number): Promise<TestBed> {
  const testBed = await created();
  const { account } = testBed;
  testBed.served.account = emptyAccount();
  testBed.clock.sleep(ms).then(() => {
    testBed.served.account = account;
  });
  return testBed;
}

describe('a Delete', () => {
  test('removes the role, its policies and the record, with what others put on the role', async () => {
    const testBed = await created({ Permissions: 'Full' });
    const { role } = testBed.account;
    testBed.served.account = {
      ...testBed.account,
      library: { 'arn:aws:iam::123456789012:policy/X': '{}' },
      role: role && {
        ...role,
        attachedPolicyArns: [...role.attachedPolicyArns, 'arn:aws:iam::123456789012:policy/X'],
        instanceProfiles: ['host'],
      },
    };
    await testBed.delete();
    expect(testBed.account).toMatchObject({ role: null, policies: {} });
    expect(testBed.parameters.size).toBe(0);
  });

  test('takes along what validators have stored of the integration, and nothing that others have', async () => {
    const testBed = await created();
    const [record = ''] = testBed.parameters.keys();
    const ofValidators = [
      '/status',
      '/status/0123456789abcdef',
      '/status/telling',
      '/status/0123456789abcdef/telling',
    ];
    const ofOthers = ['/notes', '/status/mine', '/adopted/notes', '-too/status'].map((name) => record + name);
    for (const name of [...ofValidators.map((below) => record + below), ...ofOthers])
      testBed.parameters.set(name, '{}');

    await testBed.delete();

    expect([...testBed.parameters.keys()]).toEqual(ofOthers);
  });

  test('goes on where what lies below the record may not be listed, and says so', async () => {
    const testBed = await created();
    testBed.ssm
      .on(GetParametersByPathCommand)
      .rejects(awsError('AccessDeniedException', 'not authorized to perform ssm:GetParametersByPath'));

    await testBed.delete();

    expect(testBed.parameters.size).toBe(0);
    expect(testBed.messages.join()).toContain('whether validators have stored more');
  });

  test('that is delivered again succeeds, and changes nothing', async () => {
    const testBed = await created();
    await testBed.delete();
    testBed.served.steps.length = 0;
    await testBed.delete();
    expect(testBed.served.steps).toEqual([]);
    expect(testBed.ssm.commandCalls(DeleteParametersCommand)).toHaveLength(1);
  });

  test('of what was never created, and is not there, does not wait', async () => {
    const testBed = new TestBed();
    await testBed.delete(NOT_CREATED);
    expect(testBed.clock.now()).toBe(0);
    expect(testBed.served.steps).toEqual([]);
  });

  test('looks a second time for a role that IAM may not show yet', async () => {
    const testBed = await created();
    testBed.served.propagation = 1;
    await testBed.delete();
    expect(testBed.account.role).toBeNull();
    expect(testBed.clock.now()).toBeGreaterThanOrEqual(1_000);
  });

  test('by an id that CloudFormation made up finds the role by its properties', async () => {
    const testBed = await created();
    await testBed.delete(MADE_UP);
    expect(testBed.account.role).toBeNull();
    expect(testBed.parameters.size).toBe(0);
  });

  test('by an id that CloudFormation made up looks for as long as a Create may wait before it writes', async () => {
    const testBed = await createdAfter(65_000);
    await testBed.delete(MADE_UP);
    expect(testBed.served.kinds).toContain('delete-role');
    expect(testBed.account).toEqual(emptyAccount());
    expect(testBed.parameters.size).toBe(0);
  });

  test('by an id that CloudFormation made up looks no longer than that, and not often', async () => {
    const testBed = new TestBed();
    await testBed.delete(MADE_UP);
    expect(testBed.clock.now()).toBeGreaterThanOrEqual(75_000);
    expect(testBed.clock.now()).toBeLessThan(85_000);
    expect(testBed.iam.commandCalls(GetRoleCommand).length).toBeLessThan(25);
  });

  test('by an id that CloudFormation made up leaves half of a short time unused', async () => {
    const testBed = new TestBed({ totalMs: 10_000 });
    await testBed.delete(MADE_UP);
    expect(testBed.clock.now()).toBeLessThan(7_000);
  });

  test('by an id that CloudFormation made up looks once more when nothing can come to light any more', async () => {
    const testBed = await created();
    const before = testBed.clock.now();
    await testBed.delete(MADE_UP);
    expect(testBed.account.role).toBeNull();
    expect(testBed.clock.now() - before).toBeGreaterThanOrEqual(75_000);
    expect(testBed.iam.commandCalls(GetRoleCommand).length).toBeLessThan(6);
  });

  test('by the id of a role leaves alone the role that its properties name', async () => {
    const testBed = await created();
    await testBed.delete('Another');
    expect(testBed.role()).toBeDefined();
  });

  describe('whose id names nothing, of a role that has been made since', () => {
    test.each([NOT_CREATED, MADE_UP])('leaves it alone where CloudFormation has it: %s', async (id) => {
      const testBed = await created();
      testBed.setResourceStatus('UPDATE_COMPLETE', 'DatadogIntegrationRole');
      await testBed.delete(id);
      expect(testBed.served.steps).toEqual([]);
      expect(testBed.parameters.has(RECORD)).toBe(true);
    });

    test('removes it where CloudFormation has another, whatever the record says', async () => {
      const testBed = await created();
      testBed.setResourceStatus('DELETE_IN_PROGRESS', NOT_CREATED);
      await testBed.delete(NOT_CREATED);
      expect(testBed.role()).toBeUndefined();
    });

    test.each([
      ['leaves it alone, as the record says so', NOT_CREATED, true],
      ['removes it after a Create that was never answered, which may have recorded it', MADE_UP, false],
    ])('where CloudFormation does not say, %s', async (_, id, stays) => {
      const testBed = await created();
      testBed.denyCloudFormation();
      await testBed.delete(id);
      expect(testBed.role() !== undefined).toBe(stays);
    });
  });

  test('by an id and properties that no role can have is done at once', async () => {
    const testBed = await created();
    await testBed.delete(NOT_CREATED, { RoleName: 'a b' });
    expect(testBed.account.role).not.toBeNull();
  });

  test('with properties that cannot be read removes the role all the same', async () => {
    const testBed = await created();
    await testBed.delete(undefined, { DatadogSite: 'mars', Nonsense: 'x' });
    expect(testBed.account.role).toBeNull();
  });

  test('leaves a role of others and its record alone, and removes what is left of its own', async () => {
    const testBed = await created({ Permissions: 'Full' });
    const others = JSON.stringify({
      ...JSON.parse(testBed.parameters.get(RECORD) ?? ''),
      owner: { ...OWNER, stackId: 'arn:other' },
    });
    testBed.parameters.set(RECORD, others);
    testBed.served.account = { ...testBed.account, role: foreignRole };
    await testBed.delete();
    expect(testBed.account).toEqual({ ...emptyAccount(), role: foreignRole });
    expect(testBed.parameters.get(RECORD)).toBe(others);
    expect(testBed.messages).toContain('the role is not this resource’s and stays');
  });

  test('leaves policies of others under the same path alone', async () => {
    const testBed = await created();
    const arn = policyNamed('DatadogIntegrationRole-permissions-9');
    const policies = { [arn]: { arn, tags: {}, versions: [{ id: 'v1', document: '{}' }] } };
    testBed.served.account = { ...testBed.account, policies };
    await testBed.delete();
    expect(testBed.account.policies).toEqual(policies);
  });

  test('fails and says what when something hangs on a policy that is not ours to detach', async () => {
    const testBed = await created({ Permissions: 'Full' });
    const inUse = new DeleteConflictException({
      message: 'Cannot delete a policy attached to entities.',
      $metadata: {},
    });
    testBed.iam.on(DeletePolicyCommand).rejects(inUse);
    const deleting = testBed.delete();
    await expect(deleting).rejects.toThrow(ObservationOutdated);
    await expect(deleting).rejects.toThrow(
      /^delete-policy arn:\S+-permissions-1 for the role .* Detach it there/,
    );
    expect(testBed.account.role).toBeNull();
    expect(testBed.parameters.has(RECORD)).toBe(true);
    expect(testBed.messages.filter((message) => message === 'looking again')).toHaveLength(5);
  });

  test('finds policies on a role of its own although IAM does not list them', async () => {
    const testBed = await created({ Permissions: 'Full' });
    testBed.iam.on(ListPoliciesCommand).resolves({ Policies: [] });
    await testBed.delete();
    expect(testBed.account).toMatchObject({ role: null, policies: {} });
  });

  describe('of a role that it may not look at', () => {
    const denied = awsError('AccessDenied', 'not authorized to perform: iam:GetRole', 403);

    test('succeeds when nothing was ever made under that name', async () => {
      const testBed = new TestBed();
      testBed.iam.on(GetRoleCommand).rejects(denied);
      await testBed.delete(NOT_CREATED);
      expect(testBed.served.steps).toEqual([]);
    });

    test('fails when the record says that it was made', async () => {
      const testBed = await created();
      testBed.iam.on(GetRoleCommand).rejects(denied);
      await expect(testBed.delete(NOT_CREATED)).rejects.toThrow('iam:GetRole');
    });

    test('fails when the physical id says that it was made', async () => {
      const testBed = new TestBed();
      testBed.iam.on(GetRoleCommand).rejects(denied);
      await expect(testBed.delete()).rejects.toThrow('iam:GetRole');
    });

    test('fails for any other reason', async () => {
      const testBed = new TestBed();
      testBed.iam.on(GetRoleCommand).rejects(awsError('InvalidClientTokenId', 'bad token', 403));
      await expect(testBed.delete(NOT_CREATED)).rejects.toThrow('bad token');
    });
  });
});
