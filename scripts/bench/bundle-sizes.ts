import { readFileSync } from 'node:fs';
import { constants, gzipSync } from 'node:zlib';
import type { BuiltBundle, Bundle } from '../build/bundles';
import { packagedTemplate } from '../package/write-package';

export interface BundleSize {
  readonly bundle: string;
  readonly minifiedBytes: number;
  readonly gzippedBytes: number;
}

export function measureBundle({ name, path }: Bundle): BundleSize {
  const content = readFileSync(path);
  return {
    bundle: name,
    minifiedBytes: content.byteLength,
    gzippedBytes: gzipSync(content, { level: constants.Z_BEST_COMPRESSION }).byteLength,
  };
}

/** What CloudFormation is sent: account.yaml, with the code of both functions in it. */
export function measureTemplate(bundles: readonly BuiltBundle[]): number {
  return Buffer.byteLength(packagedTemplate(bundles));
}
