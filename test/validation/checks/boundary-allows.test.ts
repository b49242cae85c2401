import type { SimulatedAction } from '../../../src/validation/simulated-action';
import { REFUSED } from '../../support/validation/lacking';
import { recordOf, situation } from '../../support/validation/situations';
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

  test('is unknown, and no obstacle to health, when AWS’s evaluator may not be asked', () => {
    const unasked = situation(recordOf(), { simulation: REFUSED });

    expect(idsWith('unknown', unasked)).toEqual(['boundary-allows', 'last-used']);
  });

  test('leaves what was never granted to permissions-complete', () => {
    expect(verdictOf('boundary-allows', withObstacle('not granted')).status).toBe('pass');
  });
});
