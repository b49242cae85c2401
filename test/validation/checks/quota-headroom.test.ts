import { situationWithRole } from '../../support/validation/situations';
import { verdictOf } from '../../support/validation/verdicts';

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
