import { overBudget } from '../../scripts/bench/budgets';
import { measureColdStart } from '../../scripts/bench/cold-start';
import { measureOperations, type OperationCost } from '../../scripts/bench/operations';
import { median, spreadOf } from '../../scripts/bench/statistics';
import { BUNDLE_PATH } from '../scenarios/installed-provider';

const size = { bundle: 'custom-resource', minifiedBytes: 400_000, gzippedBytes: 120_000 };
const cost: OperationCost = {
  operation: 'Create Full',
  calls: 20,
  callsByService: { iam: 20 },
  writes: 10,
  selfTestCalls: 2,
  sequentialDepth: 6,
  milliseconds: 300,
};

describe('the budgets', () => {
  it('are kept by a provider that is within all of them', () => {
    const noOp = { ...cost, operation: 'Update of nothing', writes: 0 };
    expect(overBudget([size], [cost, noOp])).toEqual([]);
  });

  it.each([
    ['a bundle too large', [{ ...size, minifiedBytes: 520_001 }], [cost], 'minified bytes are 520001'],
    [
      'a bundle too large when zipped',
      [{ ...size, gzippedBytes: 145_001 }],
      [cost],
      'gzipped bytes are 145001',
    ],
    ['a Create in seven steps', [size], [{ ...cost, sequentialDepth: 7 }], 'sequential calls are 7'],
    [
      'an Update of nothing that writes',
      [size],
      [{ ...cost, operation: 'Update of nothing', writes: 1 }],
      'writes are 1, the budget is 0',
    ],
  ])('are exceeded by %s, with the numbers', (_case, sizes, operations, text) => {
    expect(overBudget(sizes, operations)).toEqual([expect.stringContaining(text)]);
  });

  it('never look at time', () => {
    expect(overBudget([size], [{ ...cost, milliseconds: 1e9 }])).toEqual([]);
  });
});

describe('what an operation costs, with the built bundle', () => {
  let costs: OperationCost[];
  const named = (name: string) => costs.find(({ operation }) => operation === name);

  beforeAll(async () => {
    costs = await measureOperations(5, 1);
  });

  it('is within the budgets', () => {
    expect(overBudget([], costs)).toEqual([]);
  });

  it('covers every kind of event', () => {
    expect(costs.map(({ operation }) => operation)).toEqual([
      'Create Full',
      'Update of nothing',
      'Update Full to Core',
      'Update Standard to Full',
      'Delete',
    ]);
  });

  it('adds up by service, and counts the self-test apart from the work', () => {
    for (const { calls, callsByService } of costs)
      expect(Object.values(callsByService).reduce((sum, count) => sum + count)).toBe(calls);
    expect(named('Create Full')?.selfTestCalls).toBeGreaterThan(0);
    expect(named('Delete')?.selfTestCalls).toBe(0);
  });

  it('takes at least as long as its longest chain of calls', () => {
    for (const { sequentialDepth, milliseconds } of costs)
      expect(milliseconds).toBeGreaterThanOrEqual(sequentialDepth * 5);
  });
});

it('sees a cold start as loaded, then ready, then replied', async () => {
  const { loaded, ready, replied } = await measureColdStart(BUNDLE_PATH, 1);
  expect(loaded.median).toBeGreaterThan(0);
  expect(ready.median).toBeGreaterThan(loaded.median);
  expect(replied.median).toBeGreaterThan(ready.median);
});

describe('statistics', () => {
  it('take the middle of an odd number of values, and the mean of the two there of an even one', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 2, 9])).toBe(3);
    expect(() => median([])).toThrow('median of nothing');
  });

  it('show the extremes beside it', () => {
    expect(spreadOf([10, 2, 3])).toEqual({ min: 2, median: 3, max: 10 });
  });
});
