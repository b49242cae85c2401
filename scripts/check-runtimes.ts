import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildBundles } from './build/bundles';
import { buildCli } from './build/cli-bundle';
import { checkOnNode } from './check-runtimes/on-node';
import { downloadNode } from './counted-checks/download-node';
import { createTally } from './counted-checks/tally';
import { runMain } from './run-main';

/** Versions of Node that package.json's `engines` and Lambda's runtimes have in common. */
const SUPPORTED = ['20', '22', '24'];

/** Runs the demo, the program and some tests on each supported version of Node: on this one, and on those that npm gives. */
async function main(): Promise<void> {
  const tally = createTally((text) => process.stdout.write(text));
  const [current] = process.versions.node.split('.');
  const folder = mkdtempSync(join(tmpdir(), 'check-runtimes-'));
  try {
    await Promise.all([buildBundles(), buildCli()]);
    const versions = SUPPORTED.filter((one) => one !== current);
    const downloads = await Promise.all(
      versions.map((version) => downloadNode(version, join(folder, version))),
    );
    await Promise.all(
      [{ path: process.execPath }, ...downloads].map(async (download) => {
        if ('path' in download) await checkOnNode(download.path, tally);
        else process.stdout.write(`left out: ${download.reason}\n`);
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
  if (!tally.end()) process.exitCode = 1;
}

runMain(main);
