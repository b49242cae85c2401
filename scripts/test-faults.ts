import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { shareOfCases } from '../test/faults/choice';
import { FAULT_KINDS } from '../test/faults/fault-kinds';
import { listOf } from '../test/faults/list';
import { type CaseOutcome, casesOf, runCases } from '../test/faults/matrix';
import type { Case } from '../test/faults/run-case';
import { STORIES } from '../test/faults/stories';
import { failuresOf, tableOf } from '../test/faults/table';
import { openBed } from '../test/faults/test-bed';
import { shuffled } from '../test/support/seeded';
import { buildBundles } from './build/bundles';
import { areBundlesStale } from './build/staleness';
import { runMain } from './run-main';

/*
 * The fault matrix: every story, every AWS call that it makes, every fault. docs/reliability.md says what is asked of
 * each case. Choices: --story ID, --fault ID, --case ID; --sample N, or --share N, which takes some stories' faults of order
 * whole and N other cases; --seed N decides order, sample and share. A share is another one every time without it.
 * --list prints stories, faults and numbers of cases, and runs none.
 */
const { values: chosen } = parseArgs({
  options: {
    story: { type: 'string' },
    fault: { type: 'string' },
    case: { type: 'string' },
    sample: { type: 'string' },
    share: { type: 'string' },
    seed: { type: 'string' },
    list: { type: 'boolean', default: false },
  },
});

const REPORT_EVERY = 500;
const SEED_RANGE = 1_000_000;
const SEED_DEFAULT = 1;

function seedOfThisRun(): number {
  if (chosen.seed !== undefined) return Number(chosen.seed);
  return chosen.share === undefined ? SEED_DEFAULT : randomInt(SEED_RANGE);
}

/** Everything that was asked for. */
async function allCases(): Promise<Case[]> {
  const storyId = chosen.case?.split('/')[0] ?? chosen.story;
  const stories = STORIES.filter(({ id }) => storyId === undefined || id === storyId);
  const kinds = FAULT_KINDS.filter(({ id }) => chosen.fault === undefined || id === chosen.fault);
  const bed = await openBed();
  const choice = chosen.case === undefined ? {} : { takes: (id: string) => id === chosen.case };
  return casesOf(bed, { stories, kinds, ...choice }).finally(() => bed.close());
}

/** The chosen cases in the order of the seed. */
function choose(cases: readonly Case[], seed: number): Case[] {
  const share = chosen.share === undefined ? cases : shareOfCases(cases, Number(chosen.share), seed);
  const sample = chosen.sample === undefined ? share.length : Number(chosen.sample);
  return shuffled(share, seed).slice(0, sample);
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
  const cases = await allCases();
  if (chosen.list) {
    console.log(listOf(cases.map(({ rehearsal, kind }) => ({ story: rehearsal.story.id, fault: kind.id }))));
    return;
  }
  const seed = seedOfThisRun();
  console.log(`--seed ${seed}`);
  const outcomes = await runAll(choose(cases, seed));
  const byId = [...outcomes].sort((one, other) => (one.id < other.id ? -1 : 1));
  const failed = byId.filter(({ violations }) => violations.length > 0);
  console.log(`\n${tableOf(byId)}\n`);
  for (const line of failuresOf(failed)) console.log(line);
  console.log(`${byId.length - failed.length} passed, ${failed.length} failed`);
  if (failed.length > 0 || byId.length === 0) process.exitCode = 1;
}

runMain(main);
