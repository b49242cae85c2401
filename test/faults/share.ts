import { shuffled } from '../support/seeded';

/** `npm run test:whole` tries everything; `npm test` a share, which TEST_SEED decides. */
const takesAll = process.env['TEST_SHARE'] === 'whole';

/** `npm test` takes another one every time, and prints it. */
export const SHARE_SEED = Number(process.env['TEST_SEED'] ?? 1);

/** How many times something is tried: `whole` times, or as often as `npm test` has time for. */
export function timesOf(whole: number, share: number): number {
  return takesAll ? whole : share;
}

/** All of the items, or `share` of them, in their own order. */
export function shareOf<Item>(items: readonly Item[], share: number): readonly Item[] {
  if (takesAll) return items;
  const taken = new Set(shuffled(items, SHARE_SEED).slice(0, share));
  return items.filter((item) => taken.has(item));
}
