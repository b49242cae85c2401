import { DRIFT_PATHS } from '../drift';
import { aboutRole, type Check } from './check';
import { driftVerdict } from './drift-verdict';
import { restore } from './restore';

/** Do the managed policies that were made for the role say what they should? */
export const driftManagedPolicies: Check = {
  id: 'drift-managed-policies',
  essential: true,
  ofDeclared: true,
  evaluate: aboutRole((present, situation) => {
    const steps = present.plan?.stages.flat() ?? [];
    const created = steps.flatMap((step) => (step.kind === 'create-policy' ? [step.policyArn] : []));
    return driftVerdict({
      subject: 'managed policies',
      items: situation.drift.filter(({ path }) => path.startsWith(DRIFT_PATHS.managedPolicies)),
      status: 'warn',
      remedy: restore(
        present,
        situation,
        (step) =>
          ['create-policy', 'create-policy-version', 'delete-policy-version', 'tag-policy'].includes(
            step.kind,
          ) ||
          step.kind === 'delete-policy' ||
          step.kind === 'detach-policy' ||
          (step.kind === 'attach-policy' && created.includes(step.policyArn)),
      ),
    });
  }),
};
