import { type Zippable, zipSync } from 'fflate';

/**
 * When every file in a zip was changed: a zip knows local times only, from 1980 on, and fflate writes the fields of the
 * local time. So this date has the same bytes in every time zone.
 */
const CHANGED_AT = new Date(1980, 0, 1);
/** Unix, for the permissions: without them Lambda could not read the file. */
const MADE_ON_UNIX = 3;
/** A plain file that everybody may read, where zip has Unix permissions: in the upper half of 32 bits. */
const READABLE_FILE = 0o100_644 * 2 ** 16;
const BEST_COMPRESSION = 9;

/**
 * A zip file with these files in it, by name. The same files give the same bytes, on every machine and at any time:
 * compression is JavaScript, not the zlib of the Node that happens to run.
 */
export function zipOf(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const entries: Zippable = Object.fromEntries(
    Object.entries(files)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, content]) => [name, [content, { attrs: READABLE_FILE, os: MADE_ON_UNIX }]]),
  );
  return zipSync(entries, { level: BEST_COMPRESSION, mtime: CHANGED_AT });
}
