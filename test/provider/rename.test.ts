import { GetRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { awsError } from '../support/aws-error';
import { TestBed } from '../support/provider/test-bed';

async function created(properties = {}): Promise<TestBed> {
  const testBed = new TestBed();
  await testBed.create(properties);
  testBed.served.steps.length = 0;
  testBed.claims.length = 0;
  return testBed;
}

describe('an Update to another name', () => {
  test('makes the new role, and leaves the old one to the Delete that follows', async () => {
    const testBed = await created({ RoleName: 'Old' });
    await expect(testBed.update({ RoleName: 'New' }, { RoleName: 'Old' }, 'Old')).resolves.toMatchObject({
      physicalResourceId: 'New',
    });
    expect([testBed.role('New')?.name, testBed.role('Old')?.name]).toStrictEqual(['New', 'Old']);
    await testBed.delete('Old', { RoleName: 'Old' });
    expect([testBed.role('New')?.name, testBed.role('Old')]).toStrictEqual(['New', undefined]);
    expect([...testBed.parameters.keys()]).toEqual(['/datadog-integration-role/New']);
  });

  test('that fails leaves the new role to the rollback, which removes it', async () => {
    const testBed = await created({ RoleName: 'Old' });
    testBed.iam.on(PutRolePolicyCommand).rejects(awsError('MalformedPolicyDocument', 'bad', 400));
    await expect(testBed.update({ RoleName: 'New' }, { RoleName: 'Old' }, 'Old')).rejects.toThrow('bad');
    await testBed.update({ RoleName: 'Old' }, { RoleName: 'New' }, 'Old');
    expect([testBed.role('New'), testBed.role('Old')?.name]).toStrictEqual([undefined, 'Old']);
  });

  test('that was cut off is rolled back by removing the role that CloudFormation never heard of', async () => {
    const testBed = await created({ RoleName: 'Old' });
    await testBed.update({ RoleName: 'New', Permissions: 'Full' }, { RoleName: 'Old' }, 'Old');
    await testBed.update({ RoleName: 'Old' }, { RoleName: 'New', Permissions: 'Full' }, 'Old');
    expect([testBed.role('New'), testBed.role('Old')?.name]).toStrictEqual([undefined, 'Old']);
    expect(testBed.account.policies).toEqual({});
    expect([...testBed.parameters.keys()]).toEqual(['/datadog-integration-role/Old']);
  });

  test('that was cut off before it made anything is rolled back without it', async () => {
    const testBed = await created({ RoleName: 'Old' });
    testBed.iam.on(GetRoleCommand, { RoleName: 'New' }).rejects(awsError('AccessDenied', 'no', 403));
    await testBed.update({ RoleName: 'Old' }, { RoleName: 'New' }, 'Old');
    expect(testBed.served.steps).toEqual([]);
  });
});

test('a rollback whose old name no role can have removes nothing', async () => {
  const testBed = await created({ RoleName: 'Old' });
  await testBed.update({ RoleName: 'Old' }, { RoleName: 'a b' }, 'Old');
  expect(testBed.served.steps).toEqual([]);
});

describe('an Update whose physical id names nothing, as Create failed', () => {
  const NOT_CREATED = 'datadog-integration-role:not-created';
  const MADE_UP = 'monitoring-Datadog-1ABCDEFGHIJKL';

  test.each([NOT_CREATED, MADE_UP])('makes the role, and gives its name as the new id: %s', async (id) => {
    const testBed = new TestBed();
    const mended = testBed.update({ RoleName: 'New' }, { Permissions: 'Everything' }, id);
    await expect(mended).resolves.toMatchObject({ physicalResourceId: 'New' });
    expect(testBed.role('New')).toBeDefined();
  });

  test('takes off what the Create had put on the role and nobody wants any more', async () => {
    const Tags = [{ Key: 'team', Value: 'sre' }];
    const testBed = await created({ Tags });
    await testBed.update({}, { Tags }, MADE_UP);
    expect(testBed.served.kinds).toEqual(['untag-role']);
  });

  test('removes what the Create had made under another name', async () => {
    const testBed = await created({ RoleName: 'Old' });
    await testBed.update({ RoleName: 'New' }, { RoleName: 'Old' }, MADE_UP);
    expect([testBed.role('New')?.name, testBed.role('Old')]).toStrictEqual(['New', undefined]);
  });

  test('is an ordinary one where the role is really named like that', async () => {
    const testBed = await created({ RoleName: MADE_UP });
    await testBed.update({ RoleName: MADE_UP, Description: 'new' }, { RoleName: MADE_UP }, MADE_UP);
    expect(testBed.served.kinds).toEqual(['update-role']);
  });
});
