import { DRIFT_PATHS } from '../drift';
import { type Check, isOfDeclared } from './check';
import { aboutDrift } from './drift-verdict';
import { restoreManagedPolicies, unclaimedPolicies } from './restore-managed-policies';

/** Do the managed policies that were made for the role say what they should? */
export const driftManagedPolicies: Check = {
  id: 'drift-managed-policies',
  essential: true,
  isAsked: isOfDeclared,
  evaluate: aboutDrift((present, situation) => ({
    subject: 'managed policies',
    items: situation.drift.filter(({ path }) => path.startsWith(DRIFT_PATHS.managedPolicies)),
    status: 'warn',
    remedy: restoreManagedPolicies(present, situation),
    notes: unclaimedPolicies(present).map(
      ({ arn }) =>
        `${arn} has a name that this resource gives and no tags that say whose it is, and is not attached to the role.`,
    ),
  })),
};
