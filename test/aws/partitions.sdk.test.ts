import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { partitionOfRegion, partitions } from '../../src/aws/partitions';

interface SdkPartition {
  readonly id: string;
  readonly regionRegex: string;
  readonly regions: Readonly<Record<string, unknown>>;
  readonly outputs: { readonly dnsSuffix: string };
}

/** The SDK's own table, which no package exports: read from the source that is bundled with our functions. */
const inSdk: readonly SdkPartition[] = (() => {
  const root = dirname(require.resolve('@aws-sdk/core/package.json'));
  const path = join(root, 'dist-es/submodules/client/util-endpoints/lib/aws/partitions.js');
  const source = readFileSync(path, 'utf8').replace('export const partitionsInfo =', 'partitionsInfo =');
  return runInNewContext(`${source}; partitionsInfo.partitions`);
})();

const sorted = (texts: readonly string[]) => [...texts].sort();
/** Without pseudo regions such as aws-global. */
const regionsOf = ({ regions }: SdkPartition) => Object.keys(regions).filter((name) => !/global$/.test(name));
const regionNames = (id: string) =>
  partitions.find((partition) => partition.id === id)?.regions.map(({ region }) => region) ?? [];

/** They are in the SDK, and AWS's list of regions does not have them yet: nobody can have enabled them. */
const NOT_OPENED = ['me-west-1', 'sa-west-1'];

test('there is the table of the SDK to compare with', () => {
  expect(inSdk.length).toBeGreaterThanOrEqual(8);
  expect(sorted(inSdk.map(({ id }) => id))).toEqual(sorted(partitions.map(({ id }) => id)));
});

test.each(inSdk)('$id has the pattern and the suffix that the SDK has', ({ id, regionRegex, outputs }) => {
  const own = partitions.find((partition) => partition.id === id);
  expect(new RegExp(own?.regionPattern ?? '').source).toBe(regionRegex.replaceAll('\\-', '-'));
  expect(own?.dnsSuffix).toBe(outputs.dnsSuffix);
});

test.each(inSdk)('every region that the SDK has in $id is in that partition', (partition) => {
  for (const region of regionsOf(partition)) expect(partitionOfRegion(region)?.id).toBe(partition.id);
});

test.each(inSdk)('the regions of $id are those of the SDK, but for what AWS has not opened', (partition) => {
  const opened = regionsOf(partition).filter((region) => !NOT_OPENED.includes(region));
  expect(sorted(regionNames(partition.id))).toEqual(sorted(opened));
});

test('a region is in one partition only', () => {
  for (const region of partitions.flatMap(({ regions }) => regions.map((entry) => entry.region))) {
    const matching = partitions.filter(({ regionPattern }) => new RegExp(regionPattern).test(region));
    expect(matching.map(({ id }) => id)).toHaveLength(1);
  }
});
