import { INLINE_POLICY_NAME } from '../../src/iam/role/desired';
import type { ObservedRole } from '../../src/iam/role/observed';
import { isShownAsHandedBack, lacksPolicies } from '../../src/provider/shown-late';
import type { StoredState } from '../../src/provider/stored-state';
import { UnreadableAdoptedRole } from '../../src/state/adopted-role';
import { defaultQuotas } from '../support/iam/model-iam';
import { desiredFor, OWNER, OWNER_TAGS, specOf } from '../support/iam/specs';
import { sessionOf } from '../support/provider/open-session';
import { foreignRole, MARK } from '../support/provider/roles';

const { session } = sessionOf();
const FULL = specOf({ permissions: 'Full' });
const record = {
  schemaVersion: 1 as const,
  spec: FULL,
  owner: OWNER,
  roleId: foreignRole.roleId,
  selfTestPrincipals: [],
};
const stored: StoredState = { record, adoptedRole: undefined };
const NOTHING: StoredState = { record: undefined, adoptedRole: undefined };
const OTHERS = { ...OWNER, logicalId: 'Other' };

const policy = (number: number) => ({
  arn: `arn:${number}`,
  name: `p-${number}`,
  tags: {},
  document: '{}',
  otherVersionIds: [],
});
const COUNT = desiredFor(FULL).managedPolicies.length;
const shown = (changes: Partial<ObservedRole> = {}): ObservedRole => ({
  role: foreignRole,
  policies: Array.from({ length: COUNT }, (_, index) => policy(index)),
  quotas: defaultQuotas,
  missingPolicyArns: [],
  ...changes,
});

describe('managed policies are missing', () => {
  const few = shown({ policies: [policy(1)] });

  test('where IAM shows fewer than are on record', () => {
    expect(lacksPolicies(session, { observed: few, stored })).toBe(true);
  });

  test.each<[string, ObservedRole, StoredState]>([
    ['IAM shows as many', shown(), stored],
    ['IAM shows more', shown({ policies: [...shown().policies, policy(9)] }), stored],
    ['nothing is on record', few, NOTHING],
    ['the record is another’s', few, { ...stored, record: { ...record, owner: OTHERS } }],
    ['the record is of a role before', few, { ...stored, record: { ...record, roleId: 'AROAOTHER' } }],
    ['there is no role', { ...few, role: null }, stored],
  ])('not where %s', (_case, observed, state) => {
    expect(lacksPolicies(session, { observed, stored: state })).toBe(false);
  });
});

describe('an adopted role is shown as if it had been handed back', () => {
  const earlier = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['a:B', 'a:C'], Resource: '*' }],
  });
  const spaced = JSON.stringify(
    { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: ['a:C', 'a:B'], Resource: '*' } },
    null,
    2,
  );
  const ours = JSON.stringify(desiredFor(FULL).inlinePolicy);
  const { inlinePolicies: _, ...found } = foreignRole;
  const adoptedFrom = (inlinePolicy: string | null): StoredState => ({
    record,
    adoptedRole: { before: { ...found, inlinePolicy }, digest: 'sha256:0' },
  });
  const ADOPTED_TAGS = { ...OWNER_TAGS, [MARK]: 'sha256:0' };
  const withPolicy = (
    document: string | null,
    tags: Readonly<Record<string, string>> = ADOPTED_TAGS,
  ): ObservedRole =>
    shown({
      role: {
        ...foreignRole,
        tags,
        inlinePolicies: document === null ? {} : { [INLINE_POLICY_NAME]: document },
      },
    });

  test.each<[string, string | null, string | null]>([
    ['with the inline policy that it had', earlier, earlier],
    ['with one that says the same', earlier, spaced],
    ['without one, as it had none', null, null],
  ])('%s', (_case, before, now) => {
    expect(isShownAsHandedBack(session, { observed: withPolicy(now), stored: adoptedFrom(before) })).toBe(
      true,
    );
  });

  test.each<[string, ObservedRole, StoredState]>([
    ['it has the one that this resource gives it', withPolicy(ours), adoptedFrom(earlier)],
    ['it had that one before', withPolicy(ours), adoptedFrom(ours)],
    ['it has none, and had one', withPolicy(null), adoptedFrom(earlier)],
    ['it has one, and had none', withPolicy(earlier), adoptedFrom(null)],
    ['its tags say that it has been handed back', withPolicy(earlier, OWNER_TAGS), adoptedFrom(earlier)],
    ['there is no role', shown({ role: null }), adoptedFrom(earlier)],
    ['nobody knows how it was', withPolicy(earlier), stored],
    ['that cannot be read', withPolicy(earlier), { record, adoptedRole: new UnreadableAdoptedRole('x') }],
    ['nobody knows what it was given', withPolicy(earlier), { ...adoptedFrom(earlier), record: undefined }],
  ])('not where %s', (_case, observed, state) => {
    expect(isShownAsHandedBack(session, { observed, stored: state })).toBe(false);
  });
});
