import { situationOf } from '../../../src/validation/situation';
import { REFUSED, without } from '../../support/validation/lacking';
import { evidenceOf, observedAsDesired, recordOf, situation } from '../../support/validation/situations';
import { idsWith, verdictOf } from '../../support/validation/verdicts';

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
