import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type BuiltBundle, root } from '../build/bundles';
import { billOfMaterials } from './bill-of-materials';
import { bundledPackages, licenseTexts } from './licenses';
import { packagedRelease } from './release';
import { accountTemplate, hostedTemplate } from './templates';
import { zipOf } from './zip';

/** A file of a package. */
export interface PackagedFile {
  readonly file: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

export interface Package {
  /** Version and digest of what is in it. */
  readonly release: string;
  readonly files: readonly PackagedFile[];
}

const LICENSES = 'THIRD-PARTY-LICENSES.txt';

/** account.yaml: template.yaml with the code of these bundles in it. */
export function packagedTemplate(bundles: readonly BuiltBundle[]): string {
  return templateOf(partsOf(bundles));
}

/**
 * Writes what is deployed beside the folders of the bundles: account.yaml, which has everything in it; hosted.yaml and the zips for
 * those who host code; license texts and a bill of materials of functions and program; and the checksums of all that. The same sources
 * give the same bytes, but for the bill of materials, which names the npm that has written it.
 *
 * @param bundles of the functions
 * @param program the command line
 */
export function writePackage(bundles: readonly BuiltBundle[], program: BuiltBundle): Package {
  const parts = partsOf(bundles);
  const { source, folder } = parts;
  const packages = bundledPackages([...bundles, program].flatMap(({ sources }) => sources));
  const contents: Readonly<Record<string, string | Uint8Array>> = {
    'account.yaml': templateOf(parts),
    'hosted.yaml': hostedTemplate(source),
    ...Object.fromEntries(bundles.map((bundle) => [`${bundle.name}.zip`, zipOfBundle(bundle)])),
    [LICENSES]: licenseTexts(packages),
    'sbom.cdx.json': billOfMaterials(packages),
  };
  const files = Object.entries(contents).map(([file, content]) => write(folder, file, content));
  const checksums = files.map(({ file, sha256 }) => `${sha256}  ${file}\n`).join('');
  write(folder, 'checksums.txt', checksums);
  return { release: source.release, files };
}

function templateOf({ source, code, packages }: ReturnType<typeof partsOf>): string {
  const names = packages.map(({ name: of, version, license }) => `${of} ${version} (${license})`);
  return accountTemplate(source, code, names);
}

/** What all files of a package are made of. */
function partsOf(bundles: readonly BuiltBundle[]) {
  const bundleOf = (handler: string) => {
    const bundle = bundles.find((one) => one.name === handler);
    if (bundle === undefined) throw new Error(`there is no bundle ${handler}`);
    return bundle;
  };
  const [provider, validator] = [bundleOf('custom-resource'), bundleOf('validator')];
  const code = {
    provider: readFileSync(provider.path, 'utf8'),
    validator: readFileSync(validator.path, 'utf8'),
  };
  const template = readFileSync(join(root, 'template.yaml'), 'utf8');
  return {
    source: { template, release: packagedRelease([template, code.provider, code.validator]) },
    code,
    packages: bundledPackages(bundles.flatMap(({ sources }) => sources)),
    folder: dirname(dirname(provider.path)),
  };
}

/** Without the source map: a function that runs has no use for it. */
function zipOfBundle({ path, sources }: BuiltBundle): Uint8Array {
  const licenses = licenseTexts(bundledPackages(sources));
  return zipOf({ 'index.js': readFileSync(path), [LICENSES]: Buffer.from(licenses) });
}

function write(folder: string, file: string, content: string | Uint8Array): PackagedFile {
  const bytes = Buffer.from(content);
  writeFileSync(join(folder, file), bytes);
  return { file, bytes: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') };
}
