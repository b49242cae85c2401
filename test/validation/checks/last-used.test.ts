import type { ProbeMode } from '../../../src/validation/evidence';
import { HOUR_MS, NOW, recordOf, situation } from '../../support/validation/situations';
import { verdictOf } from '../../support/validation/verdicts';

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

  test('does not blame a role that no stack declares for not being used yet', () => {
    const used = usage('own-credentials', 48);
    const undeclared = { ...used, target: { ...used.target, owner: null } };

    expect(verdictOf('last-used', undeclared)).toMatchObject({
      status: 'unknown',
      remedy: [expect.stringContaining('AWS integration page')],
    });
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
