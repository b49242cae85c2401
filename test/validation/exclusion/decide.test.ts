import fc from 'fast-check';
import { REGION_NOT_ENABLED, type RegionResult } from '../../../src/report/report';
import { type BlockedRegions, NOTHING_BLOCKED } from '../../../src/state/blocked-regions';
import { type AskedRegions, decideExclusion } from '../../../src/validation/exclusion/decide';

const NOW = '2026-11-28T00:00:00.000Z';
const ENABLED = ['eu-west-1', 'sa-east-1', 'us-east-1'];

const result = (region: string, status: RegionResult['status'], cause: string | null): RegionResult => ({
  region,
  status,
  cause,
  message: null,
  latencyMs: 1,
});
const works = (region: string) => result(region, 'ok', null);
const blocked = (region: string) => result(region, 'session-denied', 'scp_explicit_deny');

/** Runs one after the other, each before the registration as the one before has left it. */
function run(
  runs: readonly (readonly RegionResult[])[],
  asked: AskedRegions = undefined,
  mode: 'Off' | 'Apply' = 'Apply',
  state: BlockedRegions = NOTHING_BLOCKED,
  enabled: readonly string[] = ENABLED,
) {
  return runs.reduce(
    (before, regions) => {
      const question = {
        mode,
        state: before.state,
        regions,
        asked: before.asked,
        enabled,
        now: NOW,
      };
      const decision = decideExclusion(question);
      return {
        state: decision.state,
        asked: decision.change === undefined ? before.asked : decision.change.asked,
      };
    },
    { state, asked },
  );
}

const BLOCKED_RUN = [works('eu-west-1'), blocked('sa-east-1'), works('us-east-1')];
const FINE_RUN = ENABLED.map(works);

test('a region is taken out when three runs in a row have found it blocked, and not before', () => {
  expect(run([BLOCKED_RUN, BLOCKED_RUN]).asked).toBeUndefined();
  expect(run([BLOCKED_RUN, FINE_RUN, BLOCKED_RUN, BLOCKED_RUN]).asked).toBeUndefined();

  const after = run([BLOCKED_RUN, BLOCKED_RUN, BLOCKED_RUN]);
  expect(after.asked).toEqual(['eu-west-1', 'us-east-1']);
  expect(after.state.excluded).toEqual({ 'sa-east-1': { cause: 'scp_explicit_deny', since: NOW } });
});

test('it comes back when it works, and Datadog asks in all regions again', () => {
  const out = run([BLOCKED_RUN, BLOCKED_RUN, BLOCKED_RUN]);
  const back = run([FINE_RUN], out.asked, 'Apply', out.state);

  expect(back).toEqual({ asked: undefined, state: NOTHING_BLOCKED });
});

test('one that is not known to work stays out', () => {
  const out = run([BLOCKED_RUN, BLOCKED_RUN, BLOCKED_RUN]);
  const unknown = [works('eu-west-1'), result('sa-east-1', 'unreachable', 'no_answer'), works('us-east-1')];

  expect(run([unknown, unknown], out.asked, 'Apply', out.state).asked).toEqual(['eu-west-1', 'us-east-1']);
});

test('all come back when it is turned off', () => {
  const out = run([BLOCKED_RUN, BLOCKED_RUN, BLOCKED_RUN]);

  expect(run([BLOCKED_RUN], out.asked, 'Off', out.state)).toEqual({
    asked: undefined,
    state: NOTHING_BLOCKED,
  });
});

test.each([
  [
    'a refusal that may be meant for the validator alone',
    result('sa-east-1', 'assume-role-denied', 'scp_explicit_deny'),
  ],
  ['a denial that names no policy', result('sa-east-1', 'session-denied', 'unspecified_deny')],
  ['no answer', result('sa-east-1', 'unreachable', 'no_answer')],
  [
    'a token that is refused',
    result('sa-east-1', 'region-not-enabled', 'invalid_token_or_region_not_enabled'),
  ],
])('%s takes nothing out', (_, uncertain) => {
  const found = [works('eu-west-1'), uncertain, works('us-east-1')];
  expect(run([found, found, found, found]).asked).toBeUndefined();
});

test('never is the last region taken out', () => {
  const all = ENABLED.map(blocked);
  expect(run([all, all, all, all]).asked).toBeUndefined();
  expect(run([all, all, all], ['sa-east-1']).asked).toEqual(['sa-east-1']);
});

test('a list that somebody has given keeps its other regions, and gets the region back', () => {
  const out = run([BLOCKED_RUN, BLOCKED_RUN, BLOCKED_RUN], ['sa-east-1', 'us-east-1']);
  expect(out.asked).toEqual(['us-east-1']);
  expect(run([FINE_RUN], out.asked, 'Apply', out.state).asked).toEqual(['us-east-1', 'sa-east-1'].sort());
});

test('one of a list that is not enabled comes back when it is', () => {
  const enabled = ['eu-west-1', 'us-east-1'];
  const off = result('sa-east-1', 'region-not-enabled', REGION_NOT_ENABLED);
  const run3 = [works('us-east-1'), off];
  const out = run([run3, run3, run3, run3], ['sa-east-1', 'us-east-1'], 'Apply', NOTHING_BLOCKED, enabled);
  expect(out.asked).toEqual(['us-east-1']);
  expect(Object.keys(out.state.excluded)).toEqual(['sa-east-1']);

  expect(run([FINE_RUN], out.asked, 'Apply', out.state).asked).toEqual(['sa-east-1', 'us-east-1']);
  expect(run([run3], out.asked, 'Off', out.state, enabled).asked).toEqual(['sa-east-1', 'us-east-1']);
});

test('what somebody sets in Datadog meanwhile is respected', () => {
  const out = run([BLOCKED_RUN, BLOCKED_RUN, BLOCKED_RUN]);
  const edited = run([FINE_RUN], ['us-east-1'], 'Apply', out.state);

  expect(edited.asked).toEqual(['sa-east-1', 'us-east-1']);
});

test('whatever is stored, only what is blocked now is taken out, and never everything', () => {
  const region = fc.constantFrom(...ENABLED);
  const state = fc.record({
    blocked: fc.dictionary(region, fc.record({ cause: fc.constant('scp_explicit_deny'), runs: fc.nat(9) })),
    excluded: fc.dictionary(
      region,
      fc.record({ cause: fc.constant('scp_explicit_deny'), since: fc.constant(NOW) }),
    ),
    wasAll: fc.boolean(),
    left: fc.subarray(ENABLED),
  });
  const found = fc.tuple(...ENABLED.map((name) => fc.constantFrom(works(name), blocked(name))));
  const asked = fc.option(fc.subarray(ENABLED, { minLength: 1 }), { nil: undefined });
  fc.assert(
    fc.property(state, found, asked, (stored, regions, before) => {
      const { change } = decideExclusion({
        mode: 'Apply',
        state: stored,
        regions,
        asked: before,
        enabled: ENABLED,
        now: NOW,
      });
      if (change === undefined) return;
      const now = change.asked ?? ENABLED;
      const goneByUs = (before ?? ENABLED).filter((name) => !now.includes(name));
      expect(now).not.toEqual([]);
      for (const name of goneByUs)
        expect(regions.find((one) => one.region === name)?.status).toBe('session-denied');
    }),
  );
});
