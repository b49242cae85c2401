import { publishedPermissionSets } from '../../src/datadog/permission-sets';
import { coversAction } from '../../src/policy/coverage';
import { concreteActions, missingActions } from '../../src/validation/permissions';

describe('concreteActions', () => {
  test.each(['Core', 'Standard', 'Full'] as const)(
    'of %s have no wildcards and are all part of it',
    (name) => {
      const set = publishedPermissionSets[name];

      const actions = concreteActions(set, publishedPermissionSets);

      expect(actions.filter((action) => /[*?]/.test(action))).toEqual([]);
      expect(missingActions(actions, [...set.inlineActions, ...set.managedActions])).toEqual([]);
      expect(actions.length).toBeGreaterThan(0);
    },
  );

  test.each(Object.entries(publishedPermissionSets))(
    'of %s stand for every one of its patterns',
    (_, set) => {
      const actions = concreteActions(set, publishedPermissionSets);

      const unasked = [...set.inlineActions, ...set.managedActions].filter(
        (pattern) => !actions.some((action) => coversAction(pattern, action)),
      );
      expect(unasked).toEqual([]);
    },
  );
});
