/** Columns of the terminal that the demo uses at most. */
export const WIDTH = 100;
/** Columns before everything below the title of a step. */
export const STEP_INDENT = 4;
/** Columns of a fact's label. */
export const LABEL_WIDTH = 16;
/** Columns that are left for what a fact says. */
export const FACT_WIDTH = WIDTH - STEP_INDENT - LABEL_WIDTH;

/** `left` and `right` at the two ends of a line. */
export function spread(left: string, right: string, width: number): string {
  return left + right.padStart(Math.max(right.length + 1, width - left.length));
}
