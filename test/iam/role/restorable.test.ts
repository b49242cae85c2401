import { roleBeforeAdoption } from '../../../src/iam/role/before-adoption';
import { restorable, restoredPolicyArns } from '../../../src/iam/role/restorable';
import { observe } from '../../support/iam/model-iam';
import { A, B, ROLE, settled, withRole } from '../../support/iam/planning';

const BOUNDARY = 'arn:aws:iam::123456789012:policy/Boundary';

function roleWith(permissionsBoundary: string | null) {
  const { role } = observe(withRole(settled(), { attachedPolicyArns: [A, B], permissionsBoundary }), ROLE);
  if (role === null) throw new Error('there is no role');
  return role;
}

test('what has to exist for a role to be restored is its boundary', () => {
  expect(restoredPolicyArns(roleBeforeAdoption(roleWith(BOUNDARY)))).toEqual([BOUNDARY]);
  expect(restoredPolicyArns(roleBeforeAdoption(roleWith(null)))).toEqual([]);
});

test.each([
  [null, 'the role keeps the one that it has now (none).'],
  [A, `the role keeps the one that it has now (${A}).`],
])('a boundary that is gone leaves the present one (%s), and the log says which that is', (present, says) => {
  const obstacles = { missingPolicyArns: [BOUNDARY], gonePrincipals: [] };
  const { before, warnings } = restorable(
    roleBeforeAdoption(roleWith(BOUNDARY)),
    roleWith(present),
    obstacles,
  );
  expect(before.permissionsBoundary).toBe(present);
  expect(warnings).toEqual([
    `The permissions boundary ${BOUNDARY} that the role had before it was adopted does not exist any more: ${says}`,
  ]);
});

test.each([
  [null, `aws iam delete-role-permissions-boundary --role-name ${ROLE}`],
  [BOUNDARY, `aws iam put-role-permissions-boundary --role-name ${ROLE} --permissions-boundary ${BOUNDARY}`],
])(
  'where the provider may not change the boundary (before: %s) it stays, and the log has the command',
  (then, command) => {
    const obstacles = { missingPolicyArns: [], gonePrincipals: [], fixedBoundary: A };
    const { before, warnings } = restorable(roleBeforeAdoption(roleWith(then)), roleWith(A), obstacles);
    expect(before.permissionsBoundary).toBe(A);
    expect(warnings).toEqual([
      `The role keeps the permissions boundary ${A}, as the provider may not change it back. An administrator can: ${command}`,
    ]);
  },
);

test('a boundary that was there before and still is needs no word', () => {
  const obstacles = { missingPolicyArns: [], gonePrincipals: [], fixedBoundary: A };
  expect(restorable(roleBeforeAdoption(roleWith(A)), roleWith(A), obstacles).warnings).toEqual([]);
});
