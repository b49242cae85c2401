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
  readonly regions: readonly Region[];
}

/** Every partition in `partitions.json` (source named there). */
export const partitions: readonly Partition[] = table;

/** The partition with this id (`aws`, `aws-us-gov`, ...), or undefined. */
export function findPartition(id: string): Partition | undefined {
  return partitions.find((partition) => partition.id === id);
}

/** The partition a region lies in, or undefined for a region that is not in the table. */
export function partitionOfRegion(region: string): Partition | undefined {
  return partitions.find((partition) => partition.regions.some((entry) => entry.region === region));
}
