import { accountRootArn } from '../aws/arn';
import { createFailFastCall } from '../aws/fail-fast-call';
import { observeIdentity } from '../iam/role/observe';
import type { Properties } from '../integration/property-reader';
import type { AccountScope } from '../integration/spec';
import { principalOf } from '../policy/caller';
import { evaluateTrust } from '../policy/trust';
import { principalIds } from '../policy/without-principals';
import { attempt } from '../probe/call-failure';
import type { Report } from '../report/report';
import { startDeadline } from '../runtime/deadline';
import type { RetryContext } from '../runtime/retry';
import { listRegions } from './gather/account';
import { createAskDatadog } from './gather/datadog-side';
import { createProbes } from './gather/probes';
import type { ValidatorRun } from './run';
import { type Target, targetOfValues } from './target';
import { validateTarget } from './validate-target';

/** Who validates, as STS says. */
export interface Caller {
  readonly arn: string;
  readonly account: AccountScope;
}

/**
 * Validates a role that no record tells of. It is assumed where its trust policy lets the caller in, with the external id
 * that was given.
 *
 * @param values properties as of `targetOfValues`
 * @throws InvalidProperties
 */
export async function validateValues(
  run: Omit<ValidatorRun, 'leavesOthers' | 'publish'>,
  values: Properties,
  caller: Caller,
): Promise<Report> {
  const { settings, clock, random, log, remainingMs } = run;
  const target = targetOfValues(values, caller.account);
  const deadline = startDeadline(clock, remainingMs, 0);
  const context = { clock, random, log, deadline };
  try {
    return await validateTarget(
      settings,
      await asTriedBy(target, caller, run, context),
      {
        caller: Promise.resolve({ ok: true, value: caller.arn }),
        regionList: listRegions(settings.clients, settings.region, context),
        probes: createProbes(settings.clients, context),
        ...(settings.datadog === undefined
          ? {}
          : { askDatadog: createAskDatadog(settings.datadog, context) }),
      },
      context,
    );
  } finally {
    deadline.stop();
  }
}

/** The target, with the caller among those who are meant to try the role if the role lets him in. */
async function asTriedBy(
  target: Target,
  { arn, account }: Caller,
  { settings }: Pick<ValidatorRun, 'settings'>,
  context: RetryContext,
): Promise<Target> {
  const { spec } = target;
  const role = await attempt(
    observeIdentity(settings.clients.iam, createFailFastCall(context), spec.roleName),
  );
  const principal = principalOf(arn);
  if (!role.ok || role.value === null || principal === undefined) return target;
  const { trustPolicy } = role.value;
  if (!evaluateTrust(trustPolicy, { principalArn: arn, externalId: spec.externalId }).allowed) return target;
  // Whoever lets in his own account for the sake of this trial lets in nobody unexpected.
  const { partition, accountId } = account;
  const wholeAccount = principalIds(trustPolicy).filter((id) =>
    [accountId, accountRootArn(partition, accountId)].includes(id),
  );
  return { ...target, selfTestPrincipals: [principal, ...wholeAccount] };
}
