import lies from '../../test/cases/lies.json';
import { type Change, type Copy, openCopy } from '../project-copy';

/** Enough that every lie shows, in a minute at most. */
const SITUATIONS = '400';
const SEED = '7';

const KINDS = ['healthyButRefused', 'failingButWorking'];

/**
 * Puts every lie into a copy of the project, one after the other, and measures the copy. Prints a table on the way.
 *
 * @throws Error when the validator as it is says something wrong, the copy cannot be measured, or a text that is to be changed does not stand in its file once
 */
export function tryLies(only: string): { readonly found: number; readonly unnoticed: number } {
  const all: readonly Change[] = lies;
  const chosen = all.filter(({ id }) => id.includes(only));
  const copy = openCopy();
  let found = 0;
  try {
    const atFirst = findingOf(copy, 'no lie');
    if (atFirst !== undefined) throw new Error(`without any lie: ${atFirst}`);
    console.log('| deliberate lie | shown by |\n| --- | --- |');
    for (const lie of chosen) {
      const shown = copy.spoiled(lie, () => findingOf(copy, lie.id));
      if (shown !== undefined) found += 1;
      console.log(`| ${lie.id} | ${shown ?? '**nothing**'} |`);
    }
  } finally {
    copy.remove();
  }
  return { found, unnoticed: chosen.length - found };
}

/** What the copy says wrong, and by which situation that is seen; undefined where it says nothing wrong. */
function findingOf(copy: Copy, id: string): string | undefined {
  const args = ['scripts/test-truth.ts', '--first', '--json', '--situations', SITUATIONS, '--seed', SEED];
  const { succeeded, stdout, output } = copy.run('tsx', args);
  if (succeeded) return undefined;
  const tally = parsed(stdout);
  if (tally === undefined) throw new Error(`${id}: the copy cannot be measured:\n${output}`);
  const kind = KINDS.find((name) => tally[name] !== 0);
  const count = Number(tally['situations']);
  return kind && `${kind}, --case ${SEED}:${count - 1}`;
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
