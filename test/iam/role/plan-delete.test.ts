import fc from 'fast-check';
import { ADOPTED_TAG, ownerOf, ownerTags } from '../../../src/iam/ownership';
import { isEmpty } from '../../../src/iam/plan';
import { type RoleBeforeAdoption, roleBeforeAdoption } from '../../../src/iam/role/before-adoption';
import { INLINE_POLICY_NAME } from '../../../src/iam/role/desired';
import { lastAppliedBy } from '../../../src/iam/role/last-applied';
import type { ObservedIdentity } from '../../../src/iam/role/observed';
import { planDelete } from '../../../src/iam/role/plan-delete';
import { planRestore } from '../../../src/iam/role/plan-restore';
import type { IntegrationSpec } from '../../../src/integration/spec';
import { arrival, endOf, journey, picker } from '../../support/iam/journey';
import { carryOut, type ModelAccount, observe } from '../../support/iam/model-iam';
import { accountOf, desiredOf, planFor, undertake } from '../../support/iam/role-fixtures';
import {
  LISTED_POLICIES,
  ROLE_NAME,
  type Situation,
  STRANGERS_POLICIES,
  situations,
  tags,
} from '../../support/iam/situations';
import { OWNER } from '../../support/iam/specs';

jest.mock('../../../src/policy/quotas', () => ({
  ...jest.requireActual<object>('../../../src/policy/quotas'),
  MANAGED_POLICY_CHARACTERS: 160,
}));

const RUNS = { numRuns: 200 };
const seeds = fc.nat();

test('a removal leaves nothing of ours and everything of others, also when it is cut off after any step', () => {
  fc.assert(
    fc.property(situations, seeds, fc.nat(), (situation, seed, cut) => {
      const { start } = undertake(situation);
      const account = withInstanceProfile(start);
      const first = journey(account, removal(account), picker(seed));
      const { account: broken } = first[cut % first.length] ?? first[0];

      const end = endOf(journey(broken, removal(broken), picker(cut)));

      expect(end.role).toBeNull();
      expect(end.policies).toEqual(policiesOfOthers(start));
      expect(isEmpty(removal(end))).toBe(true);
      expect(endOf(first)).toEqual(end);
    }),
    RUNS,
  );
});

test('without a role of ours only our policies are removed', () => {
  fc.assert(
    fc.property(situations, seeds, (situation, seed) => {
      const { start } = undertake(situation);
      const roleGone = { ...start, role: null };
      const observed = observe(roleGone, ROLE_NAME);
      const plan = planDelete(ROLE_NAME, null, observed, OWNER);
      expect(endOf(journey(roleGone, plan, picker(seed)))).toEqual({
        ...roleGone,
        policies: policiesOfOthers(start),
      });
      const nobodys = observed.policies.filter(({ tags }) => ownerOf(tags) === undefined);
      expect(plan.warnings).toEqual(
        nobodys.map(({ arn }) => expect.stringContaining(`The policy ${arn} stays`)),
      );
    }),
    { numRuns: 100 },
  );
});

/** A role of others, with settings that a spec may change and things that a spec may also want. */
const foundRoles = fc
  .record({
    description: fc.constantFrom('', 'made by hand'),
    maxSessionDurationSeconds: fc.constantFrom(3_600, 43_200),
    permissionsBoundary: fc.option(fc.constant('arn:aws:iam::123456789012:policy/Boundary2')),
    tags,
    inlinePolicies: fc.constantFrom<Record<string, string>>(
      {},
      { [INLINE_POLICY_NAME]: policyText('s3:OpA') },
      { Other: policyText('s3:OpE') },
    ),
    attachedPolicyArns: fc.subarray([...LISTED_POLICIES, ...STRANGERS_POLICIES.slice(0, 3)]),
  })
  .map(
    (role): ObservedIdentity => ({
      ...role,
      arn: `arn:aws:iam::123456789012:role/${ROLE_NAME}`,
      name: ROLE_NAME,
      path: '/',
      roleId: 'AROAEXAMPLEEXAMPLE456',
      createdAt: Date.UTC(2026, 0, 2),
      trustPolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Principal: { Service: 'ec2.amazonaws.com' },
          Action: 'sts:AssumeRole',
        },
      }),
      attachedPolicyArns: [...role.attachedPolicyArns].sort(),
      instanceProfiles: [],
    }),
  );

