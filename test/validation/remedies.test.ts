import { IAMClient } from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { publishedPermissionSets } from '../../src/datadog/permission-sets';
import { roleBeforeAdoption } from '../../src/iam/role/before-adoption';
import { desiredRole } from '../../src/iam/role/desired';
import type { ObservedIdentity } from '../../src/iam/role/observed';
import type { IntegrationRecord } from '../../src/state/integration';
import type { StoredAdoption } from '../../src/validation/adoption';
import { checks } from '../../src/validation/checks';
import { planNextUpdate } from '../../src/validation/next-update';
import { type Situation, situationOf } from '../../src/validation/situation';
import { carryOut, stackUpdateOf } from '../support/aws-commands';
import { arrival } from '../support/iam/journey';
import { emptyAccount, type ModelAccount, observe, policyNamed } from '../support/iam/model-iam';
import { ServedAccount } from '../support/iam/served-account';
import { REFUSED } from '../support/validation/lacking';
import { evidenceOf, ROLE, recordOf } from '../support/validation/situations';

/*
 * Somebody does what a report says, and nothing else: each remedy by itself repairs what its check has found, all of them
 * one after the other leave nothing, and nothing that is somebody else's is touched. In memory, so that each is tried on each
 * kind of role; the scenarios try them on the sandbox.
 */

const AUDIT = 'arn:aws:iam::aws:policy/SecurityAudit';
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const BILLING = 'arn:aws:iam::aws:policy/job-function/Billing';
const GUARD_RAIL = 'arn:aws:iam::123456789012:policy/GuardRail';
const ALLOW_ALL = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});
const LIBRARY = { [AUDIT]: ALLOW_ALL, [READ_ONLY]: ALLOW_ALL, [BILLING]: ALLOW_ALL, [GUARD_RAIL]: ALLOW_ALL };
const INLINE = 'DatadogIntegrationPolicy';
const FIRST = policyNamed(`${ROLE}-permissions-1`);
const SECOND = policyNamed(`${ROLE}-permissions-2`);
/** Of another stack, under the project's path and with one of our names. */
const NEIGHBOURS = policyNamed(`${ROLE}-permissions-9`);
const MARK = 'datadog-integration-role:adopted';
const DIGEST = 'sha256:of-what-is-stored';

/** An integration, what IAM has of it, and what is stored of it. */
interface Scene {
  readonly record: IntegrationRecord;
  readonly account: ModelAccount;
  readonly stored?: StoredAdoption;
}

const DECLARED = recordOf({
  Permissions: 'Full',
  ResourceCollection: 'true',
  Description: 'Lets Datadog read',
  Tags: [{ Key: 'team', Value: 'platform' }],
});

function desiredOf({ spec, owner, selfTestPrincipals }: IntegrationRecord) {
  return desiredRole(spec, { owner, permissionSets: publishedPermissionSets, selfTestPrincipals });
}

/** What the provider does with an Update. */
function updated({ record, account, stored }: Scene): Scene {
  const desired = desiredOf(record);
  const known = stored?.ok === true ? stored.value : null;
  const adoption =
    record.adopted === undefined || known === null
      ? ({ isAdopted: false } as const)
      : ({ isAdopted: true, before: known.before, digest: known.digest, isConfirmed: true } as const);
  const plan = planNextUpdate({
    desired,
    observed: observe(account, ROLE),
    owner: record.owner,
    recorded: record.spec,
    adoption,
  });
  const after = arrival(account, plan);
  return {
    record: { ...record, roleId: after.role?.roleId ?? '' },
    account: after,
    ...(stored === undefined ? {} : { stored }),
  };
}

const withNeighbour = (account: ModelAccount): ModelAccount => ({
  ...account,
  policies: {
    ...account.policies,
    [NEIGHBOURS]: {
      arn: NEIGHBOURS,
      tags: { 'datadog-integration-role:stack-id': 'other', 'datadog-integration-role:logical-id': 'Other' },
      versions: [{ id: 'v1', document: ALLOW_ALL }],
    },
  },
});

const FOUND: ObservedIdentity = {
  arn: `arn:aws:iam::123456789012:role/${ROLE}`,
  name: ROLE,
  path: '/',
  roleId: 'AROAFOUND',
  createdAt: Date.UTC(2019, 0, 1),
  description: 'by hand',
  maxSessionDurationSeconds: 43_200,
  permissionsBoundary: GUARD_RAIL,
  trustPolicy: ALLOW_ALL,
  tags: { cost: '4711', team: 'sre' },
  inlinePolicies: { OfOld: ALLOW_ALL },
  attachedPolicyArns: [READ_ONLY],
  instanceProfiles: [],
};

const OWN = updated({ record: DECLARED, account: withNeighbour(emptyAccount(LIBRARY)) });

