import type { ProbeMode } from '../../../src/validation/evidence';
import { HOUR_MS, NOW, recordOf, situation, situationWithRole } from '../../support/validation/situations';
import { idsWith, verdictOf } from '../../support/validation/verdicts';

describe('role-exists', () => {
  test('leaves it to the stack to make the role again, as only the record says what it was', () => {
    const quotas = situation().present?.observed.quotas;
    if (quotas === undefined) throw new Error('the healthy situation has a role');
    const value = { role: null, policies: [], missingPolicyArns: [], quotas };
    const gone = situation(recordOf({ ResourceCollection: 'true' }), { observed: { ok: true, value } });

    const { remedy } = verdictOf('role-exists', gone);

    expect(remedy).toEqual([
      'Somebody deleted the role. Update the stack with a change of any property of the integration: that makes it again.',
    ]);
  });
});

describe('role-name', () => {
  test.each([
    [
      'letter case',
      { name: 'datadogintegrationrole', arn: 'arn:aws:iam::123456789012:role/datadogintegrationrole' },
    ],
    ['path', { path: '/x/', arn: 'arn:aws:iam::123456789012:role/x/DatadogIntegrationRole' }],
  ])('fails when the %s is another, and alone explains that nothing can be assumed', (_, change) => {
    const denied = {
      region: 'us-east-1',
      status: 'assume-role-denied',
      cause: 'x',
      message: 'no',
      latencyMs: 1,
    } as const;
    const renamed = { ...situationWithRole(() => change), regions: [denied] };

    expect(idsWith('fail', renamed)).toEqual(['role-name']);
    expect(verdictOf('regions', renamed).summary).toContain('role-name');
  });

  test('says how to replace a role of another name by the recorded one, as neither can be renamed', () => {
    const name = 'datadogintegrationrole';
    const renamed = situationWithRole(() => ({ name, arn: `arn:aws:iam::123456789012:role/${name}` }));

    const { remedy } = verdictOf('role-name', renamed);

    expect(remedy.map((step) => step.split(' ').slice(0, 5).join(' '))).toEqual([
      'Neither letter case nor path',
      `aws iam delete-role-policy --role-name ${name}`,
      `aws iam delete-role --role-name ${name}`,
      'Update the stack with a',
      'In Datadog, on the AWS',
    ]);
  });
});

describe('last-used', () => {
  const usage = (probeMode: ProbeMode, createdHoursAgo: number, usedHoursAgo?: number) =>
    situation(recordOf(), {
      probeMode,
      usage: {
        ok: true,
        value: {
          createdAt: NOW - createdHoursAgo * HOUR_MS,
          lastUsed:
            usedHoursAgo === undefined ? null : { at: NOW - usedHoursAgo * HOUR_MS, region: 'us-east-1' },
        },
      },
    });

  test.each([
    ['passes for a role used an hour ago that nobody but Datadog uses', usage('off', 1_000, 1), 'pass'],
    ['warns of a role not used for two days', usage('assume-role', 1_000, 48), 'warn'],
    ['warns of an old role that was never used', usage('assume-role', 48), 'warn'],
    ['cannot tell about a new role that was never used', usage('assume-role', 1), 'unknown'],
  ])('%s', (_, used, status) => {
    expect(verdictOf('last-used', used).status).toBe(status);
  });

  test.each([
    ['which has just used it itself', 'assume-role'],
    ['which is not the only one whom the self-test lets in', 'own-credentials'],
  ] as const)('does not call a role used by Datadog on the word of the validator, %s', (_, probeMode) => {
    const { status, summary, evidence, remedy } = verdictOf('last-used', usage(probeMode, 1_000, 1));

    expect(status).toBe('unknown');
    expect(summary).toBe(
      'Whether Datadog uses the role cannot be told: the validator’s own sessions count as use.',
    );
    expect(evidence[0]).toBe('Used last at 2026-06-01T11:00:00.000Z in us-east-1.');
    expect(remedy.join()).toContain('AWS integration page');
  });
});

describe('quota-headroom', () => {
  test('warns when as many policies are attached as may be', () => {
    const full = situationWithRole(() => ({
      attachedPolicyArns: Array.from({ length: 10 }, (_, index) => `arn:aws:iam::aws:policy/P${index}`),
    }));

    const { status, evidence, remedy } = verdictOf('quota-headroom', full);

    expect(status).toBe('warn');
    expect(evidence).toContain('10 of 10 attached policies.');
    expect(remedy.join()).toContain('Managed policies per role');
  });

  test('warns when the inline policies hardly leave room', () => {
    const full = situationWithRole(({ role }) => ({
      inlinePolicies: {
        ...role.inlinePolicies,
        Other: JSON.stringify({
          Statement: [{ Sid: 'x'.repeat(7_000), Effect: 'Allow', Action: 'a:b', Resource: '*' }],
        }),
      },
    }));

    expect(verdictOf('quota-headroom', full).summary).toContain('inline policies');
  });
});
