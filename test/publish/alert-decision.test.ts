import fc from 'fast-check';
import { decide } from '../../src/publish/alert-decision';
import type { CheckResult, Report } from '../../src/report/report';
import type { AlertState } from '../../src/state/alert';
import { BLOCKED, failing, NOT_ENFORCED, PASSING, reportWith } from '../support/reports';

const DRIFTED: CheckResult = { ...PASSING, id: 'drift-tags', status: 'warn', summary: 'Tags differ.' };
const silent = (id: string, summary = 'Could not be told.'): CheckResult => ({
  ...PASSING,
  id,
  status: 'unknown',
  summary,
  remedy: ['Wait for the next run.'],
});
const degraded = (...wrong: CheckResult[]) => reportWith({ status: 'degraded', checks: [PASSING, ...wrong] });
const unknown = (...checks: CheckResult[]) =>
  reportWith({ status: 'unknown', checks: checks.length === 0 ? [silent('regions')] : checks });

/** One letter a run, in hours after each other. */
const RUNS: Readonly<Record<string, Report>> = {
  H: reportWith(),
  F: failing(BLOCKED),
  f: failing(BLOCKED, NOT_ENFORCED),
  // One of the two cannot be looked at.
  p: failing({ ...silent('regions') }, NOT_ENFORCED),
  D: degraded(DRIFTED),
  d: degraded(DRIFTED, silent('regions')),
  U: unknown(),
  u: unknown(silent('regions', 'Another region is silent.')),
  // Nothing of the run came to anything.
  X: reportWith({ status: 'unknown', checks: [silent('validation')] }),
  E: unknown({ ...silent('regions'), tooEarly: true }),
  // The same trouble in AWS's other words.
  G: failing({ ...BLOCKED, evidence: ['another request id'], remedy: [] }),
};

interface Told {
  readonly run: number;
  readonly status: string;
}

function at(hour: number): string {
  return new Date(Date.UTC(2026, 5, 1, hour)).toISOString();
}

function play(runs: string): { readonly told: readonly Told[]; readonly state: AlertState | undefined } {
  const told: Told[] = [];
  let state: AlertState | undefined;
  [...runs].forEach((letter, run) => {
    const report = RUNS[letter];
    if (report === undefined) throw new Error(`no run ${letter}`);
    const decision = decide({ ...report, generatedAt: at(run) }, state);
    if (decision === undefined) return;
    if (decision.tells) told.push({ run, status: decision.state.status });
    state = decision.state;
  });
  return { told, state };
}

const toldIn = (runs: string) => play(runs).told.map(({ run, status }) => `${run} ${status}`);

describe('people are told', () => {
  test.each<[string, string, readonly string[]]>([
    ['nothing about what is healthy from the start', 'HHH', []],
    ['once that access was lost, and once that it is back', 'HFFFHH', ['1 failing', '4 healthy']],
    ['of trouble that was there from the start', 'FF', ['0 failing']],
    ['again when another check fails, or one fails no more', 'FfF', ['0 failing', '1 failing', '2 failing']],
    ['nothing when AWS words it otherwise', 'FGF', ['0 failing']],
    ['that it got better or worse', 'DFDH', ['0 degraded', '1 failing', '2 degraded', '3 healthy']],
    ['of the unknown in the second run in a row', 'HUUUH', ['2 unknown', '4 healthy']],
    ['of the unknown from the start in the second run', 'UU', ['1 unknown']],
    ['nothing of a region that is silent in every other run', 'HUHUHUHUH', []],
    ['nothing of it where it is silent from the start', 'UHUHU', []],
    ['nothing of it while something else is wrong', 'DdDdDd', ['0 degraded']],
    ['nothing of it while access is lost', 'FUFUFU', ['0 failing']],
    ['nothing of a run that came to nothing in between', 'FXFDXD', ['0 failing', '3 degraded']],
    ['that it is not known whether access is still lost', 'FUU', ['0 failing', '2 unknown']],
    ['nothing new when one of two findings cannot be looked at once', 'fpfpf', ['0 failing']],
    ['what is left when it cannot be looked at twice', 'fpp', ['0 failing', '2 failing']],
    ['of different regions that are silent in turns, but once', 'UuUuUu', ['1 unknown']],
    ['of another unknown that stays', 'UUuu', ['1 unknown', '3 unknown']],
    ['nothing of what is too new to be judged', 'EEEE', []],
    ['as if there had been no run that came too early', 'HEFEEFH', ['2 failing', '6 healthy']],
  ])('%s', (_, runs, told) => {
    expect(toldIn(runs)).toEqual(told);
  });

  test('the truth in the end: whoever reads the last message knows the last state that was seen twice', () => {
    const letters = fc.array(fc.constantFrom('H', 'F', 'f', 'D', 'U', 'u', 'X', 'p', 'd'), { maxLength: 12 });
    fc.assert(
      fc.property(letters, fc.constantFrom('H', 'F', 'f', 'D', 'U'), (before, last) => {
        const runs = `${before.join('')}${last.repeat(3)}`;
        const { told } = play(runs);
        const expected = RUNS[last]?.status;

        expect(told.at(-1)?.status ?? 'healthy').toBe(expected);
        // And that is said by the second of the same runs at the latest.
        expect(told.every(({ run }) => run < runs.length - 1)).toBe(true);
      }),
    );
  });
});

describe('the time since when', () => {
  test.each<[string, string, number]>([
    ['is that of the first run that found it', 'HHFFF', 2],
    ['is not that of a run that could not tell', 'HUFF', 2],
    ['is kept over a run that could not tell', 'HFFUF', 1],
    ['is kept when another check fails as well', 'HFf', 1],
    ['begins anew after all was in order', 'FHF', 2],
  ])('%s', (_, runs, hour) => {
    expect(play(runs).state?.since).toBe(at(hour));
  });

  test('is said of the status before, too', () => {
    const before = play('HFF').state;

    expect(decide({ ...reportWith(), generatedAt: at(3) }, before)?.untold.told).toMatchObject({
      status: 'failing',
      since: at(1),
    });
  });
});

test('what is stored does not change as long as nothing does', () => {
  const once = play('HF').state;

  expect(play('HFFFG').state).toEqual(once);
});

test('before people are told, what they knew until then is stored', () => {
  const decision = decide(failing(BLOCKED), play('H').state);

  expect(decision).toMatchObject({
    tells: true,
    untold: { status: 'failing', told: { status: 'healthy' } },
    state: { status: 'failing', told: { status: 'failing' } },
  });
});

test('a check that waits for another is not one that could not be made', () => {
  const before = decide(failing(BLOCKED), undefined)?.state;
  const waits = {
    ...silent('regions'),
    remedy: ['Carry out the remedy of trust-no-deny, and validate again.'],
  };

  expect(decide(failing(NOT_ENFORCED, waits), before)?.state).toMatchObject({ isBlind: false, doubted: [] });
});

test('a finding that only points at another is no cause of its own', () => {
  const pointer = {
    ...silent('permissions-current'),
    status: 'warn',
    remedy: ['Carry out the remedy of regions.'],
  } as const;

  const one = decide(failing(BLOCKED), undefined)?.state.findings;

  expect(decide(failing(BLOCKED, pointer), undefined)?.state.findings).toEqual(one);
  expect(Object.keys(decide(degraded(pointer), undefined)?.state.findings ?? {})).toEqual([
    'permissions-current',
  ]);
});
