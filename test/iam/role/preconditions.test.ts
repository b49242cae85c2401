import type { ObservedIdentity, ObservedRole } from '../../../src/iam/role/observed';
import { unmetPreconditions } from '../../../src/iam/role/preconditions';
import { defaultQuotas } from '../../support/iam/model-iam';
import { desiredFor, OWNER_TAGS } from '../../support/iam/specs';

const NOTHING_BEFORE = { attachedPolicyArns: [], tagKeys: [] };
const POLICY = 'arn:aws:iam::123456789012:policy/P';

function observed(
  role: Partial<ObservedIdentity> | null = null,
  others: Partial<ObservedRole> = {},
): ObservedRole {
  const found = {
    arn: 'arn:aws:iam::123456789012:role/DatadogIntegrationRole',
    name: 'DatadogIntegrationRole',
    path: '/',
    roleId: 'AROAEXAMPLE',
    createdAt: Date.UTC(2026, 0, 2),
    description: '',
    maxSessionDurationSeconds: 3_600,
    permissionsBoundary: null,
    trustPolicy: '{}',
    tags: {},
    inlinePolicies: {},
    attachedPolicyArns: [],
    instanceProfiles: [],
  };
  return {
    role: role === null ? null : { ...found, ...role },
    policies: [],
    quotas: defaultQuotas,
    missingPolicyArns: [],
    ...others,
  };
}

function numbered(count: number, start = ''): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${start}${index}`);
}

function tagsNamed(keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(keys.map((key) => [key, 'v']));
}

test('nothing stands in the way of a new role, nor of one that fills its quotas', () => {
  expect(unmetPreconditions(desiredFor({ permissions: 'Full' }), observed(), NOTHING_BEFORE, [])).toEqual([]);
  const full = observed({ attachedPolicyArns: numbered(6), tags: tagsNamed(numbered(47)) });
  expect(
    unmetPreconditions(desiredFor({ permissions: 'Full', tags: { a: 'b' } }), full, NOTHING_BEFORE, []),
  ).toEqual([]);
});

test('a policy that does not exist is named with its property', () => {
  const missing = { missingPolicyArns: [POLICY, `${POLICY}2`] };
  const desired = desiredFor({ permissionsBoundary: POLICY, managedPolicyArns: [`${POLICY}2`] });
  expect(unmetPreconditions(desired, observed(null, missing), NOTHING_BEFORE, [])).toEqual([
    `PermissionsBoundary: the policy ${POLICY} does not exist; create it first, or correct the ARN.`,
    `ManagedPolicyArns: the policy ${POLICY}2 does not exist; create it first, or correct the ARN.`,
  ]);
});

test('a policy that cannot be attached is named with its property, unless it is attached already', () => {
  const unattachable = { unattachablePolicyArns: [POLICY] };
  const desired = desiredFor({ managedPolicyArns: [POLICY] });
  expect(unmetPreconditions(desired, observed(null, unattachable), NOTHING_BEFORE, [])).toEqual([
    `ManagedPolicyArns: IAM says of the policy ${POLICY} that it cannot be attached (IsAttachable is false): leave it out, or name another.`,
  ]);
  const attached = observed({ attachedPolicyArns: [POLICY] }, unattachable);
  expect(unmetPreconditions(desired, attached, NOTHING_BEFORE, [])).toEqual([]);
});

test('a change of the path alone is refused with the two ways out', () => {
  expect(
    unmetPreconditions(desiredFor({ path: '/new/' }), observed({ path: '/old/' }), NOTHING_BEFORE, []),
  ).toEqual([
    'Path is /new/ and the role DatadogIntegrationRole has the path /old/: IAM cannot change a path, and cannot have two roles of one name. Set Path to /old/, or change RoleName together with Path.',
  ]);
});

test('a trust policy beyond the quota is refused with the numbers', () => {
  const desired = desiredFor({ externalId: 'e'.repeat(1_224), selfTest: 'Off' });
  const size = JSON.stringify(desired.trustPolicy).length;
  const withQuota = (trustPolicyCharacters: number) =>
    observed(null, { quotas: { ...defaultQuotas, trustPolicyCharacters } });
  expect(unmetPreconditions(desired, withQuota(size), NOTHING_BEFORE, [])).toEqual([]);
  expect(unmetPreconditions(desired, withQuota(size - 1), NOTHING_BEFORE, [])).toEqual([
    `The trust policy has ${size} characters and this account allows ${size - 1}: use a shorter ExternalId, set SelfTest to Off (which leaves one statement out), or have the quota "Role trust policy length" raised.`,
  ]);
});

test('inline policies of others count against the quota of all inline policies, the one of this resource does not twice', () => {
  const desired = desiredFor();
  const size = JSON.stringify(desired.inlinePolicy).length;
  const beside = (inlinePolicies: Record<string, string>) =>
    unmetPreconditions(desired, observed({ inlinePolicies }), NOTHING_BEFORE, []);
  const room = 10_240 - size;
  expect(beside({ DatadogIntegrationPolicy: 'x'.repeat(10_240), Other: `${'x'.repeat(room)} \n` })).toEqual(
    [],
  );
  expect(beside({ Other: 'x'.repeat(room), Another: 'y' })).toEqual([
    `The inline policy has ${size} characters; with ${room + 1} of other inline policies on the role (Other, Another) that exceeds IAM's 10240: turn those into managed policies, or list fewer Regions.`,
  ]);
  const small = { quotas: { ...defaultQuotas, inlinePolicyCharactersPerRole: size - 1 } };
  expect(unmetPreconditions(desired, observed(null, small), NOTHING_BEFORE, [])).toEqual([
    `The inline policy has ${size} characters; with 0 of other inline policies on the role (none) that exceeds IAM's ${size - 1}: turn those into managed policies, or list fewer Regions.`,
  ]);
});

