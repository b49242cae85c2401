import type { IntegrationSpec } from '../../integration/spec';
import type { ProbeTarget } from '../../probe/session';
import { NO_SUCH_REGION, REGION_NOT_ENABLED, type RegionResult } from '../../report/report';
import { allSettled } from '../../runtime/all-settled';
import type { ProbeMode, RegionList } from '../evidence';
import type { Probes } from './probes';

/** Told after each region that has been tried. */
export type OnProgress = (done: number, total: number) => void;

/** The regions of the account in which the integration is meant to work. */
export function wantedRegions({ regions }: IntegrationSpec, { enabled }: RegionList): readonly string[] {
  return enabled.filter((region) => regions.length === 0 || regions.includes(region));
}

/**
 * Tries every region that the integration is meant for, in the order of their names; regions that the account has not
 * enabled are in the result without having been tried.
 */
export async function tryRegions(
  probes: Probes,
  spec: IntegrationSpec,
  target: ProbeTarget,
  list: RegionList,
  mode: ProbeMode,
  onProgress: OnProgress | undefined,
): Promise<readonly RegionResult[]> {
  const isAll = spec.regions.length === 0;
  const enabled = wantedRegions(spec, list);
  const off = (isAll ? list.disabled : spec.regions).filter((region) => !list.enabled.includes(region));
  let done = 0;
  const tried = enabled.map(async (region) => {
    const result = await probes.tryRegion(region, target, mode);
    done += 1;
    onProgress?.(done, enabled.length);
    return result;
  });
  const results = [...(await allSettled(tried)), ...off.map((region) => notEnabled(region, list))];
  return results.sort((a, b) => (a.region < b.region ? -1 : 1));
}

function notEnabled(region: string, { disabled, failure }: RegionList): RegionResult {
  const isListed = failure !== null || disabled.includes(region);
  return {
    region,
    status: 'region-not-enabled',
    cause: isListed ? REGION_NOT_ENABLED : NO_SUCH_REGION,
    message: isListed
      ? 'The account has not enabled this region (account:ListRegions).'
      : 'The account has no region of this name (account:ListRegions).',
    latencyMs: null,
  };
}
