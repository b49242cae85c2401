import { roleArn } from '../../aws/arn';
import type { Call } from '../../aws/calls';
import { createFailFastCall } from '../../aws/fail-fast-call';
import { referencedPolicyArns } from '../../iam/role/desired';
import { observeRole } from '../../iam/role/observe';
import { attempt } from '../../probe/call-failure';
import type { ExternalIdProbe, ProbeTarget } from '../../probe/session';
import { allSettled } from '../../runtime/all-settled';
import type { RetryContext } from '../../runtime/retry';
import { type BlockedRegions, readBlockedRegions } from '../../state/blocked-regions';
import { createParameterStore } from '../../state/ssm-parameter-store';
import type { Evidence } from '../evidence';
import type { Target } from '../target';
import type { AccountFacts } from './account';
import { askSimulator } from './ask-simulator';
import { gatherLivePermissions } from './live-permissions';
import { lookAgain } from './look-again';
import { readPolicyDocuments } from './policy-documents';
import { decideProbeMode, isRefusedByTrust } from './probe-mode';
import { tryRegions, wantedRegions } from './regions';
import { readRoleUsage } from './role-usage';
import type { GatherSettings } from './settings';
import { readStoredAdoption } from './stored-adoption';

/**
 * Finds out everything about one role, as much as possible at the same time: in the usual case eight calls one
 * after the other, six of them to AWS's evaluator (docs/validator.md). Never throws for what AWS answers: each part says
 * for itself why it is missing.
 */
export async function gather(
  settings: GatherSettings,
  target: Target,
  account: AccountFacts,
  context: RetryContext,
): Promise<Evidence> {
  const { clients, region, permissionSets } = settings;
  const { spec } = target;
  // What was made since then was too young as well when it was asked for.
  const startedAt = context.clock.now();
  const call = createFailFastCall(context);
  const probed: ProbeTarget = {
    roleArn: roleArn(spec.partition, spec.accountId, spec.path, spec.roleName),
    externalId: spec.externalId,
  };
  const observing = attempt(
    observeRole(clients.iam, call, {
      roleName: spec.roleName,
      referencedPolicyArns: referencedPolicyArns(spec),
    }),
  );
  const simulating = allSettled([observing, account.regionList]).then(async ([observed, list]) => {
    const role = (observed.ok ? observed.value.role : null) ?? { arn: probed.roleArn, tags: {} };
    const regions = wantedRegions(spec, list);
    const question = { role, spec, permissionSets, homeRegion: region, regions, now: startedAt };
    const answers = await askSimulator(clients.iam, call, account.probes.simulate, question);
    const known = { observed, simulation: answers.simulation };
    return { ...answers, ...(await readPolicyDocuments(clients.iam, call, known)) };
  });
  const deciding = decideProbeMode(target, account.caller, observing);
  const tryingRegions = allSettled([account.regionList, deciding]).then(async ([list, mode]) => {
    const results = await tryRegions(account.probes, spec, probed, list, mode, settings.onProgress);
    if (mode !== 'assume-role' || (await isRefusedByTrust(observing, account.caller, spec.externalId)))
      return results;
    return lookAgain(results, (region) => account.probes.tryRegion(region, probed, mode), context);
  });
  const tryExternalId = async (): Promise<ExternalIdProbe | null> =>
    (await deciding) === 'assume-role' ? account.probes.tryExternalId(probed) : null;

  const [
    observed,
    storedAdoption,
    usage,
    simulated,
    caller,
    regionList,
    probeMode,
    regions,
    externalIdProbe,
    datadog,
    excluded,
    livePermissions,
  ] = await allSettled([
    observing,
    readStoredAdoption(clients, call, target, observing),
    attempt(readRoleUsage(clients.iam, call, spec.roleName)),
    simulating,
    account.caller,
    account.regionList,
    deciding,
    tryingRegions,
    tryExternalId(),
    account.askDatadog?.(spec.datadogSite, spec.accountId) ?? Promise.resolve(undefined),
    readExcluded(settings, call, spec.roleName),
    gatherLivePermissions(settings, target, account, context),
  ]);
  return {
    now: startedAt,
    target,
    permissionSets,
    caller,
    observed,
    ...(storedAdoption === undefined ? {} : { storedAdoption }),
    usage,
    ...simulated,
    regionList,
    probeMode,
    selfTestPrincipals: settings.selfTestPrincipals,
    homeRegion: region,
    regions,
    externalIdProbe,
    ...(datadog === undefined ? {} : { datadog }),
    excluded,
    ...(livePermissions === undefined ? {} : { livePermissions }),
  };
}

/** What cannot be read is taken for nothing: it only adds to what is said of Datadog's regions. */
async function readExcluded(
  { clients, datadog, excludeBlockedRegions }: GatherSettings,
  call: Call,
  roleName: string,
): Promise<BlockedRegions['excluded']> {
  if (datadog === undefined || excludeBlockedRegions === undefined) return {};
  const read = await attempt(readBlockedRegions(createParameterStore(clients.ssm, call), roleName));
  return read.ok ? read.value.excluded : {};
}
