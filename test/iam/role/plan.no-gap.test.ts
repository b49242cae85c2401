import fc from 'fast-check';
import { BRIDGE_TAG } from '../../../src/iam/ownership';
import { allowedInBoth, gaps } from '../../support/iam/gaps';
import { arrival, endOf, journey, picker, type State } from '../../support/iam/journey';
import type { ModelAccount } from '../../support/iam/model-iam';
import { Judge, trusts } from '../../support/iam/model-permissions';
import { normalizedAccount } from '../../support/iam/normalized-account';
import { stepsOf } from '../../support/iam/planning';
import { exchanged, isQuotaWarning, saysGap, saysMoving } from '../../support/iam/quota-warnings';
import { ALL_CALLS, freshlyMade, planFor, undertake } from '../../support/iam/role-fixtures';
import {
  DATADOG_ACCOUNT_ID,
  EXTERNAL_IDS,
  STRANGERS_POLICIES,
  situations,
} from '../../support/iam/situations';

jest.mock('../../../src/policy/quotas', () => ({
  ...jest.requireActual<object>('../../../src/policy/quotas'),
  MANAGED_POLICY_CHARACTERS: 160,
}));

const RUNS = { numRuns: 300 };
const seeds = fc.nat();
const judge = new Judge(ALL_CALLS);

test('after every single step of an update nothing is missing that both states allow, but for what a warning says', () => {
  fc.assert(
    fc.property(situations, seeds, (situation, seed) => {
      const { start, plan } = undertake(situation);
      fc.pre(plan.unmet.length === 0);
      const states = journey(start, plan, picker(seed));
      if (!saysMoving(plan)) expect(gaps(judge, states, { exchanged: exchanged(start, plan) })).toEqual([]);
      expect(lockouts(states)).toEqual([]);
    }),
    RUNS,
  );
});

test('the situations that are drawn meet what is hard', () => {
  const drawn = fc.sample(situations, RUNS.numRuns).map((situation) => undertake(situation));
  const possible = drawn.filter(({ plan }) => plan.unmet.length === 0);
  const bridged = possible.filter(({ plan }) => stepsOf(plan, 'create-policy').some(isBridge));
  const exchanging = possible.filter(({ start, plan }) => exchanged(start, plan).length > 0);
  expect(Math.min(bridged.length, exchanging.length)).toBeGreaterThan(RUNS.numRuns / 50);
});

test('an update ends where a Create would, and a second look finds nothing to do', () => {
  fc.assert(
    fc.property(situations, seeds, (situation, seed) => {
      const { start, plan, desired } = undertake(situation);
      fc.pre(plan.unmet.length === 0);
      const end = endOf(journey(start, plan, picker(seed)));
      const again = planFor(end, desired, [situation.before]);
      expect({ stages: again.stages, unmet: again.unmet }).toEqual({ stages: [], unmet: [] });
      expect(normalizedAccount(end)).toEqual(normalizedAccount(freshlyMade(situation)));
    }),
    RUNS,
  );
});

test('an update that is cut off after any step and delivered again ends in the same state, with no gap on the way', () => {
  fc.assert(
    fc.property(situations, seeds, fc.nat(), (situation, seed, cut) => {
      const { start, plan, desired } = undertake(situation);
      fc.pre(plan.unmet.length === 0);
      const whole = journey(start, plan, picker(seed));
      const until = upTo(whole, cut);
      const resumed = planFor(endOf(until), desired, [situation.before]);
      expect(resumed.unmet).toEqual([]);
      const rest = journey(endOf(until), resumed, picker(cut));
      expect(normalizedAccount(endOf(rest))).toEqual(normalizedAccount(endOf(whole)));
      if (!saysGap(plan)) {
        expect(gaps(judge, [...until, ...rest])).toEqual([]);
        expect(resumed.warnings.filter(isQuotaWarning)).toEqual([]);
      }
      expect(lockouts([...until, ...rest])).toEqual([]);
    }),
    RUNS,
  );
});

test('an update that fails after any step and is rolled back ends in the old state, with no gap on the way', () => {
  fc.assert(
    fc.property(situations, seeds, fc.nat(), (situation, seed, cut) => {
      const undertaking = undertake(situation);
      const { old, desired } = undertaking;
      const repair = planFor(undertaking.start, old, [situation.before]);
      fc.pre(repair.unmet.length === 0);
      const start = arrival(undertaking.start, repair);
      const plan = planFor(start, desired, [situation.before]);
      fc.pre(plan.unmet.length === 0);
      const whole = journey(start, plan, picker(seed));
      const until = upTo(whole, cut);
      const rollback = planFor(endOf(until), old, [situation.after, situation.before]);
      expect(rollback.unmet).toEqual([]);
      const rest = journey(endOf(until), rollback, picker(cut));
      expect(normalizedAccount(endOf(rest))).toEqual(normalizedAccount(start));
      if (saysGap(plan) || saysGap(rollback)) return;
      expect(gaps(judge, [...until, ...rest], { inBoth: allowedInBoth(judge, whole) })).toEqual([]);
    }),
    RUNS,
  );
});

test('the boundary that is wanted is on the role whenever it is given permissions: IAM may demand it', () => {
  fc.assert(
    fc.property(situations, seeds, (situation, seed) => {
      const { start, plan, desired } = undertake(situation);
      fc.pre(plan.unmet.length === 0 && desired.permissionsBoundary !== null);
      const giving = journey(start, plan, picker(seed)).filter(
        ({ step }) => step?.kind === 'put-inline-policy' || step?.kind === 'attach-policy',
      );
      expect(
        giving.filter(({ account }) => account.role?.permissionsBoundary !== desired.permissionsBoundary),
      ).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('nothing of others is touched by an update', () => {
  fc.assert(
    fc.property(situations, seeds, (situation, seed) => {
      const { start, plan } = undertake(situation);
      fc.pre(plan.unmet.length === 0);
      for (const { account } of journey(start, plan, picker(seed)))
        expect(thingsOfOthers(account)).toEqual(thingsOfOthers(start));
      const { strangersAttachments, strangersInlinePolicy } = situation.meddling;
      expect(plan.warnings.filter((warning) => warning.endsWith('by somebody else and stays.'))).toHaveLength(
        strangersAttachments.length + Number(strangersInlinePolicy),
      );
    }),
    { numRuns: 200 },
  );
});

function isBridge({ tags }: { readonly tags: Readonly<Record<string, string>> }): boolean {
  return BRIDGE_TAG in tags;
}

/** The external ids under which Datadog gets in before and after, but not all the time. */
function lockouts(states: readonly State[]): readonly string[] {
  return EXTERNAL_IDS.filter((externalId) => {
    const letsIn = states.map(({ account: { role } }) =>
      role === null ? false : trusts(role.trustPolicy, DATADOG_ACCOUNT_ID, externalId),
    );
    return letsIn[0] && letsIn.at(-1) && letsIn.includes(false);
  });
}

function upTo([first, ...others]: readonly [State, ...State[]], cut: number): readonly [State, ...State[]] {
  return [first, ...others.slice(0, cut % (others.length + 1))];
}

function thingsOfOthers({ role, policies }: ModelAccount) {
  return {
    attachments: role?.attachedPolicyArns.filter((arn) => STRANGERS_POLICIES.includes(arn)),
    inlinePolicy: role?.inlinePolicies['Strangers'],
    tag: role?.tags['costs'],
    policies: Object.values(policies).filter(({ tags }) => tags['team'] === 'other'),
  };
}
