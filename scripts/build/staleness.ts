import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bundles, root } from './bundles';
import { cliPath } from './cli-bundle';

/** What goes into the bundles, and what makes them. */
const SOURCES = ['src', 'handlers', 'scripts/build', 'package-lock.json'];

/** Is a bundle missing, or older than anything that it is made of? */
export function areBundlesStale(): boolean {
  return areStale(
    [...bundles.map(({ path }) => path), cliPath],
    SOURCES.map((source) => join(root, source)),
  );
}

/** Is one of the files missing, or older than any of the sources, which are files and folders? */
export function areStale(made: readonly string[], sources: readonly string[]): boolean {
  const madeAt = made.map((path) => (existsSync(path) ? statSync(path).mtimeMs : 0));
  return Math.min(...madeAt) < Math.max(...sources.map(changedAt));
}

/** When a file, or anything in a folder, was changed (or taken out of it) last: milliseconds since the Unix epoch. */
function changedAt(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((entry) => changedAt(join(path, entry))));
}
