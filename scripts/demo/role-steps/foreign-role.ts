import { isDeepStrictEqual } from 'node:util';
import { countCalls } from '../calls';
import { FOREIGN_ROLE, type RoleStage } from '../role-stage';
import { claim, type Findings, fact, type Step } from '../step';

export const foreignRole: Step<RoleStage> = {
  id: 'foreign-role',
  title: 'Somebody else’s role: another stack asks for a name that is taken',
  run: async ({ customer, deploy }): Promise<Findings> => {
    const before = customer.account.digest();
    const refused = await deploy(customer.stack('another'), { parameters: { RoleName: FOREIGN_ROLE } });
    return {
      facts: [
        fact('status', 'Stack', refused.status),
        fact('calls', 'Work', refused.calls.length, countCalls(refused.calls)),
        fact('reason', 'Reason', refused.reason),
      ],
      claims: [
        claim('the stack is rolled back', refused.status === 'ROLLBACK_COMPLETE'),
        claim(
          'the Reason names the property, the role and the ways out',
          ['RoleName', FOREIGN_ROLE, 'ExistingRole'].every((word) => refused.reason.includes(word)),
        ),
        claim(
          'no call was a write',
          refused.calls.every(({ write }) => !write),
        ),
        claim('the account is exactly as it was', isDeepStrictEqual(customer.account.digest(), before)),
      ],
    };
  },
};
