import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/build/bundles';
import { longSuites, suitesLeftOut } from '../../scripts/test/suites';

describe('the long suites', () => {
  it('are there, and the sample of the matrix, which npm test always takes, is none of them', () => {
    const suites = longSuites();
    expect(suites.filter((suite) => !existsSync(join(root, suite)))).toEqual([]);
    expect(suites).toContain('test/scenarios/lifecycle.test.ts');
    expect(suites).toContain('test/scripts/bench.test.ts');
    expect(suites).not.toContain('test/faults/sample.test.ts');
    expect(suites).not.toContain('test/scripts/suites.test.ts');
  });

  it('are all taken in turn, a few at a time', () => {
    const suites = longSuites();
    const taken = (seed: number) => {
      const left = suitesLeftOut(seed);
      return suites.filter((suite) => !left.includes(suite));
    };
    expect(taken(1)).toHaveLength(Math.ceil(suites.length / 45));
    expect(taken(1)).toEqual(taken(1));
    const seeds = Array.from({ length: 300 }, (_, seed) => seed);
    expect(new Set(seeds.flatMap(taken)).size).toBe(suites.length);
  });
});
