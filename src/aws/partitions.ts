import { partitions as table } from './partitions.json';

/** One AWS region as far as STS and opt-in are concerned; `null` where AWS documents nothing. */
export interface Region {
  readonly region: string;
  readonly name: string;
  readonly optIn: boolean | null;
  readonly stsCanBeDeactivated: boolean | null;
}

/** An AWS partition: ARNs, accounts and regions never cross it. */
export interface Partition {
  readonly id: string;
  readonly dnsSuffix: string;
  /** A regular expression for the names of its regions, those included that AWS is yet to open. */
  readonly regionPattern: string;
  /** Those that AWS documents. */
  readonly regions: readonly Region[];
}

/** Every partition in `partitions.json` (source named there). */
export const partitions: readonly Partition[] = table;

/** The partition with this id (`aws`, `aws-us-gov`, ...), or undefined. */
export function findPartition(id: string): Partition | undefined {
  return partitions.find((partition) => partition.id === id);
}

/**
 * The partition a region lies in, or undefined for what no region is called. AWS opens regions faster than tables are
 * updated, so that a region is known by its name, as in the SDK:
 * https://github.com/aws/aws-sdk-js-v3/blob/main/packages/util-endpoints/src/lib/aws/partitions.json
 */
export function partitionOfRegion(region: string): Partition | undefined {
  return partitions.find(({ regionPattern }) => new RegExp(regionPattern).test(region));
}
