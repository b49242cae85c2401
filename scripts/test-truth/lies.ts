import lies from '../../test/cases/lies.json';
import { type Change, type Copy, openCopy } from '../project-copy';

/** Enough that every lie shows, in a minute at most. */
const SITUATIONS = '400';
const SEED = '7';

/**
 * Puts every lie into a copy of the project, one after the other, and measures the copy: what it says wrong, and without the
 * lie does not, has been found. Prints a table on the way.
 *
 * @throws Error when the copy cannot be measured, or a text that is to be changed does not stand in its file once
 */
export function tryLies(only: string): { readonly found: number; readonly unnoticed: number } {
  const all: readonly Change[] = lies;
  const chosen = all.filter(({ id }) => id.includes(only));
  const copy = openCopy();
  let found = 0;
  try {
    const atFirst = measured(copy, 'no lie').lies;
    console.log('| deliberate lie | shown by |\n| --- | --- |');
    for (const lie of chosen) {
      const shown = copy.spoiled(lie, () => findingOf(measured(copy, lie.id), atFirst));
      if (shown !== undefined) found += 1;
      console.log(`| ${lie.id} | ${shown ?? '**nothing**'} |`);
    }
  } finally {
    copy.remove();
  }
  return { found, unnoticed: chosen.length - found };
}

interface Measured {
  /** Kind of lie -> how often. */
  readonly lies: Readonly<Record<string, number>>;
  /** Kind of lie -> situations that show it. */
  readonly examples: Readonly<Record<string, readonly string[]>>;
}

/** The kind of lie that is told more often than at first, and a situation that shows it; undefined where there is none. */
function findingOf({ lies: told, examples }: Measured, atFirst: Measured['lies']): string | undefined {
  const kind = Object.keys(told).find((name) => (told[name] ?? 0) > (atFirst[name] ?? 0));
  return kind && `${kind}, --case ${examples[kind]?.[0]}`;
}

/** What the copy says wrong, up to the first verdict on the whole that is. */
function measured(copy: Copy, id: string): Measured {
  const args = ['scripts/test-truth.ts', '--first', '--json', '--situations', SITUATIONS, '--seed', SEED];
  const { stdout, output } = copy.run('tsx', args);
  try {
    // The program's own form, which its tests hold it to.
    return JSON.parse(stdout) as Measured;
  } catch (error) {
    throw new Error(`${id}: the copy cannot be measured:\n${output}`, { cause: error });
  }
}
