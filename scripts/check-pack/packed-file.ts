import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { name, version } from '../../package.json';
import { runProgram } from '../../test/support/run-program';
import { root } from '../build/bundles';
import type { Tally } from '../counted-checks/tally';

const PACKED = `${name}-${version}.tgz`;
/** What is in the file besides the modules of `dist/lib`. */
const FILES = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'SECURITY.md',
  'dist/THIRD-PARTY-LICENSES.txt',
  'dist/account.yaml',
  'dist/cli/index.js',
  'dist/sbom.cdx.json',
  'package.json',
];
const LIBRARY_FILE = /^dist\/lib\/.*\.(js|d\.ts)$/;

/**
 * Packs the project and installs the file in a folder that has nothing in it.
 *
 * @throws Error when there is no file to go on with
 */
export async function installPackedFile(folder: string, tally: Tally): Promise<void> {
  const packed = await npm(['pack', '--pack-destination', folder], root);
  tally.check('npm pack makes one file', readdirSync(folder).join() === PACKED, packed.stderr);

  const options = ['--offline', '--no-audit', '--no-fund', '--cache', join(folder, 'empty-cache')];
  const installed = await npm(['install', ...options, `./${PACKED}`], folder);
  if (installed.status !== 0) throw new Error(`npm install ${PACKED}: ${installed.stderr}`);
  const packages = readdirSync(join(folder, 'node_modules')).filter((entry) => !entry.startsWith('.'));
  tally.check('it needs no other package and no registry', packages.join() === name, packages.join(', '));

  const files = readdirSync(join(folder, 'node_modules', name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, 'node_modules', name, '/').length));
  const others = files.filter((file) => !LIBRARY_FILE.test(file)).sort();
  tally.check(
    'it has in it what is used, and nothing else',
    others.join() === FILES.join(),
    others.join(', '),
  );
}

function npm(args: readonly string[], folder: string) {
  return runProgram('npm', args, process.env, { folder });
}
