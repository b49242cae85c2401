import { publishedPermissionSets } from '../../../src/datadog/permission-sets';
import { without } from '../../support/validation/lacking';
import { recordOf } from '../../support/validation/situations';
import { idsWith, verdictOf } from '../../support/validation/verdicts';

describe('permissions-current', () => {
  test('warns of a role that has an older release of the set, and permissions-complete leaves it to that', () => {
    const record = { ...recordOf(), permissionsVersion: '2025-01-01' };

    const old = without('apigateway:GET', record);

    expect(idsWith('warn', old)).toEqual(['drift-inline-policy', 'permissions-current']);
    expect(idsWith('fail', old)).toEqual([]);
    expect(verdictOf('permissions-current', old).summary).toContain('2025-01-01');
  });

  test('does not take for old what has the current release on record', () => {
    const record = { ...recordOf(), permissionsVersion: publishedPermissionSets.Standard.version };

    expect(idsWith('fail', without('apigateway:GET', record))).toEqual(['permissions-complete']);
  });
});
