import type { Call, Operation, OperationTable, ResultFields } from '../service';
import { listPage } from './paging';

export const ACCOUNT_OPERATIONS: OperationTable = {
  GetAccountSummary: accountOperation('GetAccountSummary', summary),
  ListAccountAliases: accountOperation('ListAccountAliases', (call) =>
    listPage(call, 'AccountAliases', call.account.settings.accountAliases ?? [], (alias) => alias),
  ),
};

function accountOperation(action: string, run: Operation['run']): Operation {
  return { write: false, permissions: () => [{ action: `iam:${action}`, resource: '*' }], run };
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html */
function summary(call: Call): ResultFields {
  const { roles, policies, users, instanceProfiles } = call.account.contents;
  const versions = [...policies.values()].reduce((sum, policy) => sum + policy.versions.size, 0);
  const entries: Record<string, number> = {
    ...call.world.quotas(call.account),
    Roles: roles.size,
    Policies: policies.size,
    PolicyVersionsInUse: versions,
    PolicyVersionsInUseQuota: 10_000,
    Users: users.size,
    UsersQuota: 5000,
    InstanceProfiles: instanceProfiles.size,
    AccountMFAEnabled: 1,
    AccountAccessKeysPresent: 0,
  };
  return { SummaryMap: new Map(Object.entries(entries)) };
}
