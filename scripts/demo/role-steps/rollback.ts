import { isDeepStrictEqual } from 'node:util';
import { DATADOG, EXTERNAL_ID, ROLE } from '../../../test/support/customer-account';
import { countCalls } from '../calls';
import type { RoleStage } from '../role-stage';
import { claim, type Findings, fact, type Step } from '../step';

export const rollback: Step<RoleStage> = {
  id: 'rollback',
  title: 'An update that fails half-way: IAM refuses the second of several new policies',
  run: async ({ account, sandbox, change }): Promise<Findings> => {
    const before = account.digest();
    const fault = sandbox.faults.add({
      match: { service: 'iam', operation: 'CreatePolicy', nth: 2 },
      effect: {
        type: 'error',
        code: 'LimitExceeded',
        message: 'Cannot exceed quota for PoliciesPerAccount: 1500',
        status: 409,
      },
    });
    const failed = await change({ Permissions: 'Full' });
    fault.remove();
    const made = failed.calls.filter(
      ({ operation, result }) => operation === 'CreatePolicy' && result === 'ok',
    );
    return {
      facts: [
        fact('status', 'Stack', failed.status),
        fact('reason', 'Reason', failed.reason),
        fact('calls', 'Work', failed.calls.length, `${countCalls(failed.calls)}, the way back included`),
      ],
      claims: [
        claim('the update fails, and its rollback succeeds', failed.status === 'UPDATE_ROLLBACK_COMPLETE'),
        claim(`what it had made by then is gone: ${made.length} policies`, made.length > 0 && isSame()),
        claim('the account is exactly as it was before the update', isSame()),
        claim(
          'Datadog can still assume the role',
          account.canAssume(DATADOG, ROLE, { externalId: EXTERNAL_ID }),
        ),
      ],
    };

    function isSame(): boolean {
      return isDeepStrictEqual(account.digest(), before);
    }
  },
};
