import { partitions } from '../../aws/partitions';
import { nearest } from '../../runtime/suggest';
import { show } from '../../runtime/text';
import { UserError } from '../../runtime/user-error';

/** No region was chosen, or one that cannot be meant. */
export class RegionProblem extends UserError {
  override readonly name = 'RegionProblem';
}

const KNOWN = partitions.flatMap(({ regions }) => regions.map(({ region }) => region));
const SHAPE = /^[a-z]{2,}(-[a-z]+)+-\d+$/;

/** @throws RegionProblem */
export function checkRegion(region: string | undefined): string {
  if (region === undefined) {
    throw new RegionProblem(
      "There is no region: name that of the integration's stack with --region, in AWS_REGION or AWS_DEFAULT_REGION, or in the profile (aws configure set region REGION).",
    );
  }
  if (KNOWN.includes(region)) return region;
  const meant = meantRegion(region);
  if (meant !== undefined)
    throw new RegionProblem(`There is no region ${show(region)}. Did you mean ${meant}?`);
  if (!SHAPE.test(region))
    throw new RegionProblem(`There is no region ${show(region)}: names are such as us-east-1 or eu-west-1.`);
  return region;
}

/** The region that is likely meant by a misspelt one; undefined for one that is or may be. */
export function meantRegion(region: string): string | undefined {
  if (KNOWN.includes(region)) return undefined;
  const near = nearest(region, KNOWN);
  // Regions are opened beside others, with another number: such a one is tried.
  return near !== undefined && withoutNumber(near) !== withoutNumber(region) ? near : undefined;
}

function withoutNumber(region: string): string {
  return region.replace(/\d+$/, '');
}
