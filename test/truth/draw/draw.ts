import { seededRandom } from '../../support/seeded';

/** Chance that is the same for the same seed. */
export interface Draw {
  /** True in `percent` of a hundred cases. */
  chance(percent: number): boolean;
  /** @throws Error when there is nothing to pick from */
  pick<Item>(items: readonly Item[]): Item;
  /** At least `least` of the items, and not all of them where there are more. */
  some<Item>(items: readonly Item[], least?: number): readonly Item[];
}

export function createDraw(seed: number): Draw {
  const random = seededRandom(seed);
  const pick = <Item>(items: readonly Item[]): Item => {
    const [first] = items.slice(Math.floor(random() * items.length));
    if (first === undefined) throw new Error('there is nothing to pick from');
    return first;
  };
  return {
    chance: (percent) => random() * 100 < percent,
    pick,
    some: (items, least = 1) => {
      const ranked = items.map((item) => ({ item, rank: random() })).sort((a, b) => a.rank - b.rank);
      const most = Math.max(least, items.length - 1);
      const count = least + Math.floor(random() * (most - least + 1));
      const taken = new Set(ranked.slice(0, count).map(({ item }) => item));
      return items.filter((item) => taken.has(item));
    },
  };
}