const ADOPTED = updated({
  record: { ...DECLARED, roleId: FOUND.roleId, adopted: true },
  account: {
    ...withNeighbour(emptyAccount(LIBRARY)),
    role: { ...FOUND, tags: { ...FOUND.tags, [MARK]: DIGEST } },
  },
  stored: { ok: true, value: { before: roleBeforeAdoption(FOUND), digest: DIGEST } },
});

type Change = (account: ModelAccount) => ModelAccount;

const onRole =
  (change: (role: ObservedIdentity) => Partial<ObservedIdentity>): Change =>
  (account) => {
    if (account.role === null) throw new Error('there is no role');
    return { ...account, role: { ...account.role, ...change(account.role) } };
  };
const onPolicy =
  (arn: string, change: (policy: ModelAccount['policies'][string]) => object): Change =>
  (account) => {
    const policy = account.policies[arn];
    if (policy === undefined) throw new Error(`there is no policy ${arn}`);
    return { ...account, policies: { ...account.policies, [arn]: { ...policy, ...change(policy) } } };
  };
const detached = (arn: string) =>
  onRole((role) => ({ attachedPolicyArns: role.attachedPolicyArns.filter((other) => other !== arn) }));
const attached = (arn: string) =>
  onRole((role) => ({ attachedPolicyArns: [...role.attachedPolicyArns, arn].sort() }));
const untagged = onPolicy(SECOND, () => ({ tags: {} }));
const withoutPolicy =
  (arn: string): Change =>
  (account) => {
    const { [arn]: _, ...policies } = detached(arn)(account).policies;
    return { ...detached(arn)(account), policies };
  };
const newVersion = (edit: (document: string) => string) =>
  onPolicy(FIRST, ({ versions }) => ({
    versions: [
      ...versions,
      { id: `v${versions.length + 1}`, document: edit(versions.at(-1)?.document ?? '') },
    ],
  }));

/** What people do to a role. */
const DRIFTS: Readonly<Record<string, Change>> = {
  'the trust policy names another account': onRole(({ trustPolicy }) => ({
    trustPolicy: trustPolicy.replace('464622532012', '999999999999'),
  })),
  'the trust policy has no external id': onRole(({ trustPolicy }) => ({
    trustPolicy: trustPolicy.replaceAll(/,"Condition":\{"StringEquals":\{[^}]*\}\}/g, ''),
  })),
  'the inline policy is gone': onRole(({ inlinePolicies: { [INLINE]: _, ...inlinePolicies } }) => ({
    inlinePolicies,
  })),
  'the inline policy allows less': onRole(({ inlinePolicies }) => ({
    inlinePolicies: {
      ...inlinePolicies,
      [INLINE]: (inlinePolicies[INLINE] ?? '').replace('"cloudwatch:Get*",', ''),
    },
  })),
  'a policy of the stack allows more': newVersion((text) =>
    text.replace('"Action":[', '"Action":["s3:GetObject",'),
  ),
  'a policy of the stack is gone': withoutPolicy(FIRST),
  'a policy of the stack is detached': detached(FIRST),
  'a policy of the stack has lost its tags': untagged,
  'a policy of the stack has lost its tags, and is detached': (account) =>
    detached(SECOND)(untagged(account)),
  'a policy of AWS’s is detached': detached(AUDIT),
  'a policy of AWS’s is attached': attached(BILLING),
  'an inline policy is added': onRole(({ inlinePolicies }) => ({
    inlinePolicies: { ...inlinePolicies, OfToday: ALLOW_ALL },
  })),
  'another boundary is set': onRole(() => ({ permissionsBoundary: READ_ONLY })),
  'a tag has another value': onRole(({ tags }) => ({ tags: { ...tags, team: 'data' } })),
  'no tag says whose the role is': onRole(({ tags }) => ({
    tags: Object.fromEntries(Object.entries(tags).filter(([key]) => !/(stack|logical)-id$/.test(key))),
  })),
  'description and session are others': onRole(() => ({
    description: 'mine',
    maxSessionDurationSeconds: 3_601,
  })),
};
const names = Object.keys(DRIFTS);
/** Of those that are about the same thing, one. */
const ALL_AT_ONCE = names.filter((name) => !/ (gone|detached)$/.test(name) || name.includes('AWS'));

function situationIn({ record, account, stored }: Scene): Situation {
  return situationOf(
    evidenceOf(record, {
      observed: { ok: true, value: observe(account, ROLE) },
      simulation: REFUSED,
      ...(stored === undefined ? {} : { storedAdoption: stored }),
    }),
  );
}

const findingsIn = (situation: Situation) =>
  checks.flatMap((check) => {
    const verdict = check.evaluate(situation);
    return verdict.status === 'fail' || verdict.status === 'warn' ? [{ id: check.id, ...verdict }] : [];
  });
