import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { areStale } from '../../scripts/build/staleness';

const BUILT_AT = 1_000;
let folder: string;
let made: string;
let sources: string;

/** Sets when a file or folder was changed last, in seconds since the epoch. */
function changed(path: string, at: number): void {
  utimesSync(path, at, at);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'staleness-'));
  made = join(folder, 'bundle.js');
  sources = join(folder, 'src');
  mkdirSync(join(sources, 'deep', 'deeper'), { recursive: true });
  const files = [join(sources, 'a.ts'), join(sources, 'deep', 'deeper', 'b.json'), join(folder, 'lock.json')];
  for (const path of [...files, made]) writeFileSync(path, '');
  for (const path of [...files, join(sources, 'deep', 'deeper'), join(sources, 'deep'), sources])
    changed(path, BUILT_AT - 100);
  changed(made, BUILT_AT);
});
afterEach(() => rmSync(folder, { recursive: true }));

const isStale = (...others: string[]) => areStale([made, ...others], [sources, join(folder, 'lock.json')]);

describe('what was built', () => {
  test('is not built again when nothing has changed since', () => {
    expect(isStale()).toBe(false);
  });

  test.each([
    ['a file', 'src/a.ts'],
    ['a file far down', 'src/deep/deeper/b.json'],
    ['a single file beside the folders', 'lock.json'],
  ])('is stale when %s has changed since', (_, path) => {
    changed(join(folder, path), BUILT_AT + 1);

    expect(isStale()).toBe(true);
  });

  test('is stale when a file was deleted, which shows in its folder alone', () => {
    rmSync(join(sources, 'deep', 'deeper', 'b.json'));

    expect(isStale()).toBe(true);
  });

  test('is stale when one of several files is missing, or older than the others', () => {
    const other = join(folder, 'other.js');
    expect(isStale(other)).toBe(true);

    writeFileSync(other, '');
    expect(isStale(other)).toBe(false);

    changed(other, BUILT_AT - 200);
    expect(isStale(other)).toBe(true);
  });
});
