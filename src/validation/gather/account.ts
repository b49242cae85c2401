import { paginateListRegions } from '@aws-sdk/client-account';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { allPages } from '../../aws/calls';
import { createFailFastCall } from '../../aws/fail-fast-call';
import { partitionOfRegion } from '../../aws/partitions';
import type { ValidatorClients } from '../../aws/validator-clients';
import { type Attempt, attempt, type CallFailure } from '../../probe/call-failure';
import type { RetryContext } from '../../runtime/retry';
import { withTimeout } from '../../runtime/with-timeout';
import type { RegionList } from '../evidence';

/** Both lists together must not delay the probes by more than this. */
const LIMIT_MS = 2_000;
/** https://docs.aws.amazon.com/accounts/latest/reference/API_ListRegions.html */
const PAGE_SIZE = 50;
const ENABLED = ['ENABLED', 'ENABLED_BY_DEFAULT'];

/** Our own ARN, as STS sees us. Never throws. */
export function identifyCaller({ sts }: ValidatorClients, context: RetryContext): Promise<Attempt<string>> {
  return limited(context, async (call) => {
    const { Arn = '' } = await call((options) => sts.send(new GetCallerIdentityCommand({}), options));
    return Arn;
  });
}

/** The account's regions, or those of the partition of `region` when the account's may not be listed. Never throws. */
export async function listRegions(
  { account }: ValidatorClients,
  region: string,
  context: RetryContext,
): Promise<RegionList> {
  const listed = await limited(context, (call) =>
    allPages(
      call,
      account,
      (client) => paginateListRegions({ client, pageSize: PAGE_SIZE }, {}),
      (page) => page.Regions,
    ),
  );
  if (!listed.ok || listed.value.length === 0) {
    const enabled = partitionOfRegion(region)?.regions.map((entry) => entry.region) ?? [region];
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

function limited<T>(
  context: RetryContext,
  work: (call: ReturnType<typeof createFailFastCall>) => Promise<T>,
): Promise<Attempt<T>> {
  return attempt(withTimeout(context, LIMIT_MS, (inTime) => work(createFailFastCall(inTime))));
}
