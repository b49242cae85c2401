import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { RoleOwnedByOthers } from '../../src/provider/errors';
import { awsError } from '../support/aws-error';
import type { ModelAccount } from '../support/iam/model-iam';
import { OWNER, OWNER_TAGS } from '../support/iam/specs';
import { foreignRole, ROLE_ARN } from '../support/provider/roles';
import { TestBed } from '../support/provider/test-bed';

const RECORD = '/datadog-integration-role/DatadogIntegrationRole';

async function created(properties = {}): Promise<TestBed> {
  const testBed = new TestBed();
  await testBed.create(properties);
  testBed.served.steps.length = 0;
  testBed.claims.length = 0;
  return testBed;
}

function change(testBed: TestBed, changes: Partial<NonNullable<ModelAccount['role']>>): void {
  const { role } = testBed.account;
  testBed.served.account = { ...testBed.account, role: role && { ...role, ...changes } };
}

describe('an Update', () => {
  test('changes what has changed, and records it', async () => {
    const testBed = await created({ Tags: [{ Key: 'team', Value: 'sre' }] });
    await expect(
      testBed.update({ Description: 'new' }, { Tags: [{ Key: 'team', Value: 'sre' }] }),
    ).resolves.toMatchObject({
      physicalResourceId: 'DatadogIntegrationRole',
      data: { RoleId: 'AROAEXAMPLEEXAMPLE123' },
    });
    expect(testBed.served.kinds).toEqual(['untag-role', 'update-role']);
    expect(JSON.parse(testBed.parameters.get(RECORD) ?? '')).toMatchObject({
      spec: { description: 'new', tags: {} },
    });
  });

  test('that changes nothing writes nothing, not even the record', async () => {
    const testBed = await created();
    await testBed.update({}, {});
    expect(testBed.served.steps).toEqual([]);
    expect(testBed.ssm.commandCalls(PutParameterCommand)).toHaveLength(1);
  });

  test('takes nothing off on the word of the record alone, where the old properties cannot be read any more', async () => {
    const testBed = await created({ Tags: [{ Key: 'team', Value: 'sre' }] });
    await testBed.update({}, { DatadogSite: 'mars', Tags: [{ Key: 'team', Value: 'sre' }] });
    expect(testBed.served.kinds).toEqual([]);
    expect(testBed.messages).toContain('earlier properties are not used');
  });

  test('takes off what the old properties say, where the record cannot be read', async () => {
    const testBed = await created({ Tags: [{ Key: 'team', Value: 'sre' }] });
    testBed.parameters.set(RECORD, 'oops');
    await testBed.update({}, { Tags: [{ Key: 'team', Value: 'sre' }] });
    expect(testBed.served.kinds).toEqual(['untag-role']);
    expect(testBed.messages).toContain('what is stored cannot be read, and counts as none');
    expect(JSON.parse(testBed.parameters.get(RECORD) ?? '')).toMatchObject({ owner: OWNER });
  });

  test('knows its role by the record when the tags are gone, and sets them again first', async () => {
    const testBed = await created();
    change(testBed, { tags: {}, description: 'drifted' });
    await testBed.update({}, {});
    expect(testBed.served.kinds).toEqual(['tag-role', 'update-role']);
    expect(testBed.account.role?.tags).toEqual(OWNER_TAGS);
  });

  test.each<[string, (testBed: TestBed) => void]>([
    ['without tags and record', (testBed) => testBed.parameters.clear()],
    ['that was made later under the same name', (testBed) => change(testBed, { roleId: 'AROALATER' })],
    [
      'on the record of another stack',
      (testBed) => {
        const record = JSON.parse(testBed.parameters.get(RECORD) ?? '');
        testBed.parameters.set(
          RECORD,
          JSON.stringify({ ...record, owner: { ...OWNER, stackId: 'arn:other' } }),
        );
      },
    ],
    [
      'on the record of another resource of the stack',
      (testBed) => {
        const record = JSON.parse(testBed.parameters.get(RECORD) ?? '');
        testBed.parameters.set(
          RECORD,
          JSON.stringify({ ...record, owner: { ...OWNER, logicalId: 'Other' } }),
        );
      },
    ],
  ])('does not touch a role %s', async (_, happens) => {
    const testBed = await created();
    change(testBed, { tags: { team: 'x' } });
    happens(testBed);
    await expect(testBed.update({ Description: 'new' }, {})).rejects.toThrow(RoleOwnedByOthers);
    expect(testBed.served.steps).toEqual([]);
  });

  test('makes a role again that somebody deleted', async () => {
    const testBed = await created();
    testBed.served.account = { ...testBed.account, role: null };
    await testBed.update({}, {});
    expect(testBed.account.role?.tags).toEqual(OWNER_TAGS);
  });

  test('that fails keeps what it has done: the rollback follows', async () => {
    const testBed = await created();
    testBed.iam.on(PutRolePolicyCommand).rejects(awsError('MalformedPolicyDocument', 'bad', 400));
    await expect(testBed.update({ Permissions: 'Full', Regions: ['eu-west-1'] }, {})).rejects.toThrow('bad');
    expect(testBed.served.kinds.slice(0, 8)).toEqual([
      ...Array.from({ length: 4 }, () => 'create-policy'),
      ...Array.from({ length: 4 }, () => 'attach-policy'),
    ]);
    expect(testBed.account.role?.attachedPolicyArns).toHaveLength(4);
  });

  test('refuses a name that differs from the old one in letter case only', async () => {
    const testBed = await created();
    await expect(testBed.update({ RoleName: 'datadogintegrationrole' }, {})).rejects.toThrow(
      'RoleName: a change from DatadogIntegrationRole to datadogintegrationrole cannot be made, because the new role is made before the old one is deleted and IAM does not tell role names apart by letter case. Choose a name that differs in more, or rename in two updates.',
    );
    expect(testBed.served.steps).toEqual([]);
  });

  test('refuses a change of the path alone', async () => {
    const testBed = await created();
    await expect(testBed.update({ Path: '/new/' }, {})).rejects.toThrow(
      'The role DatadogIntegrationRole has not been changed. Path is /new/ and the role DatadogIntegrationRole has the path /:',
    );
    expect(testBed.served.steps).toEqual([]);
  });
});

test('the refusal of a role names it', async () => {
  const testBed = new TestBed();
  testBed.served.account = { ...testBed.account, role: foreignRole };
  await expect(testBed.update({}, {})).rejects.toThrow(`RoleName: the role ${ROLE_ARN} exists already`);
});
