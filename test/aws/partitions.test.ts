import { findPartition, partitionOfRegion, partitions } from '../../src/aws/partitions';

test.each([
  ['aws', 'eu-central-1', 'amazonaws.com'],
  ['aws-us-gov', 'us-gov-east-1', 'amazonaws.com'],
  ['aws-cn', 'cn-north-1', 'amazonaws.com.cn'],
])('the partition %s has the region %s and the suffix %s', (id, region, dnsSuffix) => {
  const partition = findPartition(id);
  expect(partition).toMatchObject({ id, dnsSuffix });
  expect(partitionOfRegion(region)).toBe(partition);
});

test('what is in no table is not found', () => {
  expect(findPartition('aws-moon')).toBeUndefined();
  expect(findPartition('constructor')).toBeUndefined();
  expect(partitionOfRegion('moon-1')).toBeUndefined();
  expect(partitionOfRegion('xus-east-1')).toBeUndefined();
  expect(partitionOfRegion('aws-global')).toBeUndefined();
});

test('a region that is newer than the table is known by its name', () => {
  expect(partitionOfRegion('sa-west-1')?.id).toBe('aws');
  expect(partitionOfRegion('us-gov-south-1')?.id).toBe('aws-us-gov');
});

test('no region is in two partitions, and STS can be deactivated where a region is always on, and only there', () => {
  const regions = partitions.flatMap((partition) => partition.regions);
  expect(new Set(regions.map(({ region }) => region)).size).toBe(regions.length);
  const documented = findPartition('aws')?.regions.filter(({ region }) => region !== 'us-east-1') ?? [];
  expect(documented.filter(({ optIn, stsCanBeDeactivated }) => optIn === stsCanBeDeactivated)).toEqual([]);
});
