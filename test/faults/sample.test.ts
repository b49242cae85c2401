import { shuffled } from '../support/seeded';
import { FAULT_KINDS } from './fault-kinds';
import { ANSWERED } from './kinds/answered';
import { KILLED } from './kinds/killed';
import { type CaseOutcome, casesOf, runCases } from './matrix';
import type { Case } from './run-case';
import { STORIES } from './stories';
import { failuresOf } from './table';
import { openBed, type TestBed } from './test-bed';

/** The whole matrix takes minutes, see `npm run test:faults`: this many stories, and more until each fault has a case. */
const STORIES_TAKEN = 5;
/** Every fault has its share, however few cases it has: of one that befalls whole stories there may be fewer. */
const CASES_PER_FAULT = 1;
const BEDS = 2;
/** `npm test` takes another one every time, and prints it. */
const seed = Number(process.env['TEST_SEED'] ?? 1);
const LIMIT_MS = 900_000;

/** But for what befalls writes alone, and requests to Datadog alone. */
const AT_EVERY_CALL = ANSWERED.map(({ id }) => id).filter((id) => id !== 'dropAfter' && id !== 'loginPage');

/** Some faults befall a few stories only, such as those with a rollback. */
async function drawCases(testBed: TestBed): Promise<Case[]> {
  const cases: Case[] = [];
  for (const [index, story] of shuffled(STORIES, seed).entries()) {
    if (index >= STORIES_TAKEN && new Set(cases.map(({ kind }) => kind)).size === FAULT_KINDS.length) break;
    cases.push(...(await casesOf(testBed, { stories: [story] })));
  }
  return cases;
}

describe('a sample of the fault matrix', () => {
  it(
    `holds every invariant in ${CASES_PER_FAULT} case of each fault (TEST_SEED=${seed})`,
    async () => {
      const testBed = await openBed();
      const cases = await drawCases(testBed).finally(() => testBed.close());
      const sample = FAULT_KINDS.flatMap((kind) =>
        shuffled(
          cases.filter((one) => one.kind === kind),
          seed,
        ).slice(0, CASES_PER_FAULT),
      );
      const outcomes: CaseOutcome[] = [];
      await runCases(sample, BEDS, (outcome) => outcomes.push(outcome));
      expect(failuresOf(outcomes)).toEqual([]);
      expect(outcomes).toHaveLength(sample.length);
      expect(new Set(outcomes.map(({ kind }) => kind)).size).toBe(FAULT_KINDS.length);
    },
    LIMIT_MS,
  );

  it('has every story, and for each a case for every call and fault', async () => {
    const testBed = await openBed();
    const cases = await casesOf(testBed, { stories: STORIES.slice(0, 1) }).finally(() => testBed.close());
    const targets = cases[0]?.rehearsal.targets ?? [];
    const calls = targets.map(({ label, occurrence }) => `${label}#${occurrence}`);
    expect(calls).toContain('iam.CreateRole#1');
    expect(calls).toContain('sts.AssumeRole:with-id#1');
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
    const ids = cases.map(({ id }) => id);
    for (const call of calls)
      for (const fault of AT_EVERY_CALL) expect(ids).toContain(`create-core/${call}/${fault}`);
  });

  it('has the registration’s stories, with each request to Datadog answered by a proxy’s login page as well', async () => {
    const testBed = await openBed();
    const stories = STORIES.filter(({ id }) => id === 'registration-create');
    const cases = await casesOf(testBed, { stories }).finally(() => testBed.close());
    const ids = cases.map(({ id }) => id);
    const requests = ['Validate', 'ListAWSAccounts', 'ListAWSNamespaces', 'CreateAWSAccount'];
    for (const request of requests)
      for (const fault of [...AT_EVERY_CALL, 'loginPage'])
        expect(ids).toContain(`registration-create/datadog.${request}#1/${fault}`);
    expect(ids.filter((id) => id.endsWith('/loginPage'))).toHaveLength(requests.length);
  });

  it('stops the function before the first call of an event and before every write, and nowhere else', async () => {
    const testBed = await openBed();
    const stories = STORIES.filter(({ id }) => id === 'create-rolled-back');
    const cases = await casesOf(testBed, { stories, kinds: KILLED }).finally(() => testBed.close());
    const stops = cases.filter(({ kind }) => kind.id === 'killBefore').map(({ target }) => target);
    const targets = cases[0]?.rehearsal.targets ?? [];
    const events = new Set(targets.map(({ event }) => event));
    expect(events.size).toBe(2);
    for (const event of events) {
      const stopped = targets.filter((target) => target.event === event && stops.includes(target));
      expect(stopped.filter(({ write }) => !write)).toHaveLength(1);
      expect(stopped.filter(({ write }) => write)).toEqual(
        targets.filter((target) => target.event === event && target.write),
      );
    }
  });
});
