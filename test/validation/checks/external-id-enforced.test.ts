import { recordOf, situation } from '../../support/validation/situations';
import { verdictOf } from '../../support/validation/verdicts';

describe('external-id-enforced', () => {
  test('fails when STS lets the validator in without an external id, whatever the policy seems to say', () => {
    const open = situation(recordOf(), {
      externalIdProbe: { withoutExternalId: 'accepted', withWrongExternalId: 'refused' },
    });

    const verdict = verdictOf('external-id-enforced', open);

    expect(verdict.status).toBe('fail');
    expect(verdict.evidence).toEqual(['STS in us-east-1 let the validator in without an external id.']);
  });

  test('does not take a refusal for a proof where the right external id is refused, too', () => {
    const regions = [
      { region: 'us-east-1', status: 'assume-role-denied', cause: 'x', message: 'no', latencyMs: 1 } as const,
    ];

    const { status, evidence } = verdictOf('external-id-enforced', situation(recordOf(), { regions }));

    expect(status).toBe('pass');
    expect(evidence.join()).not.toContain('STS in us-east-1');
  });
});
