import type { RoleBeforeAdoption } from '../../src/iam/role/before-adoption';
import type { ObservedIdentity } from '../../src/iam/role/observed';
import type { StoredAdoption } from '../../src/validation/adoption';
import type { Situation } from '../../src/validation/situation';
import { ACCOUNT, observedAsDesired, recordOf, situation } from '../support/validation/situations';
import { idsWith, verdictOf } from '../support/validation/verdicts';

const ADOPTED = { ...recordOf({ Permissions: 'Full', ExistingRole: 'Adopt' }), adopted: true } as const;
const MARK = 'datadog-integration-role:adopted';
const DIGEST = 'sha256:of-what-is-stored';
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const BILLING = 'arn:aws:iam::aws:policy/job-function/Billing';
const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/GuardRail`;
const NOTHING = '{"Version":"2012-10-17","Statement":[]}';
const PARAMETER = '/datadog-integration-role/DatadogIntegrationRole/adopted';

/** What was found at the adoption. */
const BEFORE: RoleBeforeAdoption = {
  roleId: 'AROAROLE',
  description: 'by hand',
  maxSessionDurationSeconds: 3_600,
  permissionsBoundary: BOUNDARY,
  trustPolicy: NOTHING,
  tags: { team: 'sre' },
  inlinePolicy: null,
  otherInlinePolicyNames: ['OfOld'],
  attachedPolicyArns: [READ_ONLY],
};

const stored = (change: Partial<RoleBeforeAdoption> = {}, digest = DIGEST): StoredAdoption => ({
  ok: true,
  value: { before: { ...BEFORE, ...change }, digest },
});

/** The adopted role as the last Update has left it, with what was there before. */
function adopted(
  change: (role: ObservedIdentity) => Partial<ObservedIdentity> = () => ({}),
  storedAdoption: StoredAdoption = stored(),
): Situation {
  const observed = observedAsDesired(ADOPTED);
  const role = {
    ...observed.role,
    tags: { ...observed.role.tags, team: 'sre', [MARK]: DIGEST },
    permissionsBoundary: BOUNDARY,
    inlinePolicies: { ...observed.role.inlinePolicies, OfOld: NOTHING },
    attachedPolicyArns: [...observed.role.attachedPolicyArns, READ_ONLY],
  };
  const value = { ...observed, role: { ...role, ...change(role) } };
  return situation(ADOPTED, { observed: { ok: true, value }, storedAdoption });
}

const commandsOf = (id: string, given: Situation) =>
  verdictOf(id, given).remedy.filter((step) => step.startsWith('aws iam '));

describe('of an adopted role', () => {
  test('what was found and left is expected', () => {
    const given = adopted();

    expect(given.drift).toEqual([]);
    expect(idsWith('warn', given)).toEqual([]);
    expect(given.plan?.stages).toEqual([]);
  });

  test('what somebody has added since is drift, and nothing that was found is taken off', () => {
    const given = adopted(({ attachedPolicyArns, inlinePolicies }) => ({
      attachedPolicyArns: [...attachedPolicyArns, BILLING],
      inlinePolicies: { ...inlinePolicies, OfToday: NOTHING },
    }));

    expect(given.drift.map(({ path }) => path)).toEqual([
      `attachedPolicies.${BILLING}`,
      'inlinePolicies.OfToday',
    ]);
    expect(commandsOf('drift-attachments', given)).toEqual([
      `aws iam detach-role-policy --role-name DatadogIntegrationRole --policy-arn ${BILLING}`,
      'aws iam delete-role-policy --role-name DatadogIntegrationRole --policy-name OfToday',
    ]);
  });

  test('another boundary than the one that was found is drift', () => {
    const given = adopted(() => ({ permissionsBoundary: READ_ONLY }));

    expect(given.drift.map(({ path }) => path)).toEqual(['permissionsBoundary']);
  });

  test('a snapshot of a version that kept no names of inline policies tells none to be new', () => {
    const { otherInlinePolicyNames: _, ...old } = BEFORE;
    const given = adopted(
      ({ inlinePolicies }) => ({ inlinePolicies: { ...inlinePolicies, OfToday: NOTHING } }),
      { ok: true, value: { before: old, digest: DIGEST } },
    );

    expect(given.drift).toEqual([]);
  });

  test('the tags of one of our policies are put back by one command, where it was attached since', () => {
    const observed = observedAsDesired(ADOPTED);
    const [first, ...others] = observed.policies;
    if (first === undefined) throw new Error('Full has policies');
    const { present } = adopted();
    const value = {
      ...observed,
      role: present?.role ?? observed.role,
      policies: [{ ...first, tags: {} }, ...others],
    };
    const given = situation(ADOPTED, { observed: { ok: true, value }, storedAdoption: stored() });

    expect(idsWith('warn', given)).toEqual(['drift-managed-policies']);
    expect(commandsOf('drift-managed-policies', given)).toEqual([
      expect.stringContaining(`aws iam tag-policy --policy-arn ${first.arn} `),
    ]);
  });
});

describe('where nothing confirms how an adopted role was before,', () => {
  test.each<[string, string, StoredAdoption]>([
    ['the tag has another digest', 'sha256:other', stored()],
    ['the tag is of version 0.1.0', 'true', stored()],
    ['the parameter is gone', DIGEST, { ok: true, value: null }],
    ['the parameter is about another role', DIGEST, stored({ roleId: 'AROAOTHER' })],
    ['the parameter cannot be read', DIGEST, { ok: false, failure: { cause: 'throttled', message: 'no' } }],
  ])('what may have been there is unknown, and nothing of it is taken off: %s', (_, mark, storedAdoption) => {
    const given = adopted(({ tags }) => ({ tags: { ...tags, [MARK]: mark } }), storedAdoption);

    expect(idsWith('fail', given)).toEqual([]);
    expect(idsWith('warn', given)).toEqual([]);
    expect(idsWith('unknown', given).filter((id) => id.startsWith('drift-'))).toEqual([
      'drift-attachments',
      'drift-permissions-boundary',
    ]);
    for (const id of ['drift-attachments', 'drift-permissions-boundary']) {
      expect(verdictOf(id, given).remedy.join()).toContain(PARAMETER);
      expect(commandsOf(id, given).filter((command) => !command.startsWith('aws iam tag-role'))).toEqual([]);
    }
  });

  test('what is stored can be confirmed by its digest, once somebody has read it', () => {
    const given = adopted(({ tags }) => ({ tags: { ...tags, [MARK]: 'true' } }));

    expect(commandsOf('drift-attachments', given)).toEqual([
      `aws iam tag-role --role-name DatadogIntegrationRole --tags '[{"Key":"${MARK}","Value":"${DIGEST}"}]'`,
    ]);
  });

  test('the lost tag is drift of the tags', () => {
    const given = adopted(({ tags: { [MARK]: _, ...tags } }) => ({ tags }));

    expect(given.drift).toContainEqual(expect.objectContaining({ path: `tags.${MARK}`, kind: 'missing' }));
    expect(commandsOf('drift-tags', given)).toEqual([expect.stringContaining(DIGEST)]);
    expect(verdictOf('drift-tags', given).remedy.join()).not.toContain('Revision');
  });
});
