import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../../test/support/run-program';

/** A program, or why there is none. */
export type Downloaded = { readonly path: string } | { readonly reason: string };

const DOWNLOAD_LIMIT_MS = 60_000;

/**
 * The newest Node of a major version, from npm: https://www.npmjs.com/package/node is made of one package for each platform, which is
 * installed here without the scripts that choose it.
 *
 * @param folder is made, and not taken away again
 */
export async function downloadNode(version: string, folder: string): Promise<Downloaded> {
  const platform = `node-${process.platform}-${process.arch}`;
  mkdirSync(folder);
  const options = ['--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  const { status, stderr } = await runProgram(
    'npm',
    ['install', ...options, `${platform}@${version}`],
    process.env,
    { folder, limitMs: DOWNLOAD_LIMIT_MS },
  );
  if (status !== 0) {
    const said = stderr.split('\n', 1).join() || 'it takes too long';
    return { reason: `Node ${version}, which npm does not give: ${said}` };
  }
  return { path: join(folder, 'node_modules', platform, 'bin', 'node') };
}
