import { version } from '../../package.json';
import { TestBed } from '../support/provider/test-bed';

const OTHER = '9.9.9+0123456789ab';
const REFUSED = `Release is "${OTHER}", and the function that provides the resource is of version ${version}; nothing has been changed.`;

test.each([
  ['of the function’s own release', version],
  ['of another build of it', `${version}+0123456789ab`],
])('a template %s is served', async (_, Release) => {
  const testBed = new TestBed();
  await testBed.create({ Release });
  await testBed.update({ Release, Permissions: 'Core' }, { Release }, 'DatadogIntegrationRole');
  expect(testBed.role()?.name).toBe('DatadogIntegrationRole');
});

describe('a template of another release than the function’s', () => {
  test('is refused before anything is made, and the way out is named', async () => {
    const testBed = new TestBed();
    await expect(testBed.create({ Release: OTHER })).rejects.toThrow(
      `${REFUSED} Deploy template and code of one package`,
    );
    expect(testBed.served.steps).toEqual([]);
  });

  test('is refused for that reason alone, whatever else this release does not know of it', async () => {
    const testBed = new TestBed();
    await expect(testBed.create({ Release: OTHER, Novelty: 'true' })).rejects.toThrow(REFUSED);
  });

  test.each([
    ['an update', 'DatadogIntegrationRole', {}],
    ['a rename', 'DatadogIntegrationRole', { RoleName: 'DatadogIntegrationRoleNew' }],
    ['an update of what a Create has not made', 'datadog-integration-role:not-created', {}],
  ])('is refused in %s', async (_, id, properties) => {
    const testBed = new TestBed();
    await testBed.create();
    testBed.served.steps.length = 0;
    await expect(testBed.update({ ...properties, Release: OTHER }, {}, id)).rejects.toThrow(REFUSED);
    expect(testBed.served.steps).toEqual([]);
  });

  test.each([
    ['a rollback', (testBed: TestBed) => testBed.setStackStatus('UPDATE_ROLLBACK_IN_PROGRESS')],
    ['an update of which CloudFormation says nothing', (testBed: TestBed) => testBed.denyCloudFormation()],
  ])('is served in %s', async (_, during) => {
    const testBed = new TestBed();
    await testBed.create({ Permissions: 'Full' });
    during(testBed);
    await testBed.update({ Release: OTHER }, { Permissions: 'Full' }, 'DatadogIntegrationRole');
    expect(testBed.account.policies).toEqual({});
  });

  test('does not keep the role from being deleted', async () => {
    const testBed = new TestBed();
    await testBed.create();
    await testBed.delete('DatadogIntegrationRole', { Release: OTHER });
    expect(testBed.role()).toBeUndefined();
  });
});
