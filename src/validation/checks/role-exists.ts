import { awsCommands } from '../../iam/cli-commands';
import { type Check, notKnown, pass } from './check';

/** Does the role of the record exist? */
export const roleExists: Check = {
  id: 'role-exists',
  essential: true,
  judge: ({ observed, present, plan, desired, record }) => {
    if (!observed.ok) return notKnown('The role could not be read', observed.trouble);
    if (present === null) {
      return {
        status: 'fail',
        summary: `There is no role ${desired.name} in account ${desired.scope.accountId}.`,
        evidence: [`Expected: ${desired.arn}, made by ${record.owner.logicalId} of ${record.owner.stackId}.`],
        remedy: [
          'Somebody deleted the role. Make it again:',
          ...awsCommands(desired.name, plan?.stages.flat() ?? []),
        ],
      };
    }
    return pass('The role exists.', [present.role.arn]);
  },
};
