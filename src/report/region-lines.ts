import { visibleIn } from '../runtime/text';
import { inWords } from './cause-words';
import { nameRegions } from './region-names';
import { type RegionGroup, regionsByState } from './regions-by-state';
import type { RegionResult, Report } from './report';
import { COLOUR_OF, paint, type TextStyle } from './terminal-style';
import { TONE_OF_REGION } from './tone';
import { hang } from './wrap';

/** Regions with the same status and cause together: how many, why, which; those that work first. */
export function regionLines(results: readonly RegionResult[], style: TextStyle): readonly string[] {
  const regions = visibleIn(results);
  if (regions.length === 0) return ['none was tried'];
  const tried = triedRegions({ regions });
  const groups = regionsByState(workingFirst(regions)).map((group) => ({
    group,
    number: String(group.length),
    colour: COLOUR_OF[TONE_OF_REGION[group[0].status]],
  }));
  const [only, ...others] = groups;
  if (only !== undefined && others.length === 0 && only.group.length > 1)
    return [paint(style, only.colour, `all ${only.number} ${stateOf(only.group)}`)];
  const width = Math.max(...groups.map(({ number }) => number.length));
  return groups.flatMap(({ group, number, colour }) => {
    const head = `${number.padStart(width)} `;
    const named = group.map(({ region }) => region);
    const names = nameRegions(named, tried.includes(named[0] ?? '') ? tried : named);
    const [first = '', ...more] = hang(head, `${stateOf(group)}: ${names}`, style.width);
    return [head + paint(style, colour, first.slice(head.length)), ...more];
  });
}

/** The regions that "all" means: not those that the account has not enabled. */
export function triedRegions({ regions }: Pick<Report, 'regions'>): readonly string[] {
  return regions.filter(({ status }) => status !== 'region-not-enabled').map(({ region }) => region);
}

function workingFirst(regions: readonly RegionResult[]): readonly RegionResult[] {
  return [...regions].sort((one, other) => Number(isBad(one)) - Number(isBad(other)));
}

function isBad({ status }: RegionResult): boolean {
  return status !== 'ok';
}

function stateOf(group: RegionGroup): string {
  const [{ status, cause }] = group;
  return `${cause === null ? inWords(status) : `where ${inWords(cause)}`}${latencies(group)}`;
}

/** From the fastest answer to the slowest, where the role was used. */
function latencies(regions: RegionGroup): string {
  const known = regions.flatMap(({ latencyMs }) => (latencyMs === null ? [] : [Math.round(latencyMs)]));
  if (isBad(regions[0]) || known.length === 0) return '';
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return least === most ? ` (${most} ms)` : ` (${least} to ${most} ms)`;
}