test('attachments beyond the quota are refused with who takes how many', () => {
  const desired = desiredFor({ permissions: 'Full', resourceCollection: true, managedPolicyArns: [POLICY] });
  const crowded = observed({ attachedPolicyArns: [...numbered(5), 'own', 'before', POLICY] });
  const lastApplied = { attachedPolicyArns: ['before'], tagKeys: [] };
  expect(unmetPreconditions(desired, crowded, lastApplied, ['own'])).toEqual([
    'The role would have 11 attached policies (4 for the permission set, 2 of ManagedPolicyArns and ResourceCollection, 5 that others attached) and this account allows 10: choose a smaller Permissions, list fewer ManagedPolicyArns, or have the quota "Managed policies per role" raised.',
  ]);
});

test('tags beyond 50 are refused with how many to remove; those that this resource has set before do not count', () => {
  const desired = desiredFor({ tags: tagsNamed(numbered(30, 'new')) });
  const tags = { ...OWNER_TAGS, ...tagsNamed([...numbered(20, 'stranger'), ...numbered(20, 'old')]) };
  const lastApplied = { attachedPolicyArns: [], tagKeys: numbered(20, 'old') };
  expect(unmetPreconditions(desired, observed({ tags }), lastApplied, [])).toEqual([
    'The role would have 52 tags, 20 of them set by others, and IAM allows 50: remove 2.',
  ]);
});

test('everything that stands in the way is said at once', () => {
  const desired = desiredFor({
    path: '/new/',
    permissionsBoundary: POLICY,
    managedPolicyArns: [POLICY],
    tags: tagsNamed(numbered(49)),
  });
  const blocked = observed({ attachedPolicyArns: numbered(11) }, { missingPolicyArns: [POLICY] });
  expect(unmetPreconditions(desired, blocked, NOTHING_BEFORE, [])).toHaveLength(4);
});

test('what is attached already fits, although the quota that allows it could not be read', () => {
  const raised = observed({ attachedPolicyArns: numbered(12) });
  expect(unmetPreconditions(desiredFor(), raised, NOTHING_BEFORE, [])).toEqual([]);
});

test('a missing SecurityAudit is put down to ResourceCollection', () => {
  const missing = { missingPolicyArns: ['arn:aws:iam::aws:policy/SecurityAudit'] };
  const [reason] = unmetPreconditions(
    desiredFor({ resourceCollection: true }),
    observed(null, missing),
    NOTHING_BEFORE,
    [],
  );
  expect(reason).toMatch(/^ResourceCollection: /);
});
