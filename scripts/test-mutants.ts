import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import mutants from '../test/cases/mutants.json';
import { runMain } from './run-main';

/*
 * Shows that the trials bite: puts one deliberate bug after the other into a copy of the project, builds it, and expects
 * that the fault matrix or a test finds it. With --only TEXT, those bugs whose name contains the text.
 */

interface Mutant {
  readonly id: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** Tried in turn until one fails: `matrix OPTIONS` or `jest PATH`. */
  readonly checks: readonly string[];
}

const root = join(__dirname, '..');
const COPIED = [
  'src',
  'handlers',
  'test',
  'scripts',
  'template.yaml',
  'package.json',
  'tsconfig.json',
  'jest.config.cjs',
];

/** A copy of the project that may be spoiled. */
function copyProject(): string {
  const copy = mkdtempSync(join(tmpdir(), 'mutants-'));
  for (const name of COPIED) cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** Runs a program of the project's own dependencies; resolves to whether it succeeded and what it said. */
function run(copy: string, program: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(join(root, 'node_modules', '.bin', program), args, {
    cwd: copy,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return { succeeded: status === 0, output: `${stdout}\n${stderr}` };
}

/** What finds the mutant, or undefined when nothing does. */
function findingOf(copy: string, { checks }: Mutant): string | undefined {
  const built = run(copy, 'tsx', ['scripts/build.ts']);
  if (!built.succeeded) throw new Error(`the mutant cannot be built:\n${built.output}`);
  for (const check of checks) {
    const [kind, ...args] = check.split(' ');
    const isMatrix = kind === 'matrix';
    const { succeeded, output } = isMatrix
      ? run(copy, 'tsx', ['scripts/test-faults.ts', ...args])
      : run(copy, 'jest', args);
    if (!succeeded) return isMatrix ? matrixFinding(output, args) : jestFinding(output);
  }
  return undefined;
}

function matrixFinding(output: string, args: readonly string[]): string {
  const [, found] =
    /--case '([^']+)'|Error: (without any fault, [^:\n]+)/.exec(output)?.filter(Boolean) ?? [];
  if (found === undefined)
    throw new Error(`the matrix (${args.join(' ')}) failed without a finding:\n${output}`);
  return `matrix: ${found}`;
}

function jestFinding(output: string): string {
  const [, title = ''] = /● (.+)/.exec(output) ?? [];
  if (title === '') throw new Error(`jest failed without a finding:\n${output}`);
  return `test: ${title}`;
}

/** Applies a mutant, looks for what finds it, and takes it back. */
function tryMutant(copy: string, mutant: Mutant): string | undefined {
  const path = join(copy, mutant.file);
  const source = readFileSync(path, 'utf8');
  const occurrences = source.split(mutant.find).length - 1;
  if (occurrences !== 1)
    throw new Error(`${mutant.id}: its text stands ${occurrences} times in ${mutant.file}, not once`);
  writeFileSync(
    path,
    source.replace(mutant.find, () => mutant.replace),
  );
  try {
    return findingOf(copy, mutant);
  } finally {
    writeFileSync(path, source);
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
  const chosen = mutants.filter(({ id }) => id.includes(values.only));
  const copy = copyProject();
  let survived = 0;
  try {
    console.log('| deliberate bug | found by |\n| --- | --- |');
    for (const mutant of chosen) {
      const finding = tryMutant(copy, mutant);
      if (finding === undefined) survived += 1;
      console.log(`| ${mutant.id} | ${finding ?? '**nothing**'} |`);
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  console.log(`${chosen.length - survived} passed, ${survived} failed`);
  if (survived > 0 || chosen.length === 0) process.exitCode = 1;
}

runMain(main);
