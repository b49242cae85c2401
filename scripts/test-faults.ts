import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { openBed } from '../test/faults/bed';
import { FAULT_KINDS } from '../test/faults/fault-kinds';
import { type CaseOutcome, casesOf, runCases } from '../test/faults/matrix';
import type { Case } from '../test/faults/run-case';
import { shuffled } from '../test/faults/seeded';
import { STORIES } from '../test/faults/stories';
import { failuresOf, tableOf } from '../test/faults/table';
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
    /** Which part of the cases a process of ours runs, as in 1/2. */
    part: { type: 'string' },
  },
});

const MAX_PROCESSES = 4;
/** Most cases wait most of the time. */
const BEDS_PER_PROCESS = 5;
const REPORT_EVERY = 500;

/** The chosen cases in the order of the seed: the same in every process. */
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

/** By the id alone, so that processes agree about it even when a story has made one call more in one of them. */
function partOf(id: string, parts: number): number {
  return (createHash('sha1').update(id).digest().readUInt32BE() % parts) + 1;
}

/** In a process of its own: runs one part of the cases and tells the parent of each. */
async function runPart(part: string): Promise<void> {
  const [number = 1, parts = 1] = part.split('/').map(Number);
  const cases = (await chosenCases()).filter(({ id }) => partOf(id, parts) === number);
  await runCases(cases, BEDS_PER_PROCESS, (outcome) => {
    process.send?.({ outcome, total: cases.length, rss: process.memoryUsage.rss() });
  });
}

interface Message {
  readonly outcome: CaseOutcome;
  readonly total: number;
  readonly rss: number;
}

function runInParts(parts: number): Promise<CaseOutcome[]> {
  const outcomes: CaseOutcome[] = [];
  const totals = new Map<number, number>();
  const memory = new Map<number, number>();
  const sum = (numbers: Map<number, number>) => [...numbers.values()].reduce((a, b) => a + b, 0);
  const startedAt = performance.now();
  const take = (part: number, { outcome, total, rss }: Message) => {
    outcomes.push(outcome);
    totals.set(part, total);
    memory.set(part, rss);
    if (outcomes.length % REPORT_EVERY !== 0) return;
    const failed = outcomes.filter(({ violations }) => violations.length > 0).length;
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    console.log(
      `${outcomes.length} of ${sum(totals)} cases, ${failed} failed, ${seconds} s, ${Math.round(sum(memory) / 2 ** 20)} MB`,
    );
  };
  const run = (part: number) =>
    new Promise<void>((resolve, reject) => {
      const child = fork(__filename, [...process.argv.slice(2), '--part', `${part}/${parts}`]);
      child.on('message', (message: Message) => take(part, message));
      child.on('error', reject);
      child.on('exit', (code) =>
        code === 0 ? resolve() : reject(new Error(`part ${part} ended with exit code ${code}`)),
      );
    });
  return Promise.all(Array.from({ length: parts }, (_, index) => run(index + 1))).then(() => outcomes);
}

async function main(): Promise<void> {
  if (chosen.part !== undefined) return runPart(chosen.part);
  const parts = chosen.case === undefined ? Math.min(MAX_PROCESSES, availableParallelism()) : 1;
  const outcomes = await runInParts(parts);
  const byId = [...outcomes].sort((one, other) => (one.id < other.id ? -1 : 1));
  const failed = byId.filter(({ violations }) => violations.length > 0);
  console.log(`\n${tableOf(byId)}\n`);
  for (const line of failuresOf(failed)) console.log(line);
  console.log(`${byId.length - failed.length} passed, ${failed.length} failed`);
  if (failed.length > 0 || byId.length === 0) process.exitCode = 1;
}

runMain(main);
