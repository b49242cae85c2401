import guards from '../../test/cases/guards.json';
import { type Copy, openCopy } from '../project-copy';

type Guard = (typeof guards)[number];

/**
 * Takes one guard after the other out of a copy of the project, and shows which attempt succeeds then that fails as long
 * as the guard is there. Says how many were noticed.
 *
 * @param only those whose id contains this
 */
export function tryGuards(only: string): { readonly noticed: number; readonly unnoticed: number } {
  const chosen = guards.filter(({ id }) => id.includes(only));
  const copy = openCopy();
  let noticed = 0;
  try {
    build(copy);
    const open = violationsOf(
      copy,
      chosen.flatMap(({ noticedBy }) => noticedBy),
    );
    console.log('| guard | where | noticed by |\n| --- | --- | --- |');
    for (const guard of chosen) {
      const by = copy.spoiled(guard, () => noticedByOf(copy, guard, open));
      if (by !== undefined) noticed += 1;
      console.log(`| ${guard.id} | \`${guard.file}\` | ${by ?? '**nothing**'} |`);
    }
  } finally {
    copy.remove();
  }
  return { noticed, unnoticed: chosen.length - noticed };
}

/** The attempts of a guard that succeed without it, and did not before. */
function noticedByOf(copy: Copy, { noticedBy }: Guard, open: ReadonlySet<string>): string | undefined {
  build(copy);
  const succeeding = [...violationsOf(copy, noticedBy)].filter((id) => !open.has(id));
  return succeeding.length === 0 ? undefined : succeeding.map((id) => `\`${id}\``).join(', ');
}

function build(copy: Copy): void {
  const { succeeded, output } = copy.run('tsx', ['scripts/build.ts']);
  if (!succeeded) throw new Error(`it cannot be built:\n${output}`);
}

/** Which of these attempts have violations. */
function violationsOf(copy: Copy, ids: readonly string[]): ReadonlySet<string> {
  return new Set([...new Set(ids)].filter((id) => hasViolations(copy, id)));
}

function hasViolations(copy: Copy, id: string): boolean {
  const { stdout, output } = copy.run('tsx', ['scripts/test-attacks.ts', '--json', '--case', id]);
  const from = stdout.indexOf('[');
  if (from === -1) throw new Error(`${id} could not be tried:\n${output}`);
  const outcomes: readonly { readonly id: string; readonly violations: readonly string[] }[] = JSON.parse(
    stdout.slice(from),
  );
  if (outcomes.length !== 1) throw new Error(`there are ${outcomes.length} attempts named ${id}`);
  return outcomes.some(({ violations }) => violations.length > 0);
}
