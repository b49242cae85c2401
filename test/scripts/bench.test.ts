import { overBudget, TEMPLATE_BUDGET_BYTES } from '../../scripts/bench/budgets';
import { measureColdStart } from '../../scripts/bench/cold-start';
import { type LoadCost, measureLoads, mostAtOnce } from '../../scripts/bench/load';
import { formatLoads } from '../../scripts/bench/load-report';
import { measureOperations, type OperationCost } from '../../scripts/bench/operations';
import { measureRegistrations } from '../../scripts/bench/registrations';
import { median, spreadOf } from '../../scripts/bench/statistics';
import { measureValidator, type ValidatorCost } from '../../scripts/bench/validator';
import { formatValidator } from '../../scripts/bench/validator-report';
import { BUNDLE_PATH } from '../support/installed-provider';

const size = { bundle: 'custom-resource', minifiedBytes: 400_000, gzippedBytes: 120_000 };
const cost: OperationCost = {
  operation: 'Create Full',
  calls: 20,
  callsByService: { iam: 20 },
  writes: 10,
  selfTestCalls: 2,
  sequentialDepth: 5,
  milliseconds: 300,
};

const run: ValidatorCost = {
  regions: 34,
  calls: 105,
  sequentialDepth: 5,
  sequentialDepthWithAlert: 7,
  milliseconds: 700,
  regionsMilliseconds: 350,
  loopMilliseconds: 3_600,
  loopRatio: 10.3,
  hanging: { regions: ['eu-north-1'], unreachable: ['eu-north-1'], extraMilliseconds: 4_900 },
  coldMilliseconds: 900,
  peakMemoryBytes: 90_000_000,
};

const load: LoadCost = {
  integrations: 3,
  shareOfCore: 0.29,
  reports: { healthy: 3 },
  regions: { ok: 102 },
  milliseconds: 8_640,
  peakMemoryBytes: 92_000_000,
  mostAtOnce: 40,
};

/** What is counted is the same on a busy machine: neither time-outs of the functions nor what overlaps depend on it. */
const WITHOUT_HURRY = { skipsWaits: true, holdsCalls: true };

/** What is within all budgets. */
const WITHIN = {
  templateBytes: 1,
  loads: [],
  bundles: [],
  operations: [],
  registrations: [],
  validator: run,
};

describe('the budgets', () => {
  it('are kept by a provider that is within all of them', () => {
    const noOp = { ...cost, operation: 'Update of nothing', writes: 0 };
    expect(overBudget({ ...WITHIN, bundles: [size], operations: [cost, noOp] })).toEqual([]);
  });

  it('are exceeded by a registration that asks Datadog too often, one request after the other', () => {
    const registration = { operation: 'Create', awsCalls: 8, httpCalls: 5, httpDepth: 5, sequentialDepth: 9 };
    expect(overBudget({ ...WITHIN, registrations: [registration] })).toEqual([
      'Registration, Create: sequential requests are 5, the budget is 4',
    ]);
  });

  it('are exceeded by a template that is too large to grow any more', () => {
    expect(overBudget({ ...WITHIN, templateBytes: TEMPLATE_BUDGET_BYTES + 1 })).toEqual([
      `account.yaml: bytes are ${TEMPLATE_BUDGET_BYTES + 1}, the budget is ${TEMPLATE_BUDGET_BYTES}`,
    ]);
  });

  it.each([
    ['a bundle too large', [{ ...size, minifiedBytes: 520_001 }], [cost], 'minified bytes are 520001'],
    [
      'a bundle too large when zipped',
      [{ ...size, gzippedBytes: 145_001 }],
      [cost],
      'gzipped bytes are 145001',
    ],
    ['a Create in six steps', [size], [{ ...cost, sequentialDepth: 6 }], 'sequential calls are 6'],
    [
      'an Update in eight steps',
      [size],
      [{ ...cost, operation: 'Update Full to Core', sequentialDepth: 8 }],
      'sequential calls are 8, the budget is 7',
    ],
    [
      'a Delete in seven steps',
      [size],
      [{ ...cost, operation: 'Delete', sequentialDepth: 7 }],
      'sequential calls are 7, the budget is 6',
    ],
    [
      'an Update of nothing that writes',
      [size],
      [{ ...cost, operation: 'Update of nothing', writes: 1 }],
      'writes are 1, the budget is 0',
    ],
  ])('are exceeded by %s, with the numbers', (_case, bundles, operations, text) => {
    expect(overBudget({ ...WITHIN, bundles, operations })).toEqual([expect.stringContaining(text)]);
  });

  it.each<[string, Partial<ValidatorCost>, string]>([
    ['eleven calls in a row', { sequentialDepth: 11 }, 'sequential calls are 11, the budget is 10'],
    [
      'seventeen calls in a row when it alerts',
      { sequentialDepthWithAlert: 17 },
      'sequential calls with an alert are 17, the budget is 16',
    ],
    ['too much memory', { peakMemoryBytes: 128_000_001 }, 'peak bytes of memory are 128000001'],
    ['hardly any gain over a loop', { loopRatio: 4.94 }, '4.9 times as long, the budget is 5'],
    [
      'a region that hangs and is not told',
      { hanging: { regions: ['eu-north-1'], unreachable: [], extraMilliseconds: 5_000 } },
      'eu-north-1 hang, but unreachable are none',
    ],
  ])('are exceeded by a validator with %s', (_case, change, text) => {
    expect(overBudget({ ...WITHIN, validator: { ...run, ...change } })).toEqual([
      expect.stringContaining(text),
    ]);
  });

  it.each<[string, Partial<LoadCost>, string]>([
    [
      'a region that is said not to answer',
      { shareOfCore: 1, regions: { ok: 101, unreachable: 1 } },
      '1 regions are unreachable',
    ],
    [
      'a region that is not tried',
      { shareOfCore: 1, regions: { ok: 101, 'not-tried': 1 } },
      '1 regions are not-tried',
    ],
    ['too much memory', { peakMemoryBytes: 160_000_001 }, 'peak bytes of memory are 160000001'],
    ['too many probes at once', { mostAtOnce: 51 }, 'probes at once are 51, the budget is 50'],
  ])('are exceeded under load by %s', (_case, change, text) => {
    expect(overBudget({ ...WITHIN, loads: [load] })).toEqual([]);
    expect(overBudget({ ...WITHIN, loads: [{ ...load, ...change }] })).toEqual(
      [`validator of 3 integrations: ${text}`].map((line) => expect.stringContaining(line)),
    );
  });

  it('are missed by a bundle that nobody has given one', () => {
    const another = { ...size, bundle: 'another' };
    expect(overBudget({ ...WITHIN, bundles: [another] })).toEqual(['another: has no budget']);
  });

  it('never look at time', () => {
    const slow = { ...run, milliseconds: 1e9, regionsMilliseconds: 1e8, loopMilliseconds: 1e9 };
    expect(overBudget({ ...WITHIN, operations: [{ ...cost, milliseconds: 1e9 }], validator: slow })).toEqual(
      [],
    );
  });
});

