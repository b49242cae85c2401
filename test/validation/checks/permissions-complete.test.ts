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

  test.each(['organization', 'permissions boundary', 'explicit deny'] as const)(
    'does not take for lacking what a policy that was not read may grant, and the %s takes away',
    (deniedBy) => {
      const cut = without('apigateway:GET');
      const simulated = cut.simulation.ok ? cut.simulation.value : [];
      const observed = cut.observed.ok ? cut.observed.value : observedAsDesired(recordOf());
      const role = { ...observedAsDesired(recordOf()).role, ...observed.role };
      const attached = { ...role, attachedPolicyArns: ['arn:aws:iam::123456789012:policy/Others'] };

      const { status } = verdictOf(
        'permissions-complete',
        situationOf({
          ...cut,
          observed: { ok: true, value: { ...observed, role: attached } },
          simulation: {
            ok: true,
            value: simulated.map((entry) => (entry.deniedBy === null ? entry : { ...entry, deniedBy })),
          },
        }),
      );

      expect(status).toBe('unknown');
    },
  );

  test('counts a pattern that is granted on a condition of which it is known that Datadog meets it', () => {
    const observed = observedAsDesired(recordOf());
    const inline: { Statement: [{ Action: string[] }] } = JSON.parse(
      observed.role.inlinePolicies['DatadogIntegrationPolicy'] ?? '',
    );
    const [{ Action: actions }] = inline.Statement;
    const pattern = 'ec2:Describe*';
    inline.Statement[0].Action = actions.filter((action) => action !== pattern);
    const grantIn = (region: string) => {
      const Condition = { StringEquals: { 'aws:RequestedRegion': region } };
      const statement = { Effect: 'Allow', Action: pattern, Resource: '*', Condition };
      const further = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
      const inlinePolicies = { DatadogIntegrationPolicy: JSON.stringify(inline), Further: further };
      const role = { ...observed.role, inlinePolicies };
      return situation(recordOf(), { observed: { ok: true, value: { ...observed, role } } });
    };

    expect(actions).toContain(pattern);
    expect(verdictOf('permissions-complete', grantIn('us-east-1')).status).toBe('pass');
    expect(verdictOf('permissions-complete', grantIn('eu-west-1')).status).not.toBe('pass');
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
