import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { BUNDLED, type BuiltBundle, root, sourcesIn } from './bundles';

/** The program that package.json's `bin` names. */
export const cliPath = join(root, 'dist', 'cli', 'index.js');

/** Bundles the command line: as the Lambda bundles, but with every credential source that the AWS CLI knows. */
export async function buildCli(path = cliPath): Promise<BuiltBundle> {
  const { metafile } = await build({
    entryPoints: [join(root, 'src', 'cli', 'index.ts')],
    outfile: path,
    ...BUNDLED,
    banner: { js: '#!/usr/bin/env node' },
    metafile: true,
  });
  chmodSync(path, 0o755);
  return { name: 'cli', path, sources: sourcesIn(metafile) };
}
