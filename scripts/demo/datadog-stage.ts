import type { Report } from '../../src/report/report';
import type { AccountVisit, JournalEntry, OrganizationView, Registration, Sandbox } from '../../test/sandbox';
import { accountFile, deployerOf, eventsIn, reportsOf } from '../../test/support/account-file';
import { startKeyedCustomer } from '../../test/support/keyed-customer';
import { ACCOUNT_ID } from '../../test/support/registration';

/** The account in which somebody has entered everything by hand. */
export const OTHER_ACCOUNT = '210987654321';
const STACK = 'datadog';
/** After that, what was just made counts as settled: see validation/age.ts. */
const SETTLES_MS = 2 * 3_600_000;

/** What the act about Datadog plays on: two accounts, an organization at Datadog, and its keys in a secret. */
export interface DatadogStage {
  readonly sandbox: Sandbox;
  readonly organization: OrganizationView;
  readonly registration: () => Registration | undefined;
  /** Deploys account.yaml with the secret's ARN, and nothing else, in one of the accounts. */
  readonly deploy: (accountId?: string) => Promise<Deployment>;
  /** Has the stack put right what belongs to it. */
  readonly update: () => Promise<Deployment>;
  readonly remove: () => Promise<Deployment>;
  readonly validate: () => Promise<Report>;
  /** Datadog comes. */
  readonly crawl: () => Promise<readonly AccountVisit[]>;
  readonly close: () => Promise<void>;
}

export interface Deployment {
  readonly status: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Why resources failed. */
  readonly reasons: readonly string[];
  /** The provider's calls of Datadog's API. */
  readonly datadogCalls: readonly JournalEntry[];
}

export async function openDatadogStage(): Promise<DatadogStage> {
  const { sandbox, time, deployer, datadog } = await startKeyedCustomer();
  const { keys, organization } = datadog;
  let stack: Awaited<ReturnType<typeof deployer.deploy>> | undefined;

  const observed = async (
    accountId: string,
    operation: () => ReturnType<typeof deployer.deploy>,
  ): Promise<Deployment> => {
    sandbox.journal.clear();
    const result = await operation();
    const datadogCalls = sandbox.journal.calls().filter(({ service }) => service === 'datadog');
    if (accountId === ACCOUNT_ID) stack = result;
    time.pass(SETTLES_MS);
    return {
      status: result.StackStatus ?? '',
      outputs: deployer.outputs(result),
      reasons: eventsIn(sandbox, result).flatMap(({ status, reason = '' }) =>
        status.endsWith('_FAILED') && !reason.includes('cancelled') ? [reason] : [],
      ),
      datadogCalls,
    };
  };
  return {
    sandbox,
    organization,
    registration: () => organization.accounts.of(ACCOUNT_ID),
    deploy: (accountId = ACCOUNT_ID) =>
      observed(accountId, async () => {
        const DatadogKeysSecretArn = sandbox.account(accountId).secrets.put('datadog-keys', keys);
        const of = accountId === ACCOUNT_ID ? deployer : deployerOf(sandbox, { as: accountId });
        return of.deploy(STACK, accountFile(), { DatadogKeysSecretArn });
      }),
    update: () => observed(ACCOUNT_ID, () => deployer.change(STACK, { Revision: String(time.now()) })),
    remove: () => observed(ACCOUNT_ID, () => deployer.delete(STACK)),
    validate: async () => {
      const [report] = stack === undefined ? [] : await reportsOf(sandbox, stack);
      if (report === undefined) throw new Error('the validator has not reported');
      return report;
    },
    crawl: () => sandbox.datadog.crawl(),
    close: () => sandbox.stop(),
  };
}
