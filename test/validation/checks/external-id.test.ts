import { situationWithRole } from '../../support/validation/situations';
import { verdictOf } from '../../support/validation/verdicts';

describe('external-id', () => {
  test('is unknown where the principal is wrong already', () => {
    const broken = situationWithRole(({ role }) => ({
      trustPolicy: role.trustPolicy.replace('464622532012', '417141415827'),
    }));

    expect(verdictOf('external-id', broken).status).toBe('unknown');
  });
});
