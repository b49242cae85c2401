import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TEMPLATE } from '../test/support/installed-provider';
import { runProgram } from '../test/support/run-program';
import { buildBundles } from './build/bundles';
import { buildCli } from './build/cli-bundle';
import { checkFunctions } from './check-ric/functions';
import { downloadNode } from './counted-checks/download-node';
import { createTally, type Tally } from './counted-checks/tally';
import { writePackage } from './package/write-package';
import { runMain } from './run-main';

/** The Node of the functions, as in `nodejs24.x`. */
const [NODE = ''] = /\d+/.exec(String(TEMPLATE.Resources['Provider']?.Properties?.['Runtime'])) ?? [];

/**
 * Runs the zips of the package by AWS's own Lambda runtime, which gets its events from Lambda's Runtime API on loopback.
 * `npm install --global aws-lambda-ric` compiles C++ for minutes, so that it is no part of the project's dependencies.
 */
async function main(): Promise<void> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const tally = createTally((text) => process.stdout.write(text));
  const folder = mkdtempSync(join(tmpdir(), 'check-ric-'));
  try {
    const ric = await installedRic();
    if (ric === undefined) process.stdout.write('left out: aws-lambda-ric is not installed\n');
    else await checkWith(ric, folder, tally);
  } finally {
    rmSync(folder, { recursive: true });
  }
  if (!tally.end()) process.exitCode = 1;
}

async function checkWith(ric: string, folder: string, tally: Tally): Promise<void> {
  const node = await downloadNode(NODE, join(folder, 'node'));
  if ('reason' in node) {
    process.stdout.write(`left out: ${node.reason}\n`);
    return;
  }
  const [bundles, program] = await Promise.all([buildBundles(), buildCli()]);
  writePackage(bundles, program);
  await checkFunctions({ node: node.path, ric, folder }, tally);
}

/** Where npm installs programs for all, unless AWS_LAMBDA_RIC names its file `index.mjs`. */
async function installedRic(): Promise<string | undefined> {
  const named = process.env['AWS_LAMBDA_RIC'];
  if (named !== undefined) return named;
  const { stdout } = await runProgram('npm', ['root', '--global'], process.env);
  const file = join(stdout.trim(), 'aws-lambda-ric', 'index.mjs');
  return existsSync(file) ? file : undefined;
}

runMain(main);
