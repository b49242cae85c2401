import { recordOf, situation } from '../../support/validation/situations';
import { verdictOf } from '../../support/validation/verdicts';

describe('role-exists', () => {
  test('gives the commands that make the role again, in their order', () => {
    const quotas = situation().present?.observed.quotas;
    if (quotas === undefined) throw new Error('the healthy situation has a role');
    const value = { role: null, policies: [], missingPolicyArns: [], quotas };
    const gone = situation(recordOf({ ResourceCollection: 'true' }), { observed: { ok: true, value } });

    const { remedy } = verdictOf('role-exists', gone);

    expect(remedy.map((step) => step.split(' ').slice(0, 3).join(' '))).toEqual([
      'Somebody deleted the',
      'aws iam create-role',
      'aws iam put-role-policy',
      'aws iam attach-role-policy',
    ]);
  });
});
