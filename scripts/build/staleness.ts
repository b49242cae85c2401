import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bundles, root } from './bundles';

/** What goes into the bundles, and what makes them. */
const SOURCES = ['src', 'handlers', 'scripts/build', 'package-lock.json'];

/** Is a bundle missing, or older than anything that it is made of? */
export function areBundlesStale(): boolean {
  const made = bundles.map(({ path }) => (existsSync(path) ? statSync(path).mtimeMs : 0));
  return Math.min(...made) < Math.max(...SOURCES.map((source) => changedAt(join(root, source))));
}

/** When a file, or anything in a folder, was changed last: milliseconds since the Unix epoch. */
function changedAt(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((entry) => changedAt(join(path, entry))));
}
