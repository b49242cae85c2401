import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { BUNDLED, root } from './bundles';

/** The program that package.json's `bin` names. */
export const cliPath = join(root, 'dist', 'cli', 'index.js');

/** Bundles the command line: as the Lambda bundles, but with every credential source that the AWS CLI knows. */
export async function buildCli(path = cliPath): Promise<void> {
  await build({
    entryPoints: [join(root, 'src', 'cli', 'index.ts')],
    outfile: path,
    ...BUNDLED,
    banner: { js: '#!/usr/bin/env node' },
  });
  chmodSync(path, 0o755);
}
