import type { RegionResult } from './report';

export type RegionGroup = readonly [RegionResult, ...RegionResult[]];

/** Regions with the same status and cause together, in the order of the first of each. */
export function regionsByState(regions: readonly RegionResult[]): readonly RegionGroup[] {
  const groups = new Map<string, [RegionResult, ...RegionResult[]]>();
  for (const result of regions) {
    const key = JSON.stringify([result.status, result.cause]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [result]);
    else group.push(result);
  }
  return [...groups.values()];
}
