/** What an invariant finds wrong, in a sentence; none when it holds. */
export type Violations = readonly string[];
