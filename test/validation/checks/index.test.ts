import { askedChecks, checks } from '../../../src/validation/checks';
import { recordOf, situation } from '../../support/validation/situations';
import { idsWith } from '../../support/validation/verdicts';

const THROTTLED = {
  ok: false,
  failure: { cause: 'throttled', message: 'Throttling: Rate exceeded' },
} as const;

describe('the checks', () => {
  test('have unique ids in kebab-case', () => {
    const ids = checks.map(({ id }) => id);

    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => /^[a-z]+(-[a-z]+)*$/.test(id))).toBe(true);
  });

  test.each([
    ['Core', {}],
    ['Standard', {}],
    ['Full', { ResourceCollection: 'true', Regions: ['us-east-1'], Tags: [{ Key: 'team', Value: 'obs' }] }],
  ])('all pass that can for a healthy integration with %s permissions', (Permissions, properties) => {
    const healthy = situation(recordOf({ Permissions, ...properties }));

    expect(idsWith('unknown', healthy)).toEqual(['last-used']);
    expect(idsWith('pass', healthy)).toEqual(
      askedChecks(healthy)
        .map(({ id }) => id)
        .filter((id) => id !== 'last-used'),
    );
  });

  test('are unknown, not failing, when the role cannot be read because IAM throttles', () => {
    const throttled = situation(recordOf(), {
      observed: THROTTLED,
      usage: THROTTLED,
      simulation: THROTTLED,
    });

    expect(idsWith('fail', throttled)).toEqual([]);
    expect(idsWith('unknown', throttled)).toEqual(
      askedChecks(throttled)
        .map(({ id }) => id)
        .filter((id) => id !== 'regions'),
    );
  });

  test('leave it to role-exists to fail when the role is gone', () => {
    const observed = { role: null, policies: [], missingPolicyArns: [], quotas: QUOTAS };
    const regions = [
      { region: 'us-east-1', status: 'assume-role-denied', cause: 'x', message: 'no', latencyMs: 1 } as const,
    ];

    const gone = situation(recordOf(), { observed: { ok: true, value: observed }, regions });

    expect(idsWith('fail', gone)).toEqual(['role-exists']);
    expect(idsWith('pass', gone)).toEqual([]);
  });
});

const QUOTAS = {
  attachedPoliciesPerRole: 10,
  trustPolicyCharacters: 2_048,
  inlinePolicyCharactersPerRole: 10_240,
  versionsPerPolicy: 5,
};
