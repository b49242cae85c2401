import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildBundles, root } from './build/bundles';
import { buildCli } from './build/cli-bundle';
import { areBundlesStale } from './build/staleness';
import { runMain } from './run-main';
import { longSuites, suitesLeftOut } from './test/suites';

/*
 * `npm test`: the short suites, and a share of the long ones, which TEST_SEED decides; it is printed.
 * `npm test -- PATH ...`: what is there, all of it; any other argument of Jest does what it does there.
 * `npm run test:whole`: all long suites. The bundles, which some tests run, are built first where their sources have
 * changed since.
 */

const WHOLE = '--whole';

function argumentsOfJest(given: readonly string[], seed: number): readonly string[] {
  if (given.includes(WHOLE)) {
    return ['--runTestsByPath', ...longSuites(), ...given.filter((argument) => argument !== WHOLE)];
  }
  if (given.some((argument) => !argument.startsWith('-'))) return given;
  const left = suitesLeftOut(seed);
  console.log(`${left.length} of ${longSuites().length} long suites are left to npm run test:whole`);
  return [...given, '--testPathIgnorePatterns', '/node_modules/', ...left.map((suite) => `/${suite}$`)];
}

async function main(): Promise<void> {
  const given = process.argv.slice(2);
  if (areBundlesStale()) await Promise.all([buildBundles(), buildCli()]);
  const seed = Number(process.env['TEST_SEED'] ?? Math.floor(Math.random() * 1_000_000));
  console.log(`TEST_SEED=${seed}`);
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const { status } = spawnSync(process.execPath, [jest, ...argumentsOfJest(given, seed)], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TEST_SEED: String(seed) },
  });
  process.exitCode = status ?? 1;
}

runMain(main);
