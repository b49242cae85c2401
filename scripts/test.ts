import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildBundles, root } from './build/bundles';
import { areBundlesStale } from './build/staleness';
import { runMain } from './run-main';

/*
 * `npm test`: all tests, with coverage. `npm test -- PATH ...` (or any other argument of Jest): those alone, without.
 * The bundles, which some tests run, are built first where their sources have changed since.
 */

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  if (areBundlesStale()) await buildBundles();
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const { status } = spawnSync(process.execPath, [jest, ...(args.length === 0 ? ['--coverage'] : args)], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}

runMain(main);
