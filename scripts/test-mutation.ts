import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import type { Stryker } from '@stryker-mutator/core';
import survivors from '../test/cases/surviving-mutants.json';
import { runMain } from './run-main';

/*
 * Every small change that StrykerJS can think of, one after the other, in the code that decides what happens to a role
 * and to an event: how many of them do the tests of that code notice? Those that survive have been read, and
 * test/cases/surviving-mutants.json says of each why no test needs to notice it; any other fails the run.
 * Takes more than an hour, so it is no part of `npm test`; --only NAME takes one part, in minutes. A part has few files of tests,
 * and quick ones, because all of them are loaded for every change.
 * https://stryker-mutator.io/docs/stryker-js/configuration/
 */

type Options = ConstructorParameters<typeof Stryker>[0];
type MutantResult = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

interface Part {
  readonly name: string;
  readonly mutate: readonly string[];
  /** The tests of this code alone: with all others every mutant would take minutes. */
  readonly tests: string;
  /** `MINIMUM_PERCENT` where it is absent. */
  readonly minimumPercent?: number;
}

const PARTS: readonly Part[] = [
  {
    name: 'plans',
    mutate: [
      'src/iam/plan.ts',
      'src/iam/role/{plan,plan-delete,plan-restore,plan-settings,restorable}.ts',
      'src/iam/managed-policies/{attachments,bridge,match}.ts',
    ],
    tests: 'iam/{plan,role/{plan,plan.no-gap,plan-*,restorable,preconditions},managed-policies/*}',
  },
  {
    name: 'protocol',
    mutate: ['src/custom-resource/**/*.ts', 'src/runtime/text.ts'],
    tests: '{custom-resource/*,runtime/text}',
  },
  {
    name: 'policies',
    mutate: ['src/policy/**/*.ts', '!src/policy/{bins,hash,pack,session-keys,size}.ts'],
    tests:
      'policy/{action-set,answer,conditions,coverage,decide,equivalence,ip-address,operators,parse,principal-id,principals,caller,session-keys,trust,without-principals}',
    minimumPercent: 85,
  },
  { name: 'keys', mutate: ['src/policy/session-keys.ts'], tests: 'policy/session-keys' },
  {
    name: 'packing',
    mutate: ['src/policy/{bins,hash,pack,size}.ts'],
    tests: 'policy/pack',
    minimumPercent: 90,
  },
  {
    name: 'order',
    mutate: [
      'src/provider/{ask-cloudformation,operation-in-progress,physical-id,propagation-window,stack-order}.ts',
    ],
    tests: 'provider/{operation-in-progress.answers,physical-id,propagation-window,stack-order}',
  },
  {
    name: 'ownership',
    mutate: ['src/provider/{adoption,made-here,role-ownership}.ts'],
    tests: 'provider/{adoption,made-here,role-ownership}',
  },
  {
    name: 'taking',
    mutate: ['src/provider/{judge-ownership,owning-stack,take-ownership}.ts'],
    tests: 'provider/{judge-ownership,owning-stack,take-ownership.decision,take-ownership.steps}',
  },
  {
    name: 'leftovers',
    mutate: ['src/provider/{earlier-wishes,leftovers,made-since,rename,shown-late,verify}.ts'],
    tests: 'provider/{earlier-wishes,leftovers,made-since,rename.check,shown-late,verify}',
  },
];

const MINIMUM_PERCENT = 95;
/** What each property may take: test/setup.ts. */
const PROPERTY_LIMIT_MS = 30;
const root = join(__dirname, '..');

function optionsFor({ mutate, tests }: Part): Options {
  return {
    mutate: [...mutate],
    testRunner: 'jest',
    coverageAnalysis: 'perTest',
    jest: {
      projectType: 'custom',
      configFile: 'jest.config.cjs',
      config: { testMatch: [`<rootDir>/test/${tests}.test.ts`] },
    },
    // It would be rewritten with an interface that TypeScript 7 no longer has; SWC does not read it.
    tsconfigFile: 'none',
    ignorePatterns: ['dist', 'coverage'],
    tempDirName: 'coverage/mutation',
    reporters: ['dots'],
    timeoutMS: 3_000,
    concurrency: 2,
  };
}

interface Score {
  readonly name: string;
  readonly minimumPercent: number;
  readonly noticed: number;
  readonly survived: readonly MutantResult[];
}

function scoreOf({ name, minimumPercent = MINIMUM_PERCENT }: Part, results: readonly MutantResult[]): Score {
  const having = (...statuses: readonly MutantResult['status'][]) =>
    results.filter(({ status }) => statuses.includes(status));
  return {
    name,
    minimumPercent,
    noticed: having('Killed', 'Timeout').length,
    survived: having('Survived', 'NoCoverage'),
  };
}

function percent({ noticed, survived }: Pick<Score, 'noticed' | 'survived'>): number {
  return (100 * noticed) / (noticed + survived.length);
}

/** The file and line that a change is in, and what it makes of what there: as in the list of those that are explained. */
interface Change {
  readonly file: string;
  readonly code: string;
  readonly from: string;
  readonly to: string;
}

function changeOf({ fileName, location: { start, end }, replacement = '' }: MutantResult): Change {
  const line = readFileSync(fileName, 'utf8').split('\n')[start.line - 1] ?? '';
  const code = line.trim();
  const from = start.line === end.line ? line.slice(start.column - 1, end.column - 1) : code;
  return { file: relative(root, fileName), code, from, to: replacement.replaceAll(/\s+/g, ' ') };
}

function isExplained(change: Change): boolean {
  return survivors.groups.some(({ mutants }) => mutants.some((one) => isDeepStrictEqual(one, change)));
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
  process.env['FC_LIMIT_MS'] = String(PROPERTY_LIMIT_MS);
  const { Stryker } = await import('@stryker-mutator/core');
  const scores: Score[] = [];
  const unexplained: Change[] = [];
  for (const part of PARTS.filter(({ name }) => name.includes(values.only))) {
    const score = scoreOf(part, await new Stryker(optionsFor(part)).runMutationTest());
    unexplained.push(...score.survived.map(changeOf).filter((change) => !isExplained(change)));
    scores.push(score);
  }
  for (const change of unexplained) console.log(JSON.stringify(change));
  console.log('| part | mutants | noticed | score |\n| --- | --- | --- | --- |');
  for (const { name, noticed, survived } of scores)
    console.log(
      `| ${name} | ${noticed + survived.length} | ${noticed} | ${percent({ noticed, survived }).toFixed(1)} % |`,
    );
  console.log(`${unexplained.length} mutants that nobody noticed are not explained.`);
  const isTooLow = scores.some((score) => percent(score) < score.minimumPercent);
  if (scores.length === 0 || isTooLow || unexplained.length > 0) process.exitCode = 1;
}

runMain(main);
