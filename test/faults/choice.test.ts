import { shareOfCases } from './choice';

const STORIES = ['a', 'b', 'c', 'd', 'e', 'f'];
const cases = STORIES.flatMap((id) =>
  Array.from({ length: 20 }, (_, index) => ({
    id: `${id}${index}`,
    kind: { isOfOrder: index < 5 },
    rehearsal: { story: { id } },
  })),
);
const idsOf = (seed: number) => shareOfCases(cases, 10, seed).map(({ id }) => id);

describe('a share of the matrix', () => {
  it('has all faults of order of four stories, and so many of the other cases', () => {
    const taken = shareOfCases(cases, 10, 7);
    expect(taken).toHaveLength(4 * 5 + 10);
    const complete = STORIES.filter(
      (story) =>
        taken.filter(({ kind, rehearsal }) => kind.isOfOrder && rehearsal.story.id === story).length === 5,
    );
    expect(complete.length).toBeGreaterThanOrEqual(4);
  });

  it('takes no case twice', () => {
    expect(new Set(idsOf(7)).size).toBe(idsOf(7).length);
  });

  it('is the same for the same seed, and another one for another', () => {
    expect(idsOf(7)).toEqual(idsOf(7));
    expect(idsOf(7)).not.toEqual(idsOf(8));
  });
});
