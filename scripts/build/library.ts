import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { compilerOptions, files } from '../../tsconfig.library.json';
import { BUNDLED, root } from './bundles';

const PROJECT = 'tsconfig.library.json';

/**
 * Bundles each module that others may import (docs/design.md, "Functions that others call") by itself, with its types beside it:
 * package.json's `exports` names them.
 */
export async function buildLibrary(): Promise<void> {
  const folder = join(root, compilerOptions.outDir);
  rmSync(folder, { recursive: true, force: true });
  await build({
    entryPoints: files.map((path) => join(root, path)),
    outdir: folder,
    outbase: join(root, compilerOptions.rootDir),
    ...BUNDLED,
    sourcemap: false,
  });
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(process.execPath, [compiler, '--project', PROJECT], { cwd: root, stdio: 'inherit' });
}
