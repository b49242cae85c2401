/** Of words that differ by more than a third of their letters nobody means one by the other. */
const DIFFERENT_SHARE = 1 / 3;

/** The one of `candidates` that a misspelt word is likely to be; undefined where none is near. Letter case is overlooked. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((one, other) => one.edits - other.edits);
  const [best] = ranked;
  if (best === undefined) return undefined;
  const most = Math.max(1, Math.floor(Math.max(word.length, best.candidate.length) * DIFFERENT_SHARE));
  return best.edits <= most ? best.candidate : undefined;
}

/** ` Did you mean x?`, to be put behind a sentence; empty where nothing is near. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const found = nearest(word, candidates);
  return found === undefined || found === word ? '' : ` Did you mean ${found}?`;
}

/**
 * Letters to be put in, left out, changed, or exchanged with their neighbours, to make one word of the other.
 * https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance#Optimal_string_alignment_distance
 */
function distance(one: string, other: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row++) {
    const next = [row];
    for (let column = 1; column <= other.length; column++) {
      const changed = one[row - 1] === other[column - 1] ? 0 : 1;
      const isExchanged = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      next.push(
        Math.min(
          (last[column] ?? 0) + 1,
          (next[column - 1] ?? 0) + 1,
          (last[column - 1] ?? 0) + changed,
          isExchanged ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    beforeLast = last;
    last = next;
  }
  return last[other.length] ?? 0;
}
