import { attachmentProblems } from '../../src/provider/attachable-policies';

const AUDIT = 'arn:aws:iam::aws:policy/SecurityAudit';
const TEAMS = 'arn:aws:iam::123456789012:policy/team/*';
const OWN = 'arn:aws:iam::123456789012:policy/datadog-integration-role/R-permissions-1';

const attaching = (...arns: string[]) => ({
  roleName: 'R',
  stages: [arns.map((policyArn) => ({ kind: 'attach-policy' as const, policyArn }))],
  warnings: [],
});

test.each<[string, readonly string[]]>([
  ['arn:aws:iam::aws:policy/AdministratorAccess', []],
  [AUDIT, [AUDIT]],
  ['arn:aws:iam::123456789012:policy/team/a/b', [AUDIT, TEAMS]],
  [OWN, [AUDIT]],
])('%s may be attached where %j may be', (arn, allowed) => {
  expect(attachmentProblems(attaching(arn), allowed)).toEqual([]);
});

test.each<[string, readonly string[]]>([
  ['arn:aws:iam::aws:policy/AdministratorAccess', [AUDIT, TEAMS]],
  ['arn:aws:iam::aws:policy/securityaudit', [AUDIT]],
  ['arn:aws:iam::123456789012:policy/X', ['arn:*:policy/X']],
])('%s may not be attached where %j may be, and the way out is said', (arn, allowed) => {
  expect(attachmentProblems(attaching(AUDIT, arn), [AUDIT, ...allowed])).toEqual([
    `ManagedPolicyArns lists ${arn}; besides its own policies the provider may only attach ${[AUDIT, ...allowed].join(' and ')}. List others, or have an administrator add what is missing to the template parameter AttachablePolicyArns of the provider.`,
  ]);
});

test('a policy that is attached already passes, so that an Update that was refused finds its way back', () => {
  const detaching = { ...attaching(), stages: [[{ kind: 'detach-policy' as const, policyArn: AUDIT }]] };
  expect(attachmentProblems(detaching, [TEAMS])).toEqual([]);
});
