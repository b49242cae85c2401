import { shuffled } from '../support/seeded';

/** What of a case decides whether it is chosen. */
export interface Choosable {
  readonly kind: { readonly isOfOrder: boolean };
  readonly rehearsal: { readonly story: { readonly id: string } };
}

/** So many stories have all their cases of the faults of order taken, besides the share. */
const WHOLE_STORIES = 4;

/**
 * A share of the matrix, which depends on the seed alone: of a few stories every case of those faults that are about the
 * order of things, and so many of all others.
 */
export function shareOfCases<Item extends Choosable>(
  cases: readonly Item[],
  share: number,
  seed: number,
): Item[] {
  const storyIds = [...new Set(cases.map(({ rehearsal }) => rehearsal.story.id))];
  const wholeStories = new Set(shuffled(storyIds, seed).slice(0, WHOLE_STORIES));
  const isWhole = ({ kind, rehearsal }: Item) => kind.isOfOrder && wholeStories.has(rehearsal.story.id);
  const others = cases.filter((one) => !isWhole(one));
  return [...cases.filter(isWhole), ...shuffled(others, seed).slice(0, share)];
}
