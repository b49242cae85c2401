import type { ValidatorClients } from '../../aws/validator-clients';
import type { IntegrationSpec } from '../../integration/spec';
import { identifyInRegion, probeRegion, surveyRegion } from '../../probe/region';
import type { ProbeTarget } from '../../probe/session';
import { REGION_NOT_ENABLED, type RegionResult } from '../../report/report';
import { allSettled } from '../../runtime/all-settled';
import type { RetryContext } from '../../runtime/retry';
import type { ProbeMode, RegionList } from '../evidence';

/** Told after each region that has been tried. */
export type OnProgress = (done: number, total: number) => void;

/** The regions of the account in which the integration is meant to work. */
export function wantedRegions({ regions }: IntegrationSpec, { enabled }: RegionList): readonly string[] {
  return enabled.filter((region) => regions.length === 0 || regions.includes(region));
}

/**
 * Tries every region that the integration is meant for, all at once, in the order of their names; regions that the
 * account has not enabled are in the result without having been tried.
 */
export async function tryRegions(
  { regional }: ValidatorClients,
  spec: IntegrationSpec,
  target: ProbeTarget,
  list: RegionList,
  mode: ProbeMode,
  context: RetryContext,
  onProgress: OnProgress | undefined,
): Promise<readonly RegionResult[]> {
  const isAll = spec.regions.length === 0;
  const enabled = wantedRegions(spec, list);
  const off = (isAll ? list.disabled : spec.regions).filter((region) => !list.enabled.includes(region));
  const tryRegion = (region: string) => {
    switch (mode) {
      case 'assume-role':
        return probeRegion(regional, region, target, context);
      case 'own-credentials':
        return surveyRegion(regional, region, context);
      case 'off':
        return identifyInRegion(regional, region, context);
    }
  };
  let done = 0;
  const tried = enabled.map(async (region) => {
    const result = await tryRegion(region);
    done += 1;
    onProgress?.(done, enabled.length);
    return result;
  });
  const results = [...(await allSettled(tried)), ...off.map(notEnabled)];
  return results.sort((a, b) => (a.region < b.region ? -1 : 1));
}

function notEnabled(region: string): RegionResult {
  return {
    region,
    status: 'region-not-enabled',
    cause: REGION_NOT_ENABLED,
    message: 'The account has not enabled this region (account:ListRegions).',
    latencyMs: null,
  };
}
