import type { Report } from '../../src/report/report';
import type { AccountVisit, JournalEntry, OrganizationView, Registration, Sandbox } from '../../test/sandbox';
import { createVirtualTime } from '../../test/sandbox/lambda/virtual-time';
import { accountFile, deployerOf, reportsOf, startPatientSandbox } from '../../test/support/account-file';

const ACCOUNT = '123456789012';
/** The account in which somebody has entered everything by hand. */
export const OTHER_ACCOUNT = '210987654321';
const STACK = 'datadog';
const KEYS = {
  DD_API_KEY: 'd0d0cafe00000000000000000000c0de',
  DD_APP_KEY: 'd0d0cafe0000000000000000000000000000c0de',
};
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
  const time = createVirtualTime();
  const sandbox = await startPatientSandbox({
    now: time.now,
    functions: { skipsWaits: true, virtualTime: time },
  });
  const organization = sandbox.datadog.organization(KEYS.DD_API_KEY);
  const deployer = deployerOf(sandbox, { as: ACCOUNT });
  let stack: Awaited<ReturnType<typeof deployer.deploy>> | undefined;

  const observed = async (
    accountId: string,
    operation: () => ReturnType<typeof deployer.deploy>,
  ): Promise<Deployment> => {
    sandbox.journal.clear();
    const result = await operation();
    const datadogCalls = sandbox.journal.calls().filter(({ service }) => service === 'datadog');
    if (accountId === ACCOUNT) stack = result;
    const { events = [] } =
      sandbox
        .account(accountId)
        .stacks.list()
        .find(({ id }) => id === result.StackId) ?? {};
    time.pass(SETTLES_MS);
    return {
      status: result.StackStatus ?? '',
      outputs: deployer.outputs(result),
      reasons: events.flatMap(({ status, reason = '' }) =>
        status.endsWith('_FAILED') && !reason.includes('cancelled') ? [reason] : [],
      ),
      datadogCalls,
    };
  };
  return {
    sandbox,
    organization,
    registration: () => organization.accounts.of(ACCOUNT),
    deploy: (accountId = ACCOUNT) =>
      observed(accountId, async () => {
        const DatadogKeysSecretArn = sandbox.account(accountId).secrets.put('datadog-keys', KEYS);
        const of = accountId === ACCOUNT ? deployer : deployerOf(sandbox, { as: accountId });
        return of.deploy(STACK, accountFile(), { DatadogKeysSecretArn });
      }),
    update: () => observed(ACCOUNT, () => deployer.change(STACK, { Revision: String(time.now()) })),
    remove: () => observed(ACCOUNT, () => deployer.delete(STACK)),
    validate: async () => {
      const [report] = stack === undefined ? [] : await reportsOf(sandbox, stack);
      if (report === undefined) throw new Error('the validator has not reported');
      return report;
    },
    crawl: () => sandbox.datadog.crawl(),
    close: () => sandbox.stop(),
  };
}

/** In how many regions Datadog got data, of how many, and what it was told first where it got none. */
export function dataIn(visit: AccountVisit | undefined): {
  readonly data: number;
  readonly regions: number;
  readonly error: string;
} {
  const { regions = [] } = visit ?? {};
  const [error = ''] = regions.flatMap((region) => (region.data ? [] : [region.error]));
  return { data: regions.filter(({ data }) => data).length, regions: regions.length, error };
}
