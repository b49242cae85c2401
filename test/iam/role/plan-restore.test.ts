import { describeStep } from '../../../src/iam/plan';
import { roleBeforeAdoption } from '../../../src/iam/role/before-adoption';
import { INLINE_POLICY_NAME } from '../../../src/iam/role/desired';
import { lastAppliedBy } from '../../../src/iam/role/last-applied';
import type { ObservedIdentity } from '../../../src/iam/role/observed';
import { planRestore } from '../../../src/iam/role/plan-restore';
import { settingsToRestore } from '../../../src/iam/role/settings-to-restore';
import { policiesEquivalent } from '../../../src/policy/equivalence';
import { type ModelAccount, observe } from '../../support/iam/model-iam';
import { A, B, ROLE, settled, withRole } from '../../support/iam/planning';
import { OWNER, specOf } from '../../support/iam/specs';

const SPEC = { managedPolicyArns: [B] };

/** How a role is handed back that had A attached, which somebody has detached since, and now has B of ours. */
function handedBack(change: (account: ModelAccount) => ModelAccount) {
  const observed = observe(change(settled(SPEC)), ROLE);
  const then = observe(withRole(settled(), { attachedPolicyArns: [A], inlinePolicies: {} }), ROLE);
  if (observed.role === null || then.role === null) throw new Error('there is no role');
  const { stages, warnings } = planRestore(
    observed.role,
    observed,
    OWNER,
    roleBeforeAdoption(then.role),
    lastAppliedBy([specOf(SPEC)]),
  );
  const steps = stages.map((stage) => stage.map((step) => describeStep(step).replaceAll(/arn:\S*\//g, '')));
  return { steps, warnings };
}

const asItIs = (account: ModelAccount) => account;
const ownership = [expect.stringContaining('untag-role')];

test('what this resource has attached goes, and what somebody has detached since the adoption stays detached', () => {
  const { steps, warnings } = handedBack(asItIs);
  expect(steps).toEqual([[`delete-inline-policy ${INLINE_POLICY_NAME}`], ['detach-policy B'], ownership]);
  expect(warnings).toEqual([
    `The policy ${A} was attached before the role was adopted, and somebody has detached it since: it is not attached again.`,
  ]);
});

test('an inline policy that has gone already is not deleted again', () => {
  const { steps } = handedBack((account) => withRole(account, { inlinePolicies: {} }));
  expect(steps).toEqual([['detach-policy B'], ownership]);
});

describe('the settings of an adopted role', () => {
  const ours = specOf({ description: 'ours', maxSessionDurationSeconds: 7_200, tags: { team: 'us' } });
  const before = {
    description: 'theirs',
    maxSessionDurationSeconds: 43_200,
    tags: { team: 'sre', costs: '1', left: 'x' },
  };

  /** The settings with which the role is handed back, that was as before, then as ours, and is changed like this. */
  function settingsAfter(change: Partial<ObservedIdentity>, applied = lastAppliedBy([ours])) {
    const made = settled(ours);
    const now = observe(
      withRole(made, { ...change, tags: { ...made.role?.tags, ...before.tags, team: 'us', ...change.tags } }),
      ROLE,
    );
    const then = observe(withRole(made, before), ROLE).role;
    if (then === null || now.role === null) throw new Error('there is no role');
    return settingsToRestore(now.role, roleBeforeAdoption(then), applied);
  }

  test('are as before where this resource has set them', () => {
    expect(settingsAfter({})).toEqual({ ...before, tags: { team: 'sre' } });
  });

  test('stay as somebody else has set them since', () => {
    expect(
      settingsAfter({
        description: 'new',
        maxSessionDurationSeconds: 3_600,
        tags: { team: 'x', costs: '2' },
      }),
    ).toEqual({ description: 'new', maxSessionDurationSeconds: 3_600, tags: {} });
  });

  test('are as before where nobody knows what this resource has set', () => {
    expect(settingsAfter({ description: 'new' }, lastAppliedBy([]))).toEqual(before);
  });
});

test('an inline policy that was there and that somebody has deleted since is put back', () => {
  const now = settled();
  const then = observe(now, ROLE).role;
  const observed = observe(withRole(now, { inlinePolicies: {} }), ROLE);
  if (then === null || observed.role === null) throw new Error('there is no role');
  const plan = planRestore(observed.role, observed, OWNER, roleBeforeAdoption(then), lastAppliedBy([]));
  expect(plan.stages.flat()).toContainEqual({
    kind: 'put-inline-policy',
    policyName: INLINE_POLICY_NAME,
    document: then.inlinePolicies[INLINE_POLICY_NAME],
  });
  expect(plan.warnings).toEqual([]);
});

test('a boundary that does not exist any more leaves in place the one that the role has now', () => {
  const now = settled({ permissionsBoundary: B });
  const then = observe(withRole(now, { permissionsBoundary: A }), ROLE).role;
  const observed = { ...observe(now, ROLE), missingPolicyArns: [A] };
  if (then === null || observed.role === null) throw new Error('there is no role');
  const plan = planRestore(observed.role, observed, OWNER, roleBeforeAdoption(then), lastAppliedBy([]));
  expect(plan.stages.flat().filter(({ kind }) => kind.endsWith('-boundary'))).toEqual([]);
  expect(plan.warnings).toEqual([
    `The permissions boundary ${A} that the role had before it was adopted does not exist any more: the role keeps the one that it has now (${B}).`,
  ]);
});

test('whom the trust policy let in is left out when it does not exist any more', () => {
  const now = settled();
  const [gone, left] = ['Gone', 'Left'].map((name) => `arn:aws:iam::123456789012:role/${name}`);
  const deleted = 'AROADELETEDBEFORE0001';
  const letsIn = (AWS: unknown) =>
    JSON.stringify({ Statement: { Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' } });
  const changes = { trustPolicy: letsIn([gone, left, deleted]) };
  const then = observe(withRole(now, changes), ROLE).role;
  const observed = observe(now, ROLE);
  if (then === null || observed.role === null) throw new Error('there is no role');
  const plan = planRestore(observed.role, observed, OWNER, roleBeforeAdoption(then), lastAppliedBy([]), {
    gonePrincipals: [`${gone}`],
  });
  const steps = plan.stages.flat();
  const [trust] = steps.flatMap((step) => (step.kind === 'update-trust-policy' ? [step.document] : []));
  expect(policiesEquivalent(trust ?? '', letsIn(left))).toBe(true);
  for (const principal of [gone, deleted])
    expect(plan.warnings.join()).toContain(`names ${principal}, which does not exist any more`);
});
