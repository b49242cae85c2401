import { type Check, notKnown, pass } from './check';
import { UPDATE_THE_STACK, updateByRevision } from './update-the-stack';

/** Does the role exist? */
export const roleExists: Check = {
  id: 'role-exists',
  essential: true,
  evaluate: ({ observed, present, plan, desired, target }) => {
    if (!observed.ok) return notKnown('The role could not be read', observed.failure);
    if (present === null) {
      return {
        status: 'fail',
        summary: `There is no role ${desired.name} in account ${desired.scope.accountId}.`,
        evidence: [
          `Expected: ${desired.arn}${target.owner === null ? '' : `, made by ${target.owner.logicalId} of ${target.owner.stackId}`}.`,
        ],
        remedy:
          plan === null
            ? ['Compare name, path and account with what Datadog shows for this account.']
            : [
                `Somebody deleted the role. ${UPDATE_THE_STACK}: that makes it again.`,
                ...updateByRevision(target),
              ],
      };
    }
    return pass('The role exists.', [present.role.arn]);
  },
};
