import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PublishedPolicy } from '../../src/datadog/permission-sets';

/** One file of `src/datadog/permissions/`. */
export interface PermissionFile {
  readonly name: string;
  readonly actions: readonly string[];
}

/** What is kept of Datadog's lists: the inline policy of the guide, and its additional managed policies. */
export interface Documents {
  readonly standard: PermissionFile;
  readonly additional: readonly PermissionFile[];
}

interface Index {
  readonly about: string;
  readonly files: Readonly<Record<string, { date: string; actions: number; source: string }>>;
  readonly notes: readonly string[];
}

const INDEX = 'index.json';
const STANDARD = 'standard.json';
/** The order of the files is that of their actions. */
const ADDITIONAL = /^full-\d+\.json$/;

export function readDocuments(folder: string): Documents {
  const read = (name: string): PermissionFile => {
    const { Statement }: PublishedPolicy = readJson(folder, name);
    return { name, actions: Statement.flatMap(({ Action }) => Action) };
  };
  const names = Object.keys(readIndex(folder).files).filter((name) => ADDITIONAL.test(name));
  return { standard: read(STANDARD), additional: names.sort().map(read) };
}

/** The documents with the actions of the live lists: each stays in its file, and a new one goes where its neighbours are. Pure. */
export function withActions(
  { standard, additional }: Documents,
  live: { readonly standard: readonly string[]; readonly resourceCollection: readonly string[] },
): Documents {
  const listed = new Set(live.resourceCollection);
  const known = new Set(additional.flatMap(({ actions }) => actions));
  const added = live.resourceCollection.filter((action) => !known.has(action));
  const placeOf = (action: string) => {
    const at = additional.findIndex(({ actions }) => action < (actions.at(-1) ?? ''));
    return at < 0 ? additional.length - 1 : at;
  };
  return {
    standard: { ...standard, actions: [...live.standard].sort() },
    additional: additional.map((file, index) => ({
      ...file,
      actions: [
        ...file.actions.filter((action) => listed.has(action)),
        ...added.filter((action) => placeOf(action) === index),
      ].sort(),
    })),
  };
}

/**
 * Writes the files that have changed, and of these date, count and source into the index.
 *
 * @param today `YYYY-MM-DD`
 * @param sources of the standard list, and of the additional ones
 * @returns the names of the files that were written
 */
export function writeDocuments(
  folder: string,
  before: Documents,
  after: Documents,
  { today, sources }: { readonly today: string; readonly sources: { standard: string; additional: string } },
): readonly string[] {
  const old = filesOf(before);
  const changed = filesOf(after).filter(({ actions }, at) => !isSame(actions, old[at]?.actions ?? []));
  if (changed.length === 0) return [];
  for (const { name, actions } of changed) {
    const Statement = [{ Effect: 'Allow', Action: actions, Resource: '*' }];
    writeJson(folder, name, { Version: '2012-10-17', Statement });
  }
  const index = readIndex(folder);
  const entries = changed.map(({ name, actions }) => {
    const source = name === STANDARD ? sources.standard : sources.additional;
    return [name, { date: today, actions: actions.length, source }] as const;
  });
  writeJson(folder, INDEX, { ...index, files: { ...index.files, ...Object.fromEntries(entries) } });
  return [...changed.map(({ name }) => name), INDEX];
}

function filesOf({ standard, additional }: Documents): readonly PermissionFile[] {
  return [standard, ...additional];
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((action, at) => action === others[at]);
}

function readIndex(folder: string): Index {
  return readJson(folder, INDEX);
}

function readJson<Content>(folder: string, name: string): Content {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}

function writeJson(folder: string, name: string, content: unknown): void {
  writeFileSync(join(folder, name), `${JSON.stringify(content, null, 2)}\n`);
}