test('an adopted role is handed back as it was found, with what others have added since, also when it is cut off', () => {
  fc.assert(
    fc.property(situations, foundRoles, seeds, fc.nat(), (situation, role, seed, cut) => {
      const adopted = adopt(situation, role);
      fc.pre(adopted !== undefined);
      const account = withAdditions(adopted, role.attachedPolicyArns.length);
      const first = journey(account, handBack(account, situation, roleBeforeAdoption(role)), picker(seed));
      const { account: broken } = first[cut % first.length] ?? first[0];

      const end = endOf(journey(broken, handBack(broken, situation, roleBeforeAdoption(role)), picker(cut)));

      expect(end).toEqual({
        ...account,
        policies: policiesOfOthers(account),
        role: {
          ...role,
          tags: { ...role.tags, costs: '42' },
          attachedPolicyArns: [...role.attachedPolicyArns, STRANGERS_POLICIES.at(-1)].sort(),
        },
      });
      expect(handBack(end, situation, roleBeforeAdoption(role)).stages).toEqual([]);
    }),
    RUNS,
  );
});

/** Adopts a role for the earlier spec and brings it to the later one; undefined when a precondition stands against it. */
function adopt({ permissionSets, library, before, after }: Situation, role: ObservedIdentity) {
  let account = carryOut({ ...accountOf(library), role }, ROLE_NAME, {
    kind: 'tag-role',
    tags: { ...ownerTags(OWNER), [ADOPTED_TAG]: 'true' },
  });
  const steps: [IntegrationSpec, readonly IntegrationSpec[]][] = [
    [before, []],
    [after, [before]],
  ];
  for (const [spec, earlier] of steps) {
    const plan = planFor(account, desiredOf(spec, permissionSets), earlier);
    if (plan.unmet.length > 0) return undefined;
    account = arrival(account, plan);
  }
  return account;
}

function handBack(account: ModelAccount, { before, after }: Situation, found: RoleBeforeAdoption) {
  const observed = observe(account, ROLE_NAME);
  if (observed.role === null) throw new Error('an adopted role is never deleted');
  return planRestore(observed.role, observed, OWNER, found, lastAppliedBy([before, after]));
}

/** What others have put on the role since, and an attachment quota that has just room for what is or was there. */
function withAdditions(account: ModelAccount, foundAttachments: number): ModelAccount {
  const { role } = account;
  if (role === null) throw new Error('an adopted role exists');
  const attachedPolicyArns = [...role.attachedPolicyArns, STRANGERS_POLICIES.at(-1) ?? ''].sort();
  const attachedPoliciesPerRole = Math.max(attachedPolicyArns.length, foundAttachments + 1);
  return {
    ...account,
    quotas: { ...account.quotas, attachedPoliciesPerRole },
    role: { ...role, tags: { ...role.tags, costs: '42' }, attachedPolicyArns },
  };
}

function removal(account: ModelAccount) {
  const observed = observe(account, ROLE_NAME);
  return planDelete(ROLE_NAME, observed.role, observed, OWNER);
}

function withInstanceProfile(account: ModelAccount): ModelAccount {
  return { ...account, role: account.role && { ...account.role, instanceProfiles: ['host'] } };
}

function policiesOfOthers({ policies }: ModelAccount): ModelAccount['policies'] {
  return Object.fromEntries(Object.entries(policies).filter(([, policy]) => policy.tags['team'] === 'other'));
}

function policyText(...Action: readonly string[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
}
