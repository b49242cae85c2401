import { publishedPermissionSets } from '../../../src/datadog/permission-sets';
import { coversAction } from '../../../src/policy/coverage';
import { concreteActions, missingActions } from '../../../src/validation/permissions';
import type { SimulatedAction } from '../../../src/validation/simulated-action';
import { situationOf } from '../../../src/validation/situation';
import { evidenceOf, observedAsDesired, recordOf, situation } from '../../support/validation/situations';
import { idsWith, verdictOf } from '../../support/validation/verdicts';

const REFUSED = {
  ok: false,
  failure: { cause: 'identity_policy_implicit_deny', message: 'AccessDenied: no' },
} as const;

/** The role without one action of its inline policy; AWS's evaluator agrees. */
function without(action: string, record = recordOf(), simulation: 'asked' | 'refused' = 'asked') {
  const healthy = evidenceOf(record);
  const observed = observedAsDesired(record);
  const inline = observed.role.inlinePolicies['DatadogIntegrationPolicy'] ?? '';
  const inlinePolicies = { DatadogIntegrationPolicy: inline.replace(`"${action}",`, '') };
  const simulated: SimulatedAction[] = healthy.simulation.ok
    ? healthy.simulation.value.map((entry) =>
        entry.action === action ? { ...entry, deniedBy: 'not granted' } : entry,
      )
    : [];
  return situationOf({
    ...healthy,
    observed: { ok: true, value: { ...observed, role: { ...observed.role, inlinePolicies } } },
    simulation: simulation === 'asked' ? { ok: true, value: simulated } : REFUSED,
  });
}

describe('permissions-complete', () => {
  test('names the action that was taken out, and puts the policy back', () => {
    const cut = without('apigateway:GET');

    const { status, evidence, remedy } = verdictOf('permissions-complete', cut);

    expect(status).toBe('fail');
    expect(evidence).toEqual(['Missing: apigateway:GET.']);
    expect(remedy).toEqual([expect.stringContaining('aws iam put-role-policy')]);
    expect(idsWith('fail', cut)).toEqual(['permissions-complete']);
  });

  test('is content when a policy of others grants what the own ones lack', () => {
    const healthy = evidenceOf();
    const { observed } = without('apigateway:GET');

    const granted = situationOf({ ...healthy, observed });

    expect(verdictOf('permissions-complete', granted).status).toBe('pass');
  });

  test('does not count what is granted on a condition or on some resources only', () => {
    const observed = observedAsDesired(recordOf());
    const inline = observed.role.inlinePolicies['DatadogIntegrationPolicy'] ?? '';
    const narrowed = inline.replace('"Resource":"*"', '"Resource":"arn:aws:s3:::one"');
    const role = { ...observed.role, inlinePolicies: { DatadogIntegrationPolicy: narrowed } };

    const cut = situation(recordOf(), {
      observed: { ok: true, value: { ...observed, role } },
      simulation: REFUSED,
    });

    expect(verdictOf('permissions-complete', cut).status).toBe('fail');
  });
});

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

describe('boundary-allows', () => {
  const withObstacle = (deniedBy: SimulatedAction['deniedBy'], permissionsBoundary: string | null = null) => {
    const record = recordOf(permissionsBoundary === null ? {} : { PermissionsBoundary: permissionsBoundary });
    const simulation = [{ action: 'ec2:DescribeInstances', deniedBy, policies: ['Guard'] }];
    return situation(record, { simulation: { ok: true, value: simulation } });
  };
  const BOUNDARY = 'arn:aws:iam::123456789012:policy/boundary';

  test.each([
    ['permissions boundary', BOUNDARY, `--policy-arn ${BOUNDARY}`],
    ['organization', null, 'organization'],
    ['explicit deny', null, 'list-attached-role-policies'],
  ] as const)('fails for what a %s takes away, and says what to change', (deniedBy, boundary, step) => {
    const cut = withObstacle(deniedBy, boundary);

    const { status, evidence, remedy } = verdictOf('boundary-allows', cut);

    expect(status).toBe('fail');
    expect(evidence.join()).toContain('ec2:DescribeInstances');
    expect(remedy.join()).toContain(step);
    expect(idsWith('fail', cut)).toEqual(['boundary-allows']);
  });

  test('is unknown, and no obstacle to health, when AWS’s evaluator may not be asked', () => {
    const unasked = situation(recordOf(), { simulation: REFUSED });

    expect(idsWith('unknown', unasked)).toEqual(['boundary-allows', 'last-used']);
  });

  test('leaves what was never granted to permissions-complete', () => {
    expect(verdictOf('boundary-allows', withObstacle('not granted')).status).toBe('pass');
  });
});

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
