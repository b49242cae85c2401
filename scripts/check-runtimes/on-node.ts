import { delimiter, dirname, join } from 'node:path';
import { version } from '../../package.json';
import { type Ended, runProgram } from '../../test/support/run-program';
import { root } from '../build/bundles';
import { cliPath } from '../build/cli-bundle';
import type { Tally } from '../counted-checks/tally';

/** Short suites that lean on Node itself: timers, fetch, streams, texts, HTTP. */
const SUITES = ['test/runtime', 'test/custom-resource'];
const LIMIT_MS = 240_000;

/** Runs what is to work on every Node by this one, with the bundles as they are. Demo and tests side by side: the demo mostly waits. */
export async function checkOnNode(node: string, tally: Tally): Promise<void> {
  const path = [dirname(node), process.env['PATH']].join(delimiter);
  const environment = {
    ...process.env,
    PATH: path,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  const run = (...args: readonly string[]) =>
    runProgram(node, args, environment, { folder: root, limitMs: LIMIT_MS });

  const told = await run('--version');
  const name = `Node ${told.stdout.trim()}`;
  const program = await run(cliPath, '--version');
  tally.check(`${name}: the program starts`, program.stdout.includes(version), saidBy(program));

  const jest = join('node_modules', 'jest', 'bin', 'jest.js');
  const [demo, tests] = await Promise.all([
    run('--import', 'tsx', join('scripts', 'demo.ts'), '--as-built'),
    run(jest, '--coverage=false', '--maxWorkers=1', ...SUITES),
  ]);
  const [held] = /^All \d+ steps held/m.exec(demo.stdout) ?? [];
  tally.check(
    `${name}: the demo: ${held ?? 'not all steps held'}`,
    demo.status === 0 && held !== undefined,
    saidBy(demo),
  );
  const [, counts] = /^Tests: +(.*)$/m.exec(tests.stderr) ?? [];
  tally.check(`${name}: ${SUITES.join(', ')}: ${counts ?? 'no tests'}`, tests.status === 0, saidBy(tests));
}

function saidBy({ status, stdout, stderr }: Ended): string {
  return `status ${status}: ${[stdout, stderr].map((text) => text.slice(-2_000)).join('\n')}`;
}
