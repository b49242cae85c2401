import { recordOf, situation } from '../../support/validation/situations';
import { verdictOf } from '../../support/validation/verdicts';

describe('role-exists', () => {
  test('leaves it to the stack to make the role again, as only the record says what it was', () => {
    const quotas = situation().present?.observed.quotas;
    if (quotas === undefined) throw new Error('the healthy situation has a role');
    const value = { role: null, policies: [], missingPolicyArns: [], quotas };
    const gone = situation(recordOf({ ResourceCollection: 'true' }), { observed: { ok: true, value } });

    const { remedy } = verdictOf('role-exists', gone);

    expect(remedy).toEqual([
      'Somebody deleted the role. Update the stack with a change of any property of the integration (such as Revision): that makes it again.',
      'If that stack is made of this project’s template.yaml, this does it:',
      expect.stringMatching(/^aws cloudformation update-stack .* ParameterKey=Revision,ParameterValue=/),
    ]);
  });
});
