import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

test.each(['package-lock.json', 'examples/cdk/package-lock.json'])(
  '%s names no registry, and a digest of each package',
  (path) => {
    const { packages } = JSON.parse(readFileSync(join(root, path), 'utf8'));
    const [, ...installed] = Object.entries<Record<string, unknown>>(packages);

    // From whatever registry npm is set up with, and only what it had when the file was written.
    const hosted = installed.filter(([, { resolved }]) => resolved !== undefined);
    const unchecked = installed.filter(([, { integrity, inBundle }]) => integrity === undefined && !inBundle);
    expect({ hosted, unchecked }).toEqual({ hosted: [], unchecked: [] });
  },
);