const isOffered = (remedy: readonly string[]) =>
  remedy.some((step) => step.startsWith('aws iam ')) || stackUpdateOf(remedy) !== undefined;

/** A person carries out the commands, or, where there is none for IAM, has the stack updated. */
async function afterRemedy(scene: Scene, remedy: readonly string[]): Promise<Scene> {
  const iam = mockClient(IAMClient);
  const served = new ServedAccount(iam, scene.account);
  if (remedy.some((step) => step.startsWith('aws iam '))) {
    await carryOut(new IAMClient({ region: 'us-east-1' }), remedy);
    iam.restore();
    return { ...scene, account: served.account };
  }
  iam.restore();
  return updated(scene);
}

/** What is somebody else's, or was there before the role was the stack's. */
function othersIn({ account, record }: Scene) {
  const { role } = account;
  return {
    neighbours: account.policies[NEIGHBOURS],
    ...(record.adopted === undefined
      ? {}
      : {
          attached: role?.attachedPolicyArns.includes(READ_ONLY),
          inline: role?.inlinePolicies['OfOld'],
          tag: role?.tags['cost'],
          mark: role?.tags[MARK],
        }),
  };
}

describe.each([
  ['own', OWN],
  ['adopted', ADOPTED],
])('of an %s role', (_, whole) => {
  test('nothing is found as long as nobody has changed it', () => {
    const situation = situationIn(whole);

    expect(situation.drift).toEqual([]);
    expect(findingsIn(situation)).toEqual([]);
  });

  test.each(names)('every remedy repairs what its check has found, where %s', async (name) => {
    const scene = { ...whole, account: DRIFTS[name]?.(whole.account) ?? whole.account };
    const found = findingsIn(situationIn(scene));
    expect(found.length).toBeGreaterThan(0);

    for (const { id, remedy } of found) {
      expect([id, isOffered(remedy)]).toEqual([id, true]);
      const repaired = await afterRemedy(scene, remedy);
      expect(othersIn(repaired)).toEqual(othersIn(whole));
      const left = findingsIn(situationIn(repaired)).map((finding) => finding.id);
      expect(left).not.toContain(id);
      expect(found.map((finding) => finding.id)).toEqual(expect.arrayContaining(left));
    }
  });

  test('one update of the stack repairs all at once but what others have added', async () => {
    const account = ALL_AT_ONCE.reduce((changed, name) => DRIFTS[name]?.(changed) ?? changed, whole.account);
    const { drift } = situationIn(updated({ ...whole, account }));

    expect(drift.map(({ path, kind }) => [path, kind])).toEqual([
      ['permissionsBoundary', expect.anything()],
      [`attachedPolicies.${BILLING}`, 'unexpected'],
      ['inlinePolicies.OfToday', 'unexpected'],
    ]);
  });
});

test.each([
  ['a role of somebody else', { ...FOUND, roleId: 'AROAOTHER' }],
  [
    'one that another stack has made',
    {
      ...OWN.account.role,
      roleId: 'AROAOTHER',
      tags: { 'datadog-integration-role:stack-id': 'o', 'datadog-integration-role:logical-id': 'o' },
    },
  ],
])('of %s under the stack’s name nothing is offered that would change it', (_, role) => {
  const scene = { ...OWN, account: { ...OWN.account, role: role as ObservedIdentity } };

  const found = findingsIn(situationIn(scene));

  expect(found.map(({ id }) => id)).toContain('role-ownership');
  const changing = found
    .flatMap(({ remedy }) => remedy)
    .filter((step) => /^aws iam (?!list-|get-)/.test(step));
  expect(changing).toEqual([]);
});

test.each([1, 2, 3, 4])(
  'a role that was made up to stage %i is completed by what is offered',
  async (stages) => {
    const account = withNeighbour(emptyAccount(LIBRARY));
    const plan = planNextUpdate({
      desired: desiredOf(DECLARED),
      observed: observe(account, ROLE),
      owner: DECLARED.owner,
      recorded: DECLARED.spec,
      adoption: { isAdopted: false },
    });
    const half = arrival(account, { ...plan, stages: plan.stages.slice(0, stages) });
    let scene: Scene = { record: { ...DECLARED, roleId: half.role?.roleId ?? '' }, account: half };

    for (let round = 0; round < 5; round++) {
      const next = findingsIn(situationIn(scene)).find(({ remedy }) => isOffered(remedy));
      if (next === undefined) break;
      scene = await afterRemedy(scene, next.remedy);
    }

    expect(findingsIn(situationIn(scene))).toEqual([]);
    expect(othersIn(scene)).toEqual(othersIn(OWN));
  },
);
