import { isDeepStrictEqual } from 'node:util';
import { countCalls } from '../calls';
import { FOREIGN_ROLE, type RoleStage } from '../role-stage';
import { claim, type Findings, fact, type Step } from '../step';

/** A template of somebody's own, which finds the provider by its export. */
const TEMPLATE = `
Resources:
  DatadogIntegration:
    Type: Custom::DatadogIntegrationRole
    Properties:
      ServiceToken: !ImportValue datadog-integration-role-provider
      ServiceTimeout: 600
      ExternalId: 0f9bb8a3d2c14c6e9a7b5d1e3f2a4c6d
      RoleName: ${FOREIGN_ROLE}
`;

export const foreignRole: Step<RoleStage> = {
  id: 'foreign-role',
  title: 'Somebody else’s role: another stack asks for a name that is taken',
  run: async ({ account, deployOther }): Promise<Findings> => {
    const before = account.digest();
    const refused = await deployOther('another', TEMPLATE);
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
        claim('the account is exactly as it was', isDeepStrictEqual(account.digest(), before)),
      ],
    };
  },
};
