import { GetRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { Refused } from '../../src/provider/errors';
import { awsError } from '../support/aws-error';
import type { ModelAccount } from '../support/iam/model-iam';
import { OWNER, OWNER_TAGS } from '../support/iam/specs';
import { foreignRole, ROLE_ARN } from '../support/provider/roles';
import { Bed } from '../support/provider/test-bed';

const RECORD = '/datadog-integration-role/DatadogIntegrationRole';

async function created(properties = {}): Promise<Bed> {
  const bed = new Bed();
  await bed.create(properties);
  bed.served.steps.length = 0;
  bed.claims.length = 0;
  return bed;
}

function change(bed: Bed, changes: Partial<NonNullable<ModelAccount['role']>>): void {
  const { role } = bed.account;
  bed.served.account = { ...bed.account, role: role && { ...role, ...changes } };
}

describe('an Update', () => {
  test('changes what has changed, and records it', async () => {
    const bed = await created({ Tags: [{ Key: 'team', Value: 'sre' }] });
    await expect(
      bed.update({ Description: 'new' }, { Tags: [{ Key: 'team', Value: 'sre' }] }),
    ).resolves.toMatchObject({
      physicalResourceId: 'DatadogIntegrationRole',
      data: { RoleId: 'AROAEXAMPLEEXAMPLE123' },
    });
    expect(bed.served.kinds).toEqual(['untag-role', 'update-role']);
    expect(JSON.parse(bed.parameters.get(RECORD) ?? '')).toMatchObject({
      spec: { description: 'new', tags: {} },
    });
  });

  test('that changes nothing writes nothing, not even the record', async () => {
    const bed = await created();
    await bed.update({}, {});
    expect(bed.served.steps).toEqual([]);
    expect(bed.ssm.commandCalls(PutParameterCommand)).toHaveLength(1);
  });

  test('takes off what the record says, where the old properties cannot be read any more', async () => {
    const bed = await created({ Tags: [{ Key: 'team', Value: 'sre' }] });
    await bed.update({}, { DatadogSite: 'mars', Tags: [{ Key: 'team', Value: 'sre' }] });
    expect(bed.served.kinds).toEqual(['untag-role']);
    expect(bed.messages).toContain('earlier properties are not used');
  });

  test('takes off what the old properties say, where the record cannot be read', async () => {
    const bed = await created({ Tags: [{ Key: 'team', Value: 'sre' }] });
    bed.parameters.set(RECORD, 'oops');
    await bed.update({}, { Tags: [{ Key: 'team', Value: 'sre' }] });
    expect(bed.served.kinds).toEqual(['untag-role']);
    expect(bed.messages).toContain('the record cannot be read');
    expect(JSON.parse(bed.parameters.get(RECORD) ?? '')).toMatchObject({ owner: OWNER });
  });

  test('knows its role by the record when the tags are gone, and sets them again first', async () => {
    const bed = await created();
    change(bed, { tags: {}, description: 'drifted' });
    await bed.update({}, {});
    expect(bed.served.kinds).toEqual(['tag-role', 'update-role']);
    expect(bed.account.role?.tags).toEqual(OWNER_TAGS);
  });

  test.each<[string, (bed: Bed) => void]>([
    ['without tags and record', (bed) => bed.parameters.clear()],
    ['that was made later under the same name', (bed) => change(bed, { roleId: 'AROALATER' })],
    [
      'on the record of another stack',
      (bed) => {
        const record = JSON.parse(bed.parameters.get(RECORD) ?? '');
        bed.parameters.set(RECORD, JSON.stringify({ ...record, owner: { ...OWNER, stackId: 'arn:other' } }));
      },
    ],
    [
      'on the record of another resource of the stack',
      (bed) => {
        const record = JSON.parse(bed.parameters.get(RECORD) ?? '');
        bed.parameters.set(RECORD, JSON.stringify({ ...record, owner: { ...OWNER, logicalId: 'Other' } }));
      },
    ],
  ])('does not touch a role %s', async (_, happens) => {
    const bed = await created();
    change(bed, { tags: { team: 'x' } });
    happens(bed);
    await expect(bed.update({ Description: 'new' }, {})).rejects.toThrow(Refused);
    expect(bed.served.steps).toEqual([]);
  });

  test('makes a role again that somebody deleted', async () => {
    const bed = await created();
    bed.served.account = { ...bed.account, role: null };
    await bed.update({}, {});
    expect(bed.account.role?.tags).toEqual(OWNER_TAGS);
  });

  test('that fails keeps what it has done: the rollback follows', async () => {
    const bed = await created();
    bed.iam.on(PutRolePolicyCommand).rejects(awsError('MalformedPolicyDocument', 'bad', 400));
    await expect(bed.update({ Permissions: 'Full', Regions: ['eu-west-1'] }, {})).rejects.toThrow('bad');
    expect(bed.served.kinds.slice(0, 8)).toEqual([
      ...Array.from({ length: 4 }, () => 'create-policy'),
      ...Array.from({ length: 4 }, () => 'attach-policy'),
    ]);
    expect(bed.account.role?.attachedPolicyArns).toHaveLength(4);
  });

  test('refuses a name that differs from the old one in letter case only', async () => {
    const bed = await created();
    await expect(bed.update({ RoleName: 'datadogintegrationrole' }, {})).rejects.toThrow(
      'RoleName: a change from DatadogIntegrationRole to datadogintegrationrole cannot be made, because the new role is made before the old one is deleted and IAM does not tell role names apart by letter case. Choose a name that differs in more, or rename in two updates.',
    );
    expect(bed.served.steps).toEqual([]);
  });

  test('refuses a change of the path alone', async () => {
    const bed = await created();
    await expect(bed.update({ Path: '/new/' }, {})).rejects.toThrow(
      'The role DatadogIntegrationRole has not been changed. Path is /new/ and the role DatadogIntegrationRole has the path /:',
    );
    expect(bed.served.steps).toEqual([]);
  });
});

describe('an Update to another name', () => {
  test('makes the new role, and leaves the old one to the Delete that follows', async () => {
    const bed = await created({ RoleName: 'Old' });
    await expect(bed.update({ RoleName: 'New' }, { RoleName: 'Old' }, 'Old')).resolves.toMatchObject({
      physicalResourceId: 'New',
    });
    expect([bed.role('New')?.name, bed.role('Old')?.name]).toStrictEqual(['New', 'Old']);
    await bed.delete('Old', { RoleName: 'Old' });
    expect([bed.role('New')?.name, bed.role('Old')]).toStrictEqual(['New', undefined]);
    expect([...bed.parameters.keys()]).toEqual(['/datadog-integration-role/New']);
  });

  test('that fails leaves the new role to the rollback, which removes it', async () => {
    const bed = await created({ RoleName: 'Old' });
    bed.iam.on(PutRolePolicyCommand).rejects(awsError('MalformedPolicyDocument', 'bad', 400));
    await expect(bed.update({ RoleName: 'New' }, { RoleName: 'Old' }, 'Old')).rejects.toThrow('bad');
    await bed.update({ RoleName: 'Old' }, { RoleName: 'New' }, 'Old');
    expect([bed.role('New'), bed.role('Old')?.name]).toStrictEqual([undefined, 'Old']);
  });

  test('that was cut off is rolled back by removing the role that CloudFormation never heard of', async () => {
    const bed = await created({ RoleName: 'Old' });
    await bed.update({ RoleName: 'New', Permissions: 'Full' }, { RoleName: 'Old' }, 'Old');
    await bed.update({ RoleName: 'Old' }, { RoleName: 'New', Permissions: 'Full' }, 'Old');
    expect([bed.role('New'), bed.role('Old')?.name]).toStrictEqual([undefined, 'Old']);
    expect(bed.account.policies).toEqual({});
    expect([...bed.parameters.keys()]).toEqual(['/datadog-integration-role/Old']);
  });

  test('that was cut off before it made anything is rolled back without it', async () => {
    const bed = await created({ RoleName: 'Old' });
    bed.iam.on(GetRoleCommand, { RoleName: 'New' }).rejects(awsError('AccessDenied', 'no', 403));
    await bed.update({ RoleName: 'Old' }, { RoleName: 'New' }, 'Old');
    expect(bed.served.steps).toEqual([]);
  });
});

test('the refusal of a role names it', async () => {
  const bed = new Bed();
  bed.served.account = { ...bed.account, role: foreignRole };
  await expect(bed.update({}, {})).rejects.toThrow(`RoleName: the role ${ROLE_ARN} exists already`);
});

test('a rollback whose old name no role can have removes nothing', async () => {
  const bed = await created({ RoleName: 'Old' });
  await bed.update({ RoleName: 'Old' }, { RoleName: 'a b' }, 'Old');
  expect(bed.served.steps).toEqual([]);
});
