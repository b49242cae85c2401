/** A resource and those of its stack that it refers to, or names in DependsOn. */
export interface Dependent {
  readonly logicalId: string;
  readonly dependsOn: readonly string[];
}

/** `not begun`: something that had to come first did not succeed, or nothing begins any more. */
export type Ending = 'done' | 'failed' | 'not begun';

/**
 * Runs a task for each item as soon as those are done that it waits for; what does not wait for anything runs at the same time.
 *
 * @param waitsFor what an item waits for, as far as it is among the items; there must be no circle
 */
export async function runInOrder<T extends Dependent>(
  items: readonly T[],
  waitsFor: (item: T) => readonly T[],
  run: (item: T) => Promise<boolean>,
  begins: () => boolean = () => true,
): Promise<Map<T, Ending>> {
  const endings = new Map<T, Promise<Ending>>();
  const end = (item: T): Promise<Ending> => {
    const known = endings.get(item);
    if (known !== undefined) return known;
    const ending = start(item);
    endings.set(item, ending);
    return ending;
  };
  const start = async (item: T): Promise<Ending> => {
    const first = waitsFor(item);
    if (first.length > 0) {
      const ended = await Promise.all(first.map(end));
      if (ended.some((ending) => ending !== 'done') || !begins()) return 'not begun';
    }
    return (await run(item)) ? 'done' : 'failed';
  };
  await Promise.all(items.map(end));
  return new Map(
    await Promise.all([...endings].map(async ([item, ending]) => [item, await ending] as const)),
  );
}

/** Those that an item refers to. */
export function dependenciesAmong<T extends Dependent>(items: readonly T[]): (item: T) => readonly T[] {
  return ({ dependsOn }) => items.filter(({ logicalId }) => dependsOn.includes(logicalId));
}

/** Those that refer to an item: in a deletion, they go first. */
export function dependentsAmong<T extends Dependent>(items: readonly T[]): (item: T) => readonly T[] {
  return ({ logicalId }) => items.filter(({ dependsOn }) => dependsOn.includes(logicalId));
}
