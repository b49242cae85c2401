import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BuiltBundle } from '../build/bundles';
import { bundledPackages, licenseTexts } from './licenses';
import { zipOf } from './zip';

/** A zip file as Lambda takes it. */
export interface Package {
  /** `<name>.zip`, as template.yaml names it. */
  readonly file: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** Writes a bundle's zip beside its folder. Without the source map: a function that runs has no use for it. */
export function writePackage({ name, path, sources }: BuiltBundle): Package {
  const licenses = licenseTexts(bundledPackages(sources));
  const zip = zipOf({ 'index.js': readFileSync(path), 'THIRD-PARTY-LICENSES.txt': Buffer.from(licenses) });
  const file = `${name}.zip`;
  writeFileSync(join(dirname(dirname(path)), file), zip);
  return { file, bytes: zip.byteLength, sha256: createHash('sha256').update(zip).digest('hex') };
}
