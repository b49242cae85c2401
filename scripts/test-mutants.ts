import { parseArgs } from 'node:util';
import mutants from '../test/cases/mutants.json';
import { type Copy, openCopy } from './project-copy';
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

/** What finds the mutant, or undefined when nothing does. */
function findingOf(copy: Copy, { checks }: Mutant): string | undefined {
  const built = copy.run('tsx', ['scripts/build.ts']);
  if (!built.succeeded) throw new Error(`the mutant cannot be built:\n${built.output}`);
  for (const check of checks) {
    const [kind, ...args] = check.split(' ');
    const isMatrix = kind === 'matrix';
    const { succeeded, output } = isMatrix
      ? copy.run('tsx', ['scripts/test-faults.ts', ...args])
      : copy.run('jest', args);
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

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
  const chosen = mutants.filter(({ id }) => id.includes(values.only));
  const copy = openCopy();
  let survived = 0;
  try {
    console.log('| deliberate bug | found by |\n| --- | --- |');
    for (const mutant of chosen) {
      const finding = copy.spoiled(mutant, () => findingOf(copy, mutant));
      if (finding === undefined) survived += 1;
      console.log(`| ${mutant.id} | ${finding ?? '**nothing**'} |`);
    }
  } finally {
    copy.remove();
  }
  console.log(`${chosen.length - survived} passed, ${survived} failed`);
  if (survived > 0 || chosen.length === 0) process.exitCode = 1;
}

runMain(main);
