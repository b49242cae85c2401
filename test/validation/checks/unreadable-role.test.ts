import { checks } from '../../../src/validation/checks';
import { REFUSED } from '../../support/validation/lacking';
import { recordOf, situation } from '../../support/validation/situations';

test('why the role cannot be read, and what to do, is said once; the other checks point there', () => {
  const hidden = situation(recordOf(), { observed: REFUSED, usage: REFUSED });

  const verdicts = checks.map((check) => ({ id: check.id, ...check.evaluate(hidden) }));

  const said = verdicts.filter(({ evidence }) => evidence.includes(REFUSED.failure.message));
  expect(said.map(({ id }) => id)).toEqual(['role-exists']);
  const pointing = verdicts.filter(({ summary }) => summary === 'The role could not be read.');
  expect(pointing.length).toBeGreaterThan(10);
  for (const { remedy } of pointing) expect(remedy).toEqual(['Carry out the remedy of role-exists.']);
});
