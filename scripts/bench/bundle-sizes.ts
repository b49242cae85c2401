import { readFileSync } from 'node:fs';
import { constants, gzipSync } from 'node:zlib';
import type { Bundle } from '../build/bundles';

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
