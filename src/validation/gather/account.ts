import { paginateListRegions } from '@aws-sdk/client-account';
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { allPages, type Call } from '../../aws/calls';
import { createFailFastCall } from '../../aws/fail-fast-call';
import { partitionOfRegion } from '../../aws/partitions';
import type { ValidatorClients } from '../../aws/validator-clients';
import { type Attempt, attempt, type CallFailure } from '../../probe/call-failure';
import type { RetryContext } from '../../runtime/retry';
import { withTimeout } from '../../runtime/with-timeout';
import type { RegionList } from '../evidence';
import { type AskDatadog, createAskDatadog } from './datadog-side';
import { type AskLivePermissions, createAskLivePermissions } from './live-permissions';
import { createProbes, type Probes } from './probes';
import type { GatherSettings } from './settings';

/**
 * The probes wait for both answers: no longer than for a region. The time begins when the credentials are there, for a process
 * that provides them may take seconds, and a person who has to enter a code longer.
 */
const LIMIT_MS = 10_000;
/** https://docs.aws.amazon.com/accounts/latest/reference/API_ListRegions.html */
const PAGE_SIZE = 50;
const ENABLED = ['ENABLED', 'ENABLED_BY_DEFAULT'];

/** What the integrations of one run have in common; being found out while the first of them is looked at. */
export interface AccountFacts {
  readonly caller: Promise<Attempt<string>>;
  readonly regionList: Promise<RegionList>;
  readonly probes: Probes;
  /** Absent where there are no keys. */
  readonly askDatadog?: AskDatadog;
  /** Absent where the live lists are not to be asked for. */
  readonly askLivePermissions?: AskLivePermissions;
}

/** Begins to find out what a run has to know of the account once. */
export function askAccount(
  {
    clients,
    region,
    datadog,
    keysSite,
    livePermissions,
  }: Omit<GatherSettings, 'permissionSets' | 'selfTestPrincipals'>,
  context: RetryContext,
): AccountFacts {
  return {
    caller: identifyCaller(clients, context),
    regionList: listRegions(clients, region, context),
    probes: createProbes(clients, context),
    ...(datadog === undefined ? {} : { askDatadog: createAskDatadog(datadog, context, keysSite) }),
    ...(livePermissions === undefined
      ? {}
      : { askLivePermissions: createAskLivePermissions(livePermissions, context) }),
  };
}

/** Our own ARN, as STS sees us. Never throws. */
function identifyCaller({ sts }: ValidatorClients, context: RetryContext): Promise<Attempt<string>> {
  return limited(sts, context, async (call) => {
    const { Arn = '' } = await call((options) => sts.send(new GetCallerIdentityCommand({}), options));
    return Arn;
  });
}

/** The account's regions, or those of the partition of `region` when the account's may not be listed. Never throws. */
export async function listRegions(
  { account, sts }: ValidatorClients,
  region: string,
  context: RetryContext,
): Promise<RegionList> {
  const listed = await limited(sts, context, (call) =>
    allPages(
      call,
      account,
      (client) => paginateListRegions({ client, pageSize: PAGE_SIZE }, {}),
      (page) => page.Regions,
    ),
  );
  if (!listed.ok || listed.value.length === 0) {
    const known = partitionOfRegion(region)?.regions.map((entry) => entry.region) ?? [];
    const enabled = [...new Set([...known, region])].sort();
    const nothing: CallFailure = { cause: 'service_error', message: 'account:ListRegions listed no region' };
    return { enabled, disabled: [], failure: listed.ok ? nothing : listed.failure };
  }
  const isEnabled = (entry: { readonly RegionOptStatus?: string | undefined }) =>
    ENABLED.includes(entry.RegionOptStatus ?? '');
  const names = (wanted: boolean) =>
    listed.value
      .filter((entry) => isEnabled(entry) === wanted)
      .map((entry) => entry.RegionName ?? '')
      .sort();
  return { enabled: names(true), disabled: names(false), failure: null };
}

/** @param sts whose credentials are those of all clients */
async function limited<T>(
  sts: STSClient,
  context: RetryContext,
  work: (call: Call) => Promise<T>,
): Promise<Attempt<T>> {
  // What is wrong with them, the call itself will say.
  await attempt(withTimeout(context, context.deadline.workLeft(), () => sts.config.credentials()));
  return attempt(withTimeout(context, LIMIT_MS, (inTime) => work(createFailFastCall(inTime))));
}
