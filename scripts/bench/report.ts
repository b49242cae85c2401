import { GZIPPED_BUDGET_BYTES, MINIFIED_BUDGET_BYTES } from './budgets';
import type { BundleSize } from './bundle-sizes';
import type { ColdStart } from './cold-start';
import type { OperationCost } from './operations';
import type { Spread } from './statistics';

/** Everything that the benchmark found. */
export interface BenchReport {
  readonly node: string;
  readonly latencyMs: number;
  readonly operations: readonly OperationCost[];
  /** For comparison; counted in Datadog's published code, not measured here. */
  readonly reference: { readonly what: string; readonly sequentialCalls: number };
  readonly bundles: readonly BundleSize[];
  readonly coldStart: ColdStart;
  /** How much longer boto3 takes than the bundle, by medians. */
  readonly coldStartRatio?: number;
  readonly overBudget: readonly string[];
}

/** The report as tables. */
export function formatReport(report: BenchReport): string {
  const { node, latencyMs, operations, reference, bundles, coldStart, coldStartRatio, overBudget } = report;
  return [
    `AWS calls (each takes ${latencyMs} ms; "deep": one after the other, without the self-test's)`,
    '',
    ...table(
      ['', 'calls', 'by service', 'writes', 'self-test', 'deep', 'reply after'],
      operations.map((cost) => [
        cost.operation,
        String(cost.calls),
        Object.entries(cost.callsByService)
          .map(([service, count]) => `${service} ${count}`)
          .join(', '),
        String(cost.writes),
        String(cost.selfTestCalls),
        String(cost.sequentialDepth),
        `${Math.round(cost.milliseconds)} ms`,
      ]),
    ),
    '',
    `For comparison, not measured: ${reference.what}: ${reference.sequentialCalls} calls, one after the other.`,
    '',
    `Bundles (budget: ${kilobytes(MINIFIED_BUDGET_BYTES)} minified, ${kilobytes(GZIPPED_BUDGET_BYTES)} gzipped)`,
    '',
    ...table(
      ['', 'minified', 'gzipped'],
      bundles.map(({ bundle, minifiedBytes, gzippedBytes }) => [
        bundle,
        kilobytes(minifiedBytes),
        kilobytes(gzippedBytes),
      ]),
    ),
    '',
    `Cold start in fresh processes (Node ${node}, ${coldStart.runs} runs, in turn with Python)`,
    '',
    ...table(
      ['', 'min', 'median', 'max'],
      [
        ['bundle loaded', ...times(coldStart.loaded)],
        ['ready to handle', ...times(coldStart.ready)],
        ['first reply delivered', ...times(coldStart.replied)],
        ...(coldStart.boto3Ready === undefined
          ? []
          : [['Python: boto3 and an IAM client', ...times(coldStart.boto3Ready)]]),
      ],
    ),
    '',
    coldStartRatio === undefined
      ? 'Left out: the comparison with Python, for there is no python3 with boto3 here.'
      : `Python needs ${coldStartRatio.toFixed(1)} times as long to be ready.`,
    ...overBudget.map((text) => `Over budget: ${text}`),
    '',
  ].join('\n');
}

function times({ min, median, max }: Spread): string[] {
  return [min, median, max].map((milliseconds) => `${milliseconds.toFixed(1)} ms`);
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} KB`;
}

/** Columns as wide as their widest cell; the first is text, numbers stand to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((cell, column) =>
    Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [head, ...rows].map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
}
