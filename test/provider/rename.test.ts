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
