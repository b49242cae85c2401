import { createFailFastCall } from '../aws/fail-fast-call';
import { callFailureOf } from '../probe/call-failure';
import type { Report } from '../report/report';
import { allSettled } from '../runtime/all-settled';
import type { Clock } from '../runtime/clock';
import { startDeadline } from '../runtime/deadline';
import { createLimiter } from '../runtime/limiter';
import type { Logger } from '../runtime/log';
import type { RetryContext } from '../runtime/retry';
import { visible } from '../runtime/text';
import { UserError } from '../runtime/user-error';
import { withDeadline } from '../runtime/with-deadline';
import { findRecord, type ListedRecord } from '../state/integration';
import { listRecords } from '../state/list-integrations';
import { RECORD_PREFIX } from '../state/parameter-names';
import { createParameterStore } from '../state/ssm-parameter-store';
import { excludeBlockedRegions } from './exclusion/exclude';
import { type AccountFacts, askAccount } from './gather/account';
import { findLeftovers } from './gather/leftovers';
import { leftToOthers, ofOwnAccount } from './gather/own-records';
import type { GatherSettings } from './gather/settings';
import { type Leftover, leftoverReport } from './leftover-report';
import { failedValidationReport, unreadableRecordReport } from './no-report';
import type { ValidationRequest } from './request';
import { targetOfRecord } from './target';
import { validateTarget } from './validate-target';

/** Tells others of a report. Must not throw. */
export type Publish = (report: Report, context: RetryContext) => Promise<void>;

/** What one run of the validator works with. */
export interface ValidatorRun {
  readonly settings: GatherSettings;
  /** Whether an integration whose trust policy lets in another validator, and not this one, is left to that one. */
  readonly leavesOthers: boolean;
  readonly publish: Publish;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Logger;
  /** Milliseconds until the run is stopped from outside. */
  readonly remainingMs: number;
}

/** Without the records nothing is known about any integration. */
export class RecordsUnavailable extends UserError {
  override readonly name = 'RecordsUnavailable';
}

/** Reading takes seconds; where AWS throttles for longer, "unknown" in time is worth more than an answer too late. */
const READ_LIMIT_MS = 30_000;
/** Kept for publishing, at most half of the time. */
const PUBLISH_RESERVE_MS = 10_000;
/**
 * Reading an integration takes some twenty calls of IAM, which has one quota for the whole account. Two are enough to keep
 * every place for probes taken; where a region hangs, each lasts as long as a probe may, and ten at once get through a
 * hundred in half of the function's time.
 */
const INTEGRATIONS_AT_ONCE = 10;

/**
 * Validates the integrations that are asked for, several at a time, and publishes each report as soon as it is there.
 * Trouble with one hides none of the others. When the time is nearly over, what has not been found out is unknown, and the
 * reports still go out. Resolves when everything has been published.
 *
 * @throws RecordsUnavailable
 */
export async function runValidator(
  run: ValidatorRun,
  { roleName }: ValidationRequest,
): Promise<readonly Report[]> {
  const { settings, clock, random, log } = run;
  const gatherMs = Math.max(run.remainingMs - PUBLISH_RESERVE_MS, run.remainingMs / 2);
  const work = startDeadline(clock, gatherMs, 0);
  const publishing = startDeadline(clock, run.remainingMs, 0);
  const context = { clock, random, log, deadline: work };
  const account = askAccount(settings, context);
  const inTurn = createLimiter(INTEGRATIONS_AT_ONCE);
  try {
    const reading = withDeadline(context, READ_LIMIT_MS, (limited) =>
      readRecords(settings, roleName, limited),
    );
    const [listing, caller] = await allSettled([reading, account.caller]);
    const records = caller.ok ? listing.map((listed) => ofOwnAccount(listed, caller.value)) : listing;
    if (records.length === 0) log.warn('there is no record of an integration', { roleName });
    const leaves = run.leavesOthers && roleName === undefined && caller.ok;
    const left = leaves
      ? await withDeadline(context, READ_LIMIT_MS, (limited) =>
          leftToOthers(settings.clients, records, caller.value, limited),
        )
      : [];
    for (const { roleName: name } of left)
      log.info('left to the validator that its trust policy lets in', { roleName: name });
    const ours = records.filter((listed) => !left.includes(listed));
    const leftovers = await withDeadline(context, READ_LIMIT_MS, (limited) =>
      findLeftovers(settings.clients, ours, limited),
    );
    return await allSettled(
      ours.map((listed) =>
        inTurn(async () => {
          const report = await withDeadline(context, READ_LIMIT_MS, (limited) =>
            reportOn(settings, listed, leftovers, account, limited),
          );
          await run.publish(report, { ...context, deadline: publishing });
          return report;
        }),
      ),
    );
  } finally {
    work.stop();
    publishing.stop();
    // Nothing may run on into the next invocation.
    await allSettled([account.caller, account.regionList]);
  }
}

async function readRecords(
  { clients }: GatherSettings,
  roleName: string | undefined,
  context: RetryContext,
): Promise<readonly ListedRecord[]> {
  const call = createFailFastCall(context);
  try {
    if (roleName === undefined)
      return await listRecords(clients.ssm, call, (parameter) =>
        context.log.warn(
          'a parameter is passed over: its name is not the record of a role, and no version of this project has written it',
          { parameter },
        ),
      );
    const found = await findRecord(createParameterStore(clients.ssm, call), roleName);
    return found === undefined ? [] : [found];
  } catch (error) {
    const { cause, message } = callFailureOf(error);
    throw new RecordsUnavailable(
      visible(
        `The records of the integrations (SSM parameters under ${RECORD_PREFIX}/) could not be read (${cause}): ${message}`,
      ),
      { cause: error },
    );
  }
}

async function reportOn(
  settings: GatherSettings,
  listed: ListedRecord,
  leftovers: readonly Leftover[],
  account: AccountFacts,
  context: RetryContext,
): Promise<Report> {
  const { roleName } = listed;
  const about = async () => ({ roleName, caller: await account.caller, now: context.clock.now() });
  if ('problem' in listed) return unreadableRecordReport(await about(), listed.problem);
  const leftover = leftovers.find(({ record }) => record === listed.record);
  if (leftover !== undefined) return leftoverReport(leftover, context.clock.now());
  try {
    const target = targetOfRecord(listed.record, listed.recordedAt);
    const report = await validateTarget(settings, target, account, context);
    await settleRegions(settings, report, account, context);
    return report;
  } catch (error) {
    context.log.error('the integration could not be validated', { roleName, error });
    return failedValidationReport(await about(), error);
  }
}

/** Takes out of the registration, or puts back, what the run has found of regions, where it is meant to. */
async function settleRegions(
  settings: GatherSettings,
  report: Report,
  account: AccountFacts,
  context: RetryContext,
): Promise<void> {
  const { excludeBlockedRegions: mode } = settings;
  const datadog = await account.askDatadog?.(report.datadogSite, report.accountId);
  if (mode === undefined || datadog === undefined) return;
  const facts = { report, datadog, regionList: await account.regionList };
  await excludeBlockedRegions(settings, mode, facts, context);
}
