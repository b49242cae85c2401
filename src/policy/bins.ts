import { hash32 } from './hash';

/** Something with a size that goes into one of several bins; its key is unique and decides where it would like to be. */
export interface Item {
  readonly key: string;
  readonly size: number;
}

/** The items of each bin, or nothing when they were not all placed. */
export type Placement<T extends Item> = readonly (readonly T[])[] | undefined;

interface Bin<T extends Item> {
  readonly number: number;
  readonly items: T[];
  room: number;
}

/**
 * Rendezvous hashing with bounded load: every item, one after the other, goes into the bin that it prefers, or into its
 * next choice when that one is full. An item that is added or removed touches its own bin, and further ones only by
 * way of full bins.
 */
export function placeByPreference<T extends Item>(
  items: readonly T[],
  count: number,
  capacity: number,
): Placement<T> {
  const bins: readonly Bin<T>[] = emptyBins(count, capacity);
  for (const item of items) {
    const preferred = sortedBy(bins, ({ number }) => hash32(`${number}:${item.key}`));
    const bin = preferred.find(({ room }) => room >= item.size);
    if (bin === undefined) return undefined;
    put(item, bin);
  }
  return bins.map((bin) => bin.items);
}

/**
 * Tries every placement, the largest items first, in at most `maxSteps` steps; an answer that is not found by then is
 * "not placed".
 */
export function placeExhaustively<T extends Item>(
  items: readonly T[],
  count: number,
  capacity: number,
  maxSteps: number,
): Placement<T> {
  const order = sortedBy(items, ({ size }) => -size);
  const bins: readonly Bin<T>[] = emptyBins(count, capacity);
  let steps = 0;
  const placeFrom = (position: number): boolean => {
    const item = order[position];
    if (item === undefined) return true;
    const triedRooms = new Set<number>();
    for (const bin of bins) {
      // Two bins with the same room are the same choice.
      if (bin.room < item.size || triedRooms.has(bin.room)) continue;
      triedRooms.add(bin.room);
      steps += 1;
      if (steps > maxSteps) return false;
      put(item, bin);
      if (placeFrom(position + 1)) return true;
      takeLast(bin, item);
    }
    return false;
  };
  return placeFrom(0) ? bins.map(({ items }) => items) : undefined;
}

function emptyBins<T extends Item>(count: number, capacity: number): readonly Bin<T>[] {
  return Array.from({ length: count }, (_, number) => ({ number, items: [], room: capacity }));
}

function put<T extends Item>(item: T, bin: Bin<T>): void {
  bin.items.push(item);
  bin.room -= item.size;
}

function takeLast<T extends Item>(bin: Bin<T>, item: T): void {
  bin.items.pop();
  bin.room += item.size;
}

/** In ascending order of `rank`, which is asked once a value; values of equal rank keep their order. */
function sortedBy<T>(values: readonly T[], rank: (value: T) => number): readonly T[] {
  return values
    .map((value) => ({ value, rank: rank(value) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ value }) => value);
}
