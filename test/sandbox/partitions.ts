interface Partition {
  readonly id: string;
  readonly regionPrefixes: readonly string[];
  /** Where global services such as IAM evaluate `aws:RequestedRegion`. */
  readonly mainRegion: string;
}

const PARTITIONS: readonly Partition[] = [
  { id: 'aws-cn', regionPrefixes: ['cn-', 'aws-cn-global'], mainRegion: 'cn-north-1' },
  { id: 'aws-us-gov', regionPrefixes: ['us-gov-', 'aws-us-gov-global'], mainRegion: 'us-gov-west-1' },
  { id: 'aws-eusc', regionPrefixes: ['eusc-'], mainRegion: 'eusc-de-east-1' },
  { id: 'aws-iso', regionPrefixes: ['us-iso-', 'aws-iso-global'], mainRegion: 'us-iso-east-1' },
  { id: 'aws-iso-b', regionPrefixes: ['us-isob-', 'aws-iso-b-global'], mainRegion: 'us-isob-east-1' },
];

const COMMERCIAL: Partition = { id: 'aws', regionPrefixes: [], mainRegion: 'us-east-1' };

function partitionOf(region: string): Partition {
  return (
    PARTITIONS.find(({ regionPrefixes }) => regionPrefixes.some((prefix) => region.startsWith(prefix))) ??
    COMMERCIAL
  );
}

export function partitionOfRegion(region: string): string {
  return partitionOf(region).id;
}

/** The region where a partition's global services evaluate policies. */
export function mainRegionOf(partitionId: string): string {
  return (PARTITIONS.find(({ id }) => id === partitionId) ?? COMMERCIAL).mainRegion;
}

/** Global services, and pseudo regions such as aws-global, count as the partition's main region. */
export function effectiveRegion(region: string, globalService: boolean): string {
  return globalService || region.startsWith('aws-') ? partitionOf(region).mainRegion : region;
}

export const PARTITION_IDS: readonly string[] = [COMMERCIAL.id, ...PARTITIONS.map(({ id }) => id)];
