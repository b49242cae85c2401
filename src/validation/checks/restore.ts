import { awsCommands } from '../../iam/cli-commands';
import type { Plan, Step } from '../../iam/plan';

/** The part of a plan that a check asks for, as commands. */
export function restore(plan: Plan, isWanted: (step: Step) => boolean): readonly string[] {
  return awsCommands(plan.roleName, plan.stages.flat().filter(isWanted));
}

export function restoreTrustPolicy(plan: Plan): readonly string[] {
  return restore(plan, ({ kind }) => kind === 'update-trust-policy');
}
