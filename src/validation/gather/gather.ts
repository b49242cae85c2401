import { roleArn } from '../../aws/arn';
import { createFailFastCall } from '../../aws/fail-fast-call';
import type { ValidatorClients } from '../../aws/validator-clients';
import type { PermissionSets } from '../../datadog/permission-sets';
import { attachedPolicyArns } from '../../iam/role/desired';
import { observeRole } from '../../iam/role/observe';
import { type Attempt, attempt } from '../../probe/call-failure';
import { probeExternalId } from '../../probe/external-id';
import { type ExternalIdProbe, PROBED_ACTION, type ProbeTarget } from '../../probe/session';
import { allSettled } from '../../runtime/all-settled';
import type { RetryContext } from '../../runtime/retry';
import type { Evidence, RegionList } from '../evidence';
import { concreteActions } from '../permissions';
import type { Target } from '../target';
import { decideProbeMode } from './probe-mode';
import { type OnProgress, tryRegions } from './regions';
import { readRoleUsage } from './role-usage';
import { simulateActions } from './simulation';
import { readStoredAdoption } from './stored-adoption';

/** What the integrations of one account have in common; being found out while the first of them is looked at. */
export interface AccountFacts {
  readonly caller: Promise<Attempt<string>>;
  readonly regionList: Promise<RegionList>;
}

export interface GatherSettings {
  readonly clients: ValidatorClients;
  /** Region of the validator. */
  readonly region: string;
  readonly permissionSets: PermissionSets;
  /** The roles that the validator's own template lets try integrations; empty where it does not say. */
  readonly selfTestPrincipals: readonly string[];
  readonly onProgress?: OnProgress;
}

/**
 * Finds out everything about one role, as much as possible at the same time: in the usual case three calls one
 * after the other. Never throws for what AWS answers: each part says for itself why it is missing.
 */
export async function gather(
  settings: GatherSettings,
  target: Target,
  account: AccountFacts,
  context: RetryContext,
): Promise<Evidence> {
  const { clients, region, permissionSets } = settings;
  const { spec } = target;
  const call = createFailFastCall(context);
  const probed: ProbeTarget = {
    roleArn: roleArn(spec.partition, spec.accountId, spec.path, spec.roleName),
    externalId: spec.externalId,
  };
  const boundary = spec.permissionsBoundary === null ? [] : [spec.permissionsBoundary];
  const observing = attempt(
    observeRole(clients.iam, call, {
      roleName: spec.roleName,
      referencedPolicyArns: [...new Set([...attachedPolicyArns(spec), ...boundary])],
    }),
  );
  const actions = concreteActions(permissionSets[spec.permissions], permissionSets);
  const simulating = simulateActions(
    clients.iam,
    call,
    probed.roleArn,
    [...new Set([...actions, PROBED_ACTION])],
    spec.regions[0] ?? region,
  );
  const deciding = decideProbeMode(target, account.caller);
  const tryingRegions = allSettled([account.regionList, deciding]).then(([list, mode]) =>
    tryRegions(clients, spec, probed, list, mode, context, settings.onProgress),
  );
  const tryExternalId = async (): Promise<ExternalIdProbe | null> =>
    (await deciding) === 'assume-role' ? probeExternalId(clients.sts, probed, context) : null;

  const [
    observed,
    storedAdoption,
    usage,
    simulation,
    caller,
    regionList,
    probeMode,
    regions,
    externalIdProbe,
  ] = await allSettled([
    observing,
    readStoredAdoption(clients, call, target, observing),
    attempt(readRoleUsage(clients.iam, call, spec.roleName)),
    attempt(simulating),
    account.caller,
    account.regionList,
    deciding,
    tryingRegions,
    tryExternalId(),
  ]);
  return {
    now: context.clock.now(),
    target,
    permissionSets,
    caller,
    observed,
    ...(storedAdoption === undefined ? {} : { storedAdoption }),
    usage,
    simulation,
    regionList,
    probeMode,
    selfTestPrincipals: settings.selfTestPrincipals,
    homeRegion: region,
    regions,
    externalIdProbe,
  };
}
