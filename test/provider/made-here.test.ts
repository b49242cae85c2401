import type { ObservedIdentity } from '../../src/iam/role/observed';
import { type Circumstances, notMadeHere } from '../../src/provider/made-here';
import type { StoredState } from '../../src/provider/stored-state';
import { OWNER_TAGS } from '../support/iam/specs';
import { foreignRole, MARK } from '../support/provider/roles';

const BOUNDARY = 'arn:aws:iam::123456789012:policy/datadog-integration-role-boundary/Boundary';
const STACK_MADE_AT = Date.UTC(2026, 0, 1, 12);
const MINUTE_MS = 60_000;
const SETTINGS = { roleBoundaryArn: BOUNDARY, adoptableRoleNames: [foreignRole.name] };
const NOTHING_STORED: StoredState = { record: undefined, adoptedRole: undefined };

const during = (status: string, requestType: Circumstances['requestType'] = 'Create'): Circumstances => ({
  requestType,
  knownRoleName: undefined,
  stack: { status, createdAt: STACK_MADE_AT, updatedAt: undefined },
});
const unanswered = (requestType: Circumstances['requestType']): Circumstances => ({
  requestType,
  knownRoleName: undefined,
  stack: undefined,
});
const CREATING = during('CREATE_IN_PROGRESS');

/** A role with the tags of a resource, as the provider makes it for a stack of that time. */
const tagged = (changes: Partial<ObservedIdentity> = {}): ObservedIdentity => ({
  ...foreignRole,
  tags: OWNER_TAGS,
  permissionsBoundary: BOUNDARY,
  createdAt: STACK_MADE_AT + MINUTE_MS,
  ...changes,
});

describe('a role that only its tags call ours', () => {
  test('can have been made here when it is younger than the stack, and under the boundary', () => {
    expect(notMadeHere(tagged(), CREATING, NOTHING_STORED, SETTINGS)).toBeUndefined();
  });

  test('may look five minutes older, as clocks differ', () => {
    const role = tagged({ createdAt: STACK_MADE_AT - 5 * MINUTE_MS });
    expect(notMadeHere(role, CREATING, NOTHING_STORED, SETTINGS)).toBeUndefined();
  });

  test.each<[string, Partial<ObservedIdentity>, string]>([
    ['is older than the stack', { createdAt: STACK_MADE_AT - 6 * MINUTE_MS }, 'it is older than the stack'],
    ['has no boundary', { permissionsBoundary: null }, `it does not have the boundary ${BOUNDARY}`],
    [
      'has another boundary',
      { permissionsBoundary: 'arn:aws:iam::123456789012:policy/Other' },
      `it does not have the boundary ${BOUNDARY}, under which this provider makes roles`,
    ],
  ])('cannot when it %s', (_, changes, because) => {
    for (const circumstances of [
      CREATING,
      during('UPDATE_IN_PROGRESS', 'Update'),
      during('ROLLBACK_IN_PROGRESS', 'Delete'),
      during('UPDATE_ROLLBACK_IN_PROGRESS', 'Delete'),
    ])
      expect(notMadeHere(tagged(changes), circumstances, NOTHING_STORED, SETTINGS)).toContain(because);
  });

  test('is judged by its age alone where the provider makes roles without a boundary', () => {
    const settings = { ...SETTINGS, roleBoundaryArn: null };
    const role = tagged({ permissionsBoundary: null });
    expect(notMadeHere(role, CREATING, NOTHING_STORED, settings)).toBeUndefined();
  });

  test.each<[string, Circumstances]>([
    ['an update is rolled back to it', during('UPDATE_ROLLBACK_IN_PROGRESS', 'Update')],
    [
      'the physical id names it',
      { ...during('UPDATE_IN_PROGRESS', 'Update'), knownRoleName: foreignRole.name },
    ],
  ])('may be without a boundary, as those of version 0.1.0 are, where %s', (_, circumstances) => {
    const bare = tagged({ permissionsBoundary: null });
    expect(notMadeHere(bare, circumstances, NOTHING_STORED, SETTINGS)).toBeUndefined();
    const old = { ...bare, createdAt: 0 };
    expect(notMadeHere(old, circumstances, NOTHING_STORED, SETTINGS)).toBe('it is older than the stack');
    const untagged = { ...bare, tags: {} };
    expect(notMadeHere(untagged, circumstances, NOTHING_STORED, SETTINGS)).toContain('boundary');
  });

  test('may be under a boundary that the administrator has made', () => {
    const roleBoundaryArn = 'arn:aws:iam::123456789012:policy/Administrators';
    const role = tagged({ permissionsBoundary: roleBoundaryArn });
    expect(notMadeHere(role, CREATING, NOTHING_STORED, { ...SETTINGS, roleBoundaryArn })).toBeUndefined();
  });

  test('may be under the boundary that a template of this project made before', () => {
    const role = tagged({ permissionsBoundary: BOUNDARY.replace('/Boundary', '/Earlier') });
    expect(notMadeHere(role, CREATING, NOTHING_STORED, SETTINGS)).toBeUndefined();
  });

  test('is judged by what is left where CloudFormation does not answer, which only an administrator can bring about', () => {
    const old = tagged({ createdAt: 0 });
    const bare = tagged({ permissionsBoundary: null });
    expect(notMadeHere(old, unanswered('Create'), NOTHING_STORED, SETTINGS)).toBeUndefined();
    expect(notMadeHere(bare, unanswered('Create'), NOTHING_STORED, SETTINGS)).toContain('boundary');
    expect(notMadeHere(bare, unanswered('Update'), NOTHING_STORED, SETTINGS)).toBeUndefined();
  });
});

describe('a role that was about to be adopted', () => {
  const digest = `sha256:${'0'.repeat(64)}`;
  const { inlinePolicies: _, ...found } = foreignRole;
  const stored: StoredState = {
    record: undefined,
    adoptedRole: { before: { ...found, inlinePolicy: null }, digest },
  };
  const marked = (value: string) => ({ ...foreignRole, tags: { ...OWNER_TAGS, [MARK]: value } });

  const KNOWN = { ...CREATING, knownRoleName: foreignRole.name };

  test('is ours when its tag confirms what is stored of it', () => {
    expect(notMadeHere(marked(digest), CREATING, stored, SETTINGS)).toBeUndefined();
  });

  test.each(['true', 'sha256:1'])(
    'is ours with the tag %s when the physical id names it: what is stored is not needed before it is handed back',
    (value) => {
      expect(notMadeHere(marked(value), KNOWN, NOTHING_STORED, SETTINGS)).toBeUndefined();
      expect(notMadeHere(marked(value), CREATING, stored, SETTINGS)).toMatch(/does not confirm/);
    },
  );

  test.each([
    ['nothing is stored of it', marked(digest), CREATING, /does not confirm/, SETTINGS],
    [
      'it has no tag of an adoption',
      { ...foreignRole, tags: OWNER_TAGS },
      KNOWN,
      /than the stack$/,
      SETTINGS,
    ],
    [
      'its name may not be adopted',
      marked(digest),
      KNOWN,
      /DatadogIntegrationRole is no name that may be adopted: .* AdoptableRoleNames/,
      { ...SETTINGS, adoptableRoleNames: ['Other'] },
    ],
  ])('is not when %s', (_, role, circumstances, says, settings) => {
    expect(notMadeHere(role, circumstances, NOTHING_STORED, settings)).toMatch(says);
  });
});
