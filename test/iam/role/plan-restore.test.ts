import { describeStep } from '../../../src/iam/plan';
import { roleBeforeAdoption } from '../../../src/iam/role/before-adoption';
import { INLINE_POLICY_NAME } from '../../../src/iam/role/desired';
import { lastAppliedBy } from '../../../src/iam/role/last-applied';
import { planRestore } from '../../../src/iam/role/plan-restore';
import { policiesEquivalent } from '../../../src/policy/equivalence';
import { type ModelAccount, observe } from '../../support/iam/model-iam';
import { A, B, ROLE, settled, withRole } from '../../support/iam/planning';
import { OWNER, specOf } from '../../support/iam/specs';

const SPEC = { managedPolicyArns: [B] };

/** How a role is handed back that had A attached and now has B instead, at this attachment quota. */
function handedBack(attachedPoliciesPerRole: number, change: (account: ModelAccount) => ModelAccount) {
  const now = settled(SPEC);
  const account = change({ ...now, quotas: { ...now.quotas, attachedPoliciesPerRole } });
  const observed = observe(account, ROLE);
  const then = observe(withRole(account, { attachedPolicyArns: [A], inlinePolicies: {} }), ROLE);
  if (observed.role === null || then.role === null) throw new Error('there is no role');
  const plan = planRestore(
    observed.role,
    observed,
    OWNER,
    roleBeforeAdoption(then.role),
    lastAppliedBy([specOf(SPEC)]),
  );
  return plan.stages.map((stage) => stage.map((step) => describeStep(step).replaceAll(/arn:\S*\//g, '')));
}

const asItIs = (account: ModelAccount) => account;
const ownership = [expect.stringContaining('untag-role')];

describe('the attachments of an adopted role', () => {
  test('come back before others go while there is just room for both', () => {
    expect(handedBack(2, asItIs)).toEqual([
      ['attach-policy A'],
      [`delete-inline-policy ${INLINE_POLICY_NAME}`],
      ['detach-policy B'],
      ownership,
    ]);
  });

  test('come back after others have made room where there is none', () => {
    expect(handedBack(1, asItIs)).toEqual([
      ['detach-policy B'],
      ['attach-policy A'],
      [`delete-inline-policy ${INLINE_POLICY_NAME}`],
      ownership,
    ]);
  });
});

test('an inline policy that has gone already is not deleted again', () => {
  expect(handedBack(2, (account) => withRole(account, { inlinePolicies: {} }))).toEqual([
    ['attach-policy A'],
    ['detach-policy B'],
    ownership,
  ]);
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

test('what was attached, and whom the trust policy let in, is left out when it does not exist any more', () => {
  const now = settled();
  const [gone, left] = ['Gone', 'Left'].map((name) => `arn:aws:iam::123456789012:role/${name}`);
  const deleted = 'AROADELETEDBEFORE0001';
  const letsIn = (AWS: unknown) =>
    JSON.stringify({ Statement: { Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' } });
  const changes = { attachedPolicyArns: [A, B], trustPolicy: letsIn([gone, left, deleted]) };
  const then = observe(withRole(now, changes), ROLE).role;
  const observed = { ...observe(now, ROLE), missingPolicyArns: [A] };
  if (then === null || observed.role === null) throw new Error('there is no role');
  const plan = planRestore(observed.role, observed, OWNER, roleBeforeAdoption(then), lastAppliedBy([]), {
    gonePrincipals: [`${gone}`],
  });
  const steps = plan.stages.flat();
  expect(steps.filter(({ kind }) => kind === 'attach-policy')).toEqual([
    { kind: 'attach-policy', policyArn: B },
  ]);
  const [trust] = steps.flatMap((step) => (step.kind === 'update-trust-policy' ? [step.document] : []));
  expect(policiesEquivalent(trust ?? '', letsIn(left))).toBe(true);
  expect(plan.warnings.join()).toContain(`The policy ${A} that was attached`);
  expect(plan.warnings.join()).not.toContain(B);
  for (const principal of [gone, deleted])
    expect(plan.warnings.join()).toContain(`names ${principal}, which does not exist any more`);
});
