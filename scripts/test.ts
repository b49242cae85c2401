import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildBundles, root } from './build/bundles';
import { buildCli } from './build/cli-bundle';
import { areBundlesStale } from './build/staleness';
import { runMain } from './run-main';

/*
 * `npm test`: all tests. `npm test -- PATH ...`: those alone; any other argument of Jest does what it does there.
 * `npm run test:whole`: the tests of which `npm test` takes a share, whole. What the share is TEST_SEED decides, which is
 * printed. The bundles, which some tests run, are built first where their sources have changed since.
 */

const WHOLE = '--whole';
/** Where test/faults/share.ts is used; the fault matrix has a command of its own. */
const SHARED = ['test/faults', '--testPathIgnorePatterns', 'faults/sample'];

function argumentsOfJest(given: readonly string[]): readonly string[] {
  if (given.includes(WHOLE)) return [...SHARED, ...given.filter((argument) => argument !== WHOLE)];
  return given;
}

async function main(): Promise<void> {
  const given = process.argv.slice(2);
  if (areBundlesStale()) await Promise.all([buildBundles(), buildCli()]);
  const seed = process.env['TEST_SEED'] ?? String(Math.floor(Math.random() * 1_000_000));
  console.log(`TEST_SEED=${seed}`);
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const { status } = spawnSync(process.execPath, [jest, ...argumentsOfJest(given)], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TEST_SEED: seed, ...(given.includes(WHOLE) ? { TEST_SHARE: 'whole' } : {}) },
  });
  process.exitCode = status ?? 1;
}

runMain(main);
