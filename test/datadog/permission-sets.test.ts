import { permissionSetNames, publishedPermissionSets } from '../../src/datadog/permission-sets';

test('the sets grow from the smallest one to all features', () => {
  expect(permissionSetNames).toEqual(['Core', 'Standard', 'Full']);
  const { Core, Standard, Full } = publishedPermissionSets;
  expect([Core, Standard, Full].map((set) => [set.inlineActions.length, set.managedActions.length])).toEqual([
    [6, 0],
    [110, 0],
    [110, 719],
  ]);
  expect(Full.inlineActions).toEqual(Standard.inlineActions);
});

test.each(permissionSetNames)('%s has a date and actions of the form service:Action', (name) => {
  const { version, inlineActions, managedActions } = publishedPermissionSets[name];
  expect(version).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  for (const action of [...inlineActions, ...managedActions])
    expect(action).toMatch(/^[a-z0-9-]+:[A-Za-z0-9*]+$/);
});
