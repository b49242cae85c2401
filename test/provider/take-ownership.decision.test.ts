import { ownerTags } from '../../src/iam/ownership';
import type { ObservedIdentity } from '../../src/iam/role/observed';
import type { StoredState } from '../../src/provider/stored-state';
import { decideOwnership } from '../../src/provider/take-ownership';
import { adoptedRoleText, digestOf } from '../../src/state/adopted-role';
import { OWNER, OWNER_TAGS, specOf } from '../support/iam/specs';
import { type SessionOptions, sessionOf } from '../support/provider/open-session';
import { foreignRole, MARK, ROLE_ARN } from '../support/provider/roles';

const NOTHING: StoredState = { record: undefined, adoptedRole: undefined };
const OTHER = { stackId: 'arn:other', logicalId: 'Role' };
const ADOPT = specOf({ existingRole: 'Adopt' });
const ours: ObservedIdentity = { ...foreignRole, tags: OWNER_TAGS };
const { session } = sessionOf();

const decide = (
  role: ObservedIdentity | null,
  ownership: 'absent' | 'own' | 'foreign' | 'disputed',
  { spec = specOf(), stored = NOTHING, options = {} as SessionOptions } = {},
) => decideOwnership(sessionOf(options).session, spec, role, stored, { ownership });

test('where there is no role nothing has to be taken', () => {
  expect(decide(null, 'absent', { spec: ADOPT })).toEqual({ role: null, tags: {}, isAdopted: false });
});

describe('a role is refused', () => {
  test('whose ownership something speaks against, with the reason', () => {
    const judgement = { ownership: 'unproven', because: 'the moon is full' } as const;
    expect(() => decideOwnership(session, ADOPT, ours, NOTHING, judgement)).toThrow(
      `whether the role ${ROLE_ARN} is this resource's cannot be told, and it has been left as it is: the moon is full.`,
    );
  });

  test('of which tags and record tell different owners, and both are named', () => {
    const record = {
      schemaVersion: 1 as const,
      spec: specOf(),
      owner: OTHER,
      roleId: foreignRole.roleId,
      selfTestPrincipals: [],
    };
    const deciding = () => decide(ours, 'disputed', { spec: ADOPT, stored: { ...NOTHING, record } });
    expect(deciding).toThrow(`By its tags it belongs to the resource Datadog of the stack ${OWNER.stackId}`);
    expect(deciding).toThrow('to the resource Role of the stack arn:other');
  });

  test('of which there is no record to name another, for the one that claims it', () => {
    const theirs = { ...foreignRole, tags: ownerTags(OTHER) };
    expect(() => decide(theirs, 'disputed')).toThrow(
      `to the resource Datadog of the stack ${OWNER.stackId}; it has been left as it is`,
    );
  });

  test('that somebody else made, unless it is to be adopted', () => {
    expect(() => decide(foreignRole, 'foreign')).toThrow('exists already and was not made by this stack');
  });

  test('that another stack has, whether or not it is to be adopted', () => {
    const theirs = { ...foreignRole, tags: ownerTags(OTHER) };
    for (const spec of [specOf(), ADOPT])
      expect(() => decide(theirs, 'foreign', { spec })).toThrow(
        'belongs to the resource Role of the stack arn:other',
      );
  });

  test('that may not be adopted, with every reason', () => {
    const settings = { adoptableRoleNames: [], selfTestPrincipals: [ROLE_ARN] };
    const deciding = () => decide(foreignRole, 'foreign', { spec: ADOPT, options: { settings } });
    expect(deciding).toThrow('is the one that a function of this project runs as');
    expect(deciding).toThrow('the provider adopts none only');
  });
});

describe('a role of others that is adopted', () => {
  const tagged = { ...foreignRole, tags: { team: 'sre' }, attachedPolicyArns: ['arn:aws:iam::aws:policy/X'] };

  test('is stored as it is, marked with the digest of that, and keeps what it has', () => {
    const text = adoptedRoleText(tagged, OWNER);
    const marks = { ...OWNER_TAGS, [MARK]: digestOf(text) };
    expect(decide(tagged, 'foreign', { spec: ADOPT })).toEqual({
      role: { ...tagged, tags: { team: 'sre', ...marks } },
      tags: marks,
      toStore: text,
      isAdopted: true,
      preexisting: { attachedPolicyArns: ['arn:aws:iam::aws:policy/X'], tagKeys: ['team'] },
    });
  });
});

describe('a role of this resource', () => {
  const { inlinePolicies: _, ...found } = foreignRole;
  const before = {
    ...found,
    inlinePolicy: null,
    tags: { team: 'sre', cost: '1' },
    attachedPolicyArns: ['arn:x'],
  };
  const DIGEST = `sha256:${'0'.repeat(64)}`;
  const stored: StoredState = { record: undefined, adoptedRole: { before, digest: DIGEST } };

  test('that it has made gets the tags that it lacks, and nothing is said of before', () => {
    expect(decide(ours, 'own')).toEqual({ role: ours, tags: {}, isAdopted: false });
    const bare = { ...foreignRole, tags: { team: 'sre' } };
    expect(decide(bare, 'own')).toEqual({
      role: { ...bare, tags: { team: 'sre', ...OWNER_TAGS } },
      tags: OWNER_TAGS,
      isAdopted: false,
    });
  });

  test('and of which there is a snapshot is not taken for adopted by that alone', () => {
    expect(decide(ours, 'own', { stored })).toEqual({ role: ours, tags: {}, isAdopted: false });
  });

  test('that it has adopted keeps its mark, and what it had before, where the mark confirms that', () => {
    const marked = { ...ours, tags: { ...OWNER_TAGS, [MARK]: DIGEST, team: 'sre', cost: '2' } };
    expect(decide(marked, 'own', { stored })).toEqual({
      role: marked,
      tags: {},
      isAdopted: true,
      preexisting: {
        attachedPolicyArns: ['arn:x'],
        tagKeys: ['team'],
        tagsBefore: { team: 'sre', cost: '1' },
        attachedBefore: ['arn:x'],
      },
    });
  });

  test('gets nothing back that its mark does not confirm', () => {
    const marked = { ...ours, tags: { ...OWNER_TAGS, [MARK]: 'true', team: 'sre' } };
    expect(decide(marked, 'own', { stored })).toEqual({
      role: marked,
      tags: {},
      isAdopted: true,
      preexisting: { attachedPolicyArns: ['arn:x'], tagKeys: ['team'] },
    });
  });

  test('that it has adopted and of which nothing is stored is adopted all the same', () => {
    const marked = { ...ours, tags: { ...OWNER_TAGS, [MARK]: DIGEST } };
    expect(decide(marked, 'own')).toEqual({ role: marked, tags: {}, isAdopted: true });
  });

  test('whose mark somebody has taken off gets one that confirms nothing', () => {
    const bare = { ...foreignRole, tags: {} };
    expect(decide(bare, 'own', { stored })).toEqual({
      role: { ...bare, tags: { ...OWNER_TAGS, [MARK]: 'true' } },
      tags: { ...OWNER_TAGS, [MARK]: 'true' },
      isAdopted: true,
      preexisting: { attachedPolicyArns: ['arn:x'], tagKeys: [] },
    });
  });
});
