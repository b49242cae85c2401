import { recordOf, situation, situationWithRole } from '../../support/validation/situations';
import { idsWith, verdictOf } from '../../support/validation/verdicts';

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

  test('says that path and name have to be entered in Datadog, which would look for a role without a path otherwise', () => {
    const named = situation(recordOf({ Path: '/team/monitoring/' }));

    const { status, evidence } = verdictOf('role-name', named);

    expect(status).toBe('pass');
    expect(evidence).toEqual([
      'AWS Role Name in Datadog must be exactly team/monitoring/DatadogIntegrationRole: 38 characters without blanks around them, the path included.',
    ]);
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
      'If that stack is made',
      'aws cloudformation update-stack --region us-east-1',
      'In Datadog, on the AWS',
    ]);
  });
});
