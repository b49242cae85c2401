import { roleNameWithPath } from '../../aws/arn';
import { createFailFastCall } from '../../aws/fail-fast-call';
import type { DatadogAccess } from '../../datadog-api/access';
import type { RegisteredAccount } from '../../datadog-api/account';
import { updateAccount } from '../../datadog-api/accounts';
import type { Report } from '../../report/report';
import type { RetryContext } from '../../runtime/retry';
import { withTimeout } from '../../runtime/with-timeout';
import { readBlockedRegions, writeBlockedRegions } from '../../state/blocked-regions';
import type { ParameterStore } from '../../state/parameter-store';
import { listRegistrations } from '../../state/registration';
import { createParameterStore } from '../../state/ssm-parameter-store';
import { collectedRegions } from '../checks/datadog-regions';
import { type DatadogSide, registeredRoleName } from '../datadog-side';
import type { RegionList } from '../evidence';
import type { GatherSettings } from '../gather/settings';
import { decideExclusion, type ExclusionMode } from './decide';

/** What has been found out of an integration, as far as it is needed here. */
export interface ExclusionFacts {
  readonly report: Report;
  readonly datadog: DatadogSide;
  readonly regionList: RegionList;
}

const LIMIT_MS = 20_000;

/**
 * Takes blocked regions out of the registration, or puts them back, as `decideExclusion` says, and keeps in mind what it has done. Of a registration
 * that a stack of this account has not made it only says in the log what it would do. Never throws: the report counts.
 */
export async function excludeBlockedRegions(
  { clients, datadog: access }: GatherSettings,
  mode: ExclusionMode,
  facts: ExclusionFacts,
  context: RetryContext,
): Promise<void> {
  const { datadog, report } = facts;
  if (!datadog.ok || access === undefined) return;
  // Of another role's, this one's regions say nothing.
  const name = roleNameWithPath(report.roleArn);
  const account = datadog.accounts.find((one) => registeredRoleName(one) === name);
  if (account === undefined) return;
  try {
    await withTimeout(context, LIMIT_MS, async (limited) => {
      const store = createParameterStore(clients.ssm, createFailFastCall(limited));
      await exclude({ store, access, mode, account, facts }, limited);
    });
  } catch (error) {
    context.log.warn('blocked regions could not be taken out of the registration, or put back', {
      roleName: report.roleName,
      error,
    });
  }
}

export interface Exclusion {
  readonly store: ParameterStore;
  readonly access: DatadogAccess;
  readonly mode: ExclusionMode;
  readonly account: RegisteredAccount;
  readonly facts: ExclusionFacts;
}

/** @throws where something could not be read or written; the next run does then what is missing */
export async function exclude(
  { store, access, mode, account, facts }: Exclusion,
  context: RetryContext,
): Promise<void> {
  const { report, regionList } = facts;
  const { roleName, datadogSite } = report;
  // Where the account's own list could not be had, it is not known what all regions are.
  if (regionList.failure !== null) return;
  const before = await readBlockedRegions(store, roleName);
  const { state, change } = decideExclusion({
    mode,
    state: before,
    regions: report.regions,
    asked: collectedRegions(account),
    enabled: regionList.enabled,
    now: report.generatedAt,
  });
  if (change === undefined) return writeBlockedRegions(store, roleName, state, before);
  const about = { roleName, configId: account.id, regions: change.asked ?? 'all', excluded: state.excluded };
  if (!(await isMadeHere(store, account))) {
    context.log.info('no stack of this account has made the registration, and its regions stay', about);
    return writeBlockedRegions(store, roleName, { ...before, blocked: state.blocked }, before);
  }
  // Kept in mind before it is done: what was taken out must be known to come back, and what comes back until it has.
  await writeBlockedRegions(store, roleName, change.pending, before);
  const attributes = {
    aws_account_id: account.attributes.aws_account_id,
    aws_regions: change.asked === undefined ? { include_all: true } : { include_only: change.asked },
  };
  await updateAccount(access.open(datadogSite, context), account.id, attributes);
  context.log.info('the regions of the registration have been changed', about);
  await writeBlockedRegions(store, roleName, state, change.pending);
}

async function isMadeHere(store: ParameterStore, { id }: RegisteredAccount): Promise<boolean> {
  const records = await listRegistrations(store);
  return records.some(({ configId, adopted }) => configId === id && adopted === undefined);
}
