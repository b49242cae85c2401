import { describeStep, type Step } from '../../../src/iam/plan';
import type { DesiredRole } from '../../../src/iam/role/desired';
import { lastAppliedBy } from '../../../src/iam/role/last-applied';
import type { ObservedIdentity } from '../../../src/iam/role/observed';
import { planRole, type RolePlan } from '../../../src/iam/role/plan';
import type { IntegrationSpec } from '../../../src/integration/spec';
import { documentFor } from '../../../src/policy/pack';
import { arrival } from './journey';
import { emptyAccount, type ModelAccount, type ModelPolicy, observe } from './model-iam';
import { desiredFor, OWNER, specOf } from './specs';

export const ROLE = 'DatadogIntegrationRole';
export const AUDIT = 'arn:aws:iam::aws:policy/SecurityAudit';
export const A = 'arn:aws:iam::123456789012:policy/A';
export const B = 'arn:aws:iam::123456789012:policy/B';
export const LIBRARY = Object.fromEntries(
  [AUDIT, A, B, ...Array.from({ length: 10 }, (_, index) => stranger(index))].map((arn) => [
    arn,
    allowing('sns:List*'),
  ]),
);

export function stranger(index: number): string {
  return `arn:aws:iam::123456789012:policy/stranger-${index}`;
}

export function allowing(...actions: readonly string[]): string {
  return JSON.stringify(documentFor(actions));
}

/** The planned steps, stage by stage, each in one line without the path of the ARN. */
export function outline({ stages }: RolePlan): readonly (readonly string[])[] {
  return stages.map((stage) => stage.map((step) => describeStep(step).replaceAll(/arn:\S*\//g, '')));
}

export function plan(
  account: ModelAccount,
  desired: DesiredRole,
  earlier: readonly IntegrationSpec[] = [],
): RolePlan {
  return planRole(desired, observe(account, ROLE), OWNER, lastAppliedBy(earlier));
}

/** An account in which a spec has been carried out. */
export function settled(changes: Partial<IntegrationSpec> = {}): ModelAccount {
  const account = emptyAccount(LIBRARY);
  return arrival(account, plan(account, desiredFor(changes)));
}

export function withRole(account: ModelAccount, changes: Partial<ObservedIdentity>): ModelAccount {
  if (account.role === null) throw new Error('there is no role');
  return { ...account, role: { ...account.role, ...changes } };
}

export function withPolicy(account: ModelAccount, policy: ModelPolicy): ModelAccount {
  return { ...account, policies: { ...account.policies, [policy.arn]: policy } };
}

/** The plan for an update from one spec to another. */
export function update(before: Partial<IntegrationSpec>, after: Partial<IntegrationSpec>): RolePlan {
  return plan(settled(before), desiredFor(after), [specOf(before)]);
}

export function stepsOf<Kind extends Step['kind']>(
  { stages }: RolePlan,
  kind: Kind,
): Extract<Step, { kind: Kind }>[] {
  return stages.flat().filter((step): step is Extract<Step, { kind: Kind }> => step.kind === kind);
}
