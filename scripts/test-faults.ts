import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { FAULT_KINDS } from '../test/faults/fault-kinds';
import { type CaseOutcome, casesOf, runCases } from '../test/faults/matrix';
import type { Case } from '../test/faults/run-case';
import { shuffled } from '../test/faults/seeded';
import { STORIES } from '../test/faults/stories';
import { failuresOf, tableOf } from '../test/faults/table';
import { openBed } from '../test/faults/test-bed';
import { buildBundles } from './build/bundles';
import { areBundlesStale } from './build/staleness';
import { runMain } from './run-main';

/*
 * The fault matrix: every story, every AWS call that it makes, every fault. docs/reliability.md says what is asked of
 * each case. Choices: --story ID, --fault ID, --case ID, --sample N, and --seed N, which decides order and sample.
 */
const { values: chosen } = parseArgs({
  options: {
    story: { type: 'string' },
    fault: { type: 'string' },
    case: { type: 'string' },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});

const REPORT_EVERY = 500;

/** The chosen cases in the order of the seed. */
async function chosenCases(): Promise<Case[]> {
  const storyId = chosen.case?.split('/')[0] ?? chosen.story;
  const stories = STORIES.filter(({ id }) => storyId === undefined || id === storyId);
  const kinds = FAULT_KINDS.filter(({ id }) => chosen.fault === undefined || id === chosen.fault);
  const bed = await openBed();
  const takes = (id: string) => chosen.case === undefined || id === chosen.case;
  const cases = await casesOf(bed, { stories, kinds, takes }).finally(() => bed.close());
  const sample = chosen.sample === undefined ? cases.length : Number(chosen.sample);
  return shuffled(cases, Number(chosen.seed)).slice(0, sample);
}

async function runAll(cases: readonly Case[]): Promise<CaseOutcome[]> {
  const outcomes: CaseOutcome[] = [];
  const startedAt = performance.now();
  await runCases(cases, availableParallelism(), (outcome) => {
    outcomes.push(outcome);
    if (outcomes.length % REPORT_EVERY !== 0) return;
    const failed = outcomes.filter(({ violations }) => violations.length > 0).length;
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    const megabytes = Math.round(process.memoryUsage.rss() / 2 ** 20);
    console.log(
      `${outcomes.length} of ${cases.length} cases, ${failed} failed, ${seconds} s, ${megabytes} MB`,
    );
  });
  return outcomes;
}

async function main(): Promise<void> {
  if (areBundlesStale()) await buildBundles();
  const outcomes = await runAll(await chosenCases());
  const byId = [...outcomes].sort((one, other) => (one.id < other.id ? -1 : 1));
  const failed = byId.filter(({ violations }) => violations.length > 0);
  console.log(`\n${tableOf(byId)}\n`);
  for (const line of failuresOf(failed)) console.log(line);
  console.log(`${byId.length - failed.length} passed, ${failed.length} failed`);
  if (failed.length > 0 || byId.length === 0) process.exitCode = 1;
}

runMain(main);
