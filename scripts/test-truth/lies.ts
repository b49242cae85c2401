import lies from '../../test/cases/lies.json';
import { type Change, type Copy, openCopy } from '../project-copy';

/** Enough that every lie shows, in a minute at most. */
const SITUATIONS = '400';
const SEED = '7';

/** A change of the validator's source that makes it say what it does not know. */
interface DeliberateLie extends Change {
  /** `healthyButRefused` or `failingButWorking`: what the lie brings about. */
  readonly shows: string;
}

/**
 * Puts every lie into a copy of the project, one after the other, and measures the copy. Prints a table on the way.
 *
 * @throws Error when the copy cannot be measured, or a text that is to be changed does not stand in its file once
 */
export function tryLies(only: string): { readonly found: number; readonly unnoticed: number } {
  const all: readonly DeliberateLie[] = lies;
  const chosen = all.filter(({ id }) => id.includes(only));
  const copy = openCopy();
  let found = 0;
  try {
    console.log('| deliberate lie | shown by |\n| --- | --- |');
    for (const lie of chosen) {
      const shown = copy.spoiled(lie, () => findingOf(copy, lie));
      if (shown !== undefined) found += 1;
      console.log(`| ${lie.id} | ${shown ?? '**nothing**'} |`);
    }
  } finally {
    copy.remove();
  }
  return { found, unnoticed: chosen.length - found };
}

function findingOf(copy: Copy, { id, shows }: DeliberateLie): string | undefined {
  const args = ['scripts/test-truth.ts', '--first', '--json', '--situations', SITUATIONS, '--seed', SEED];
  const { succeeded, stdout, output } = copy.run('tsx', args);
  if (succeeded) return undefined;
  const tally = parsed(stdout);
  if (tally === undefined) throw new Error(`${id}: the copy cannot be measured:\n${output}`);
  if (!(shows in tally) || tally[shows] === 0) return undefined;
  return `${shows}, after ${tally['situations']} situations`;
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
