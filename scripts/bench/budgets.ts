import type { BundleSize } from './bundle-sizes';
import type { OperationCost } from './operations';

/** What a bundle may weigh, SDK included. */
export const MINIFIED_BUDGET_BYTES = 520_000;
export const GZIPPED_BUDGET_BYTES = 145_000;

/** AWS calls of a Create, one after the other, besides those of the self-test. */
export const CREATE_DEPTH_BUDGET_CALLS = 6;
/** An Update that changes nothing only reads. */
export const NO_OP_WRITES_BUDGET_CALLS = 0;

/** Everything that is over its budget, in words; time never is, for it says more about the machine. */
export function overBudget(sizes: readonly BundleSize[], operations: readonly OperationCost[]): string[] {
  return [
    ...sizes.flatMap(({ bundle, minifiedBytes, gzippedBytes }) => [
      ...over(`${bundle}: minified bytes`, minifiedBytes, MINIFIED_BUDGET_BYTES),
      ...over(`${bundle}: gzipped bytes`, gzippedBytes, GZIPPED_BUDGET_BYTES),
    ]),
    ...operations.flatMap(({ operation, sequentialDepth, writes }) => [
      ...(operation.startsWith('Create')
        ? over(`${operation}: sequential calls`, sequentialDepth, CREATE_DEPTH_BUDGET_CALLS)
        : []),
      ...(operation === 'Update of nothing'
        ? over(`${operation}: writes`, writes, NO_OP_WRITES_BUDGET_CALLS)
        : []),
    ]),
  ];
}

function over(what: string, value: number, budget: number): string[] {
  return value > budget ? [`${what} are ${value}, the budget is ${budget}`] : [];
}
