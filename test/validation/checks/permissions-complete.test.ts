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

describe('with ExcludeActions', () => {
  const record = recordOf({ ExcludeActions: ['apigateway:get', 'sns:Publish'] });
  const LEFT_OUT =
    'Without apigateway:GET, sns:Publish, left out by ExcludeActions: Datadog cannot do what it needs them for.';

  test('the role is complete without what is left out, which the evidence names', () => {
    const healthy = situationOf(evidenceOf(record));

    const { status, evidence } = verdictOf('permissions-complete', healthy);

    expect(status).toBe('pass');
    expect(evidence).toEqual([expect.stringMatching(/^108 actions and patterns/), LEFT_OUT]);
    expect(verdictOf('permissions-current', healthy).status).toBe('pass');
    expect(healthy.drift).toEqual([]);
    expect(idsWith('fail', healthy)).toEqual([]);
  });

  test('what is not left out is still missed', () => {
    const { status, evidence } = verdictOf('permissions-complete', without('airflow:GetEnvironment', record));

    expect(status).toBe('fail');
    expect(evidence).toEqual(['Missing: airflow:GetEnvironment.', LEFT_OUT]);
  });

  test('an action that somebody grants back is drift', () => {
    const healthy = evidenceOf(record);
    const observed = observedAsDesired(record);
    const inline = observed.role.inlinePolicies['DatadogIntegrationPolicy'] ?? '';
    const granting = (inlinePolicies: Readonly<Record<string, string>>) =>
      situationOf({
        ...healthy,
        observed: { ok: true, value: { ...observed, role: { ...observed.role, inlinePolicies } } },
      });
    const back = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sns:Publish', Resource: '*' }],
    });

    const beside = granting({ DatadogIntegrationPolicy: inline, Extra: back });
    const within = granting({
      DatadogIntegrationPolicy: inline.replace('"airflow:', '"sns:Publish","airflow:'),
    });

    expect(beside.drift).toMatchObject([{ path: 'inlinePolicies.Extra', kind: 'unexpected' }]);
    expect(within.drift).toMatchObject([
      { path: 'inlinePolicies.DatadogIntegrationPolicy', kind: 'different' },
    ]);
    expect(verdictOf('drift-inline-policy', within).status).not.toBe('pass');
  });

  test('says that a policy of others may grant them all the same', () => {
    const withAudit = recordOf({ ExcludeActions: ['apigateway:GET'], ResourceCollection: 'true' });

    const { evidence } = verdictOf('permissions-complete', situationOf(evidenceOf(withAudit)));

    expect(evidence).toContain(
      'arn:aws:iam::aws:policy/SecurityAudit, which the properties have attached, may grant them all the same: it was not read for that.',
    );
  });
});
