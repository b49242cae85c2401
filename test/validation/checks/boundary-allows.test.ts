import type { SimulatedAction } from '../../../src/validation/simulated-action';
import { REFUSED } from '../../support/validation/lacking';
import { recordOf, situation, situationWithRole } from '../../support/validation/situations';
import { idsWith, verdictOf } from '../../support/validation/verdicts';

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

  test('asks nobody to edit a boundary of AWS’s own', () => {
    const cut = withObstacle('permissions boundary', 'arn:aws:iam::aws:policy/ReadOnlyAccess');

    const { remedy } = verdictOf('boundary-allows', cut);

    expect(remedy).toEqual([expect.stringMatching(/ReadOnlyAccess is AWS's own and cannot be edited/)]);
  });

  test('has an inline policy deleted only where somebody has added it, and it denies what is lacking', () => {
    const deny = (...Action: string[]) =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action, Resource: '*' }] });
    const cut = {
      ...situationWithRole(({ role }) => ({
        inlinePolicies: { ...role.inlinePolicies, Guard: deny('ec2:*'), Other: deny('s3:*') },
      })),
      simulation: withObstacle('explicit deny').simulation,
    };

    const { remedy } = verdictOf('boundary-allows', cut);

    expect(remedy.filter((step) => step.includes('delete-role-policy'))).toEqual([
      'aws iam delete-role-policy --role-name DatadogIntegrationRole --policy-name Guard',
    ]);
  });

  test('is unknown, and no obstacle to health, when AWS’s evaluator may not be asked', () => {
    const unasked = situation(recordOf(), { simulation: REFUSED });

    expect(idsWith('unknown', unasked)).toEqual(['boundary-allows', 'last-used']);
  });

  test('leaves what was never granted to permissions-complete', () => {
    expect(verdictOf('boundary-allows', withObstacle('not granted')).status).toBe('pass');
  });
});
