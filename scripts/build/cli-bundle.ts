import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './bundles';

/** The program that package.json's `bin` names. */
export const cliPath = join(root, 'dist', 'cli', 'index.js');

/** Bundles the command line: as the Lambda bundles, but with every credential source that the AWS CLI knows. */
export async function buildCli(path = cliPath): Promise<void> {
  await build({
    entryPoints: [join(root, 'src', 'cli', 'index.ts')],
    outfile: path,
    bundle: true,
    minify: true,
    sourcemap: 'linked',
    sourcesContent: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    banner: { js: '#!/usr/bin/env node' },
    legalComments: 'none',
    logLevel: 'warning',
  });
  chmodSync(path, 0o755);
}
