import { awsCommands } from '../../iam/cli-commands';
import type { Plan, Step } from '../../iam/plan';
import { policiesEquivalent } from '../../policy/equivalence';
import type { RoleSituation, Situation } from '../situation';

/** The part of a plan that a check asks for, as commands; none where there is no state to bring the role to. */
export function restore(plan: Plan | null, isWanted: (step: Step) => boolean): readonly string[] {
  return plan === null ? [] : awsCommands(plan.roleName, plan.stages.flat().filter(isWanted));
}

/** Brings the trust policy to what lets Datadog in. */
export function restoreTrustPolicy({ role }: RoleSituation, { desired }: Situation): readonly string[] {
  if (policiesEquivalent(role.trustPolicy, desired.trustPolicy)) return [];
  return awsCommands(role.name, [{ kind: 'update-trust-policy', document: desired.trustPolicy }]);
}
