import { restorable, restoredPolicyArns } from '../../../src/iam/role/restorable';
import { asFound } from '../../../src/state/adopted-role';
import { observe } from '../../support/iam/model-iam';
import { A, B, ROLE, settled, withRole } from '../../support/iam/planning';

const BOUNDARY = 'arn:aws:iam::123456789012:policy/Boundary';

function roleWith(permissionsBoundary: string | null) {
  const { role } = observe(withRole(settled(), { attachedPolicyArns: [A, B], permissionsBoundary }), ROLE);
  if (role === null) throw new Error('there is no role');
  return role;
}

test('what has to exist for a role to be handed back is what was attached, and its boundary', () => {
  expect(restoredPolicyArns(asFound(roleWith(BOUNDARY)))).toEqual([A, B, BOUNDARY]);
  expect(restoredPolicyArns(asFound(roleWith(null)))).toEqual([A, B]);
});

test.each([
  [null, 'the role keeps the one that it has now (none).'],
  [A, `the role keeps the one that it has now (${A}).`],
])('a boundary that is gone leaves the present one (%s), and the log says which that is', (present, says) => {
  const gone = { policyArns: [BOUNDARY], principals: [] };
  const { found, notices } = restorable(asFound(roleWith(BOUNDARY)), roleWith(present), gone);
  expect(found.permissionsBoundary).toBe(present);
  expect(notices).toEqual([
    `The permissions boundary ${BOUNDARY} that the role had before it was adopted does not exist any more: ${says}`,
  ]);
});