describe('what an operation costs, with the built bundle', () => {
  const LATENCY_MS = 100;
  let costs: OperationCost[];
  const named = (name: string) => costs.find(({ operation }) => operation === name);

  beforeAll(async () => {
    costs = await measureOperations(LATENCY_MS, 2, WITHOUT_HURRY);
  });

  it('is within the budgets', () => {
    expect(overBudget({ ...WITHIN, operations: costs })).toEqual([]);
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
      expect(milliseconds).toBeGreaterThanOrEqual(sequentialDepth * LATENCY_MS);
  });
});

describe('what a run of the validator costs, with the built bundle', () => {
  const MEASURING_LIMIT_MS = 300_000;
  let measured: ValidatorCost;

  beforeAll(async () => {
    measured = await measureValidator(0, 1, WITHOUT_HURRY);
  }, MEASURING_LIMIT_MS);

  it('is within the budgets, but for the loop, which has nothing to wait for without latency', () => {
    expect(
      overBudget({ ...WITHIN, validator: { ...measured, loopRatio: Number.POSITIVE_INFINITY } }),
    ).toEqual([]);
  });

  it('covers every region, with at least two calls in each', () => {
    expect(measured.regions).toBe(34);
    expect(measured.calls).toBeGreaterThan(2 * 34);
  });

  it('is more of a row when people are told', () => {
    expect(measured.sequentialDepthWithAlert).toBeGreaterThan(measured.sequentialDepth);
  });

  it('ends although regions hang, and tells exactly those', () => {
    expect(measured.hanging.unreachable).toEqual(measured.hanging.regions);
  });

  it('is told as a table, each measure beside its budget', () => {
    const text = formatValidator({ ...run, peakMemoryBytes: 86_000_000 }, 50).join('\n');
    expect(text).toMatch(/^calls one after the other +5 +10$/m);
    expect(text).toMatch(/^ {2}while 1 of the regions hang +\+4\.9 s$/m);
    expect(text).toMatch(/^ {2}times as long +10\.3 +5 at least$/m);
    expect(text).toMatch(/^peak memory of a process with one run +86 MB +128 MB$/m);
  });
});

describe('a run under load', () => {
  it('tells of every region of every integration, on a part of a core as well, and has no more probes at once', async () => {
    const loads = await measureLoads(0, [{ integrations: 2, shareOfCore: 0.5 }]);

    expect(loads).toMatchObject([{ integrations: 2, shareOfCore: 0.5 }]);
    const told = loads.flatMap(({ regions }) => Object.values(regions));
    expect(told.reduce((sum, count) => sum + count, 0)).toBe(68);
    // How many of them are in time, and so the verdict on the budget, must not depend on what else the machine does.
    expect(overBudget({ ...WITHIN, loads })).toEqual([]);
  });

  it('is told as a table', () => {
    const text = formatLoads([load, { ...load, regions: { ok: 100, unreachable: 2 } }]).join('\n');
    expect(text).toMatch(/^3 +0\.29 +8\.6 s +92 MB +40 +3 healthy +102 ok$/m);
    expect(text).toMatch(/ +100 ok, 2 unreachable$/m);
  });

  it('has as many calls at once as overlap, and not those that follow each other', () => {
    const calls = [
      { startedAt: 0, endedAt: 10 },
      { startedAt: 5, endedAt: 20 },
      { startedAt: 10, endedAt: 12 },
      { startedAt: 30, endedAt: Number.POSITIVE_INFINITY },
    ];
    expect(mostAtOnce(calls)).toBe(2);
    expect(mostAtOnce([])).toBe(0);
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

test('the registration takes at most four requests to Datadog, one after the other', async () => {
  const costs = await measureRegistrations(0, WITHOUT_HURRY);
  const depths = Object.fromEntries(costs.map(({ operation, httpDepth }) => [operation, httpDepth]));
  // Key and account are looked at together; then one is registered, changed and read back, or deleted and looked for.
  expect(depths).toEqual({ Create: 2, 'Update of nothing': 1, 'Update of the regions': 3, Delete: 3 });
});
