import { SIZE_BUDGETS, TEMPLATE_BUDGET_BYTES, TEMPLATE_LIMIT_BYTES } from './budgets';
import type { BundleSize } from './bundle-sizes';
import type { ColdStart } from './cold-start';
import type { LoadCost } from './load';
import { formatLoads } from './load-report';
import type { OperationCost } from './operations';
import type { RegistrationCost } from './registrations';
import type { Spread } from './statistics';
import { table } from './table';
import type { ValidatorCost } from './validator';
import { formatValidator } from './validator-report';

/** Everything that the benchmark found. */
export interface BenchReport {
  readonly node: string;
  readonly latencyMs: number;
  readonly operations: readonly OperationCost[];
  readonly registrations: readonly RegistrationCost[];
  /** For comparison; counted in Datadog's published code, not measured here. */
  readonly reference: { readonly what: string; readonly sequentialCalls: number };
  readonly validator: ValidatorCost;
  readonly loads: readonly LoadCost[];
  readonly bundles: readonly BundleSize[];
  /** Of account.yaml. */
  readonly templateBytes: number;
  readonly coldStart: ColdStart;
  /** How much longer boto3 takes than the bundle, by medians. */
  readonly coldStartRatio?: number;
  readonly overBudget: readonly string[];
}

/** The report as tables. */
export function formatReport(report: BenchReport): string {
  const {
    node,
    latencyMs,
    operations,
    registrations,
    reference,
    validator,
    loads,
    bundles,
    templateBytes,
    coldStart,
    coldStartRatio,
    overBudget,
  } = report;
  return [
    `Custom resource: AWS calls (each takes ${latencyMs} ms; "deep": one after the other, without the self-test's)`,
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
    'Registration in Datadog',
    '',
    ...table(
      ['', 'AWS calls', 'requests to Datadog', 'of these deep', 'all together deep'],
      registrations.map(({ operation, awsCalls, httpCalls, httpDepth, sequentialDepth }) =>
        [operation, awsCalls, httpCalls, httpDepth, sequentialDepth].map(String),
      ),
    ),
    '',
    `For comparison, not measured: ${reference.what}: ${reference.sequentialCalls} calls, one after the other.`,
    '',
    ...formatValidator(validator, latencyMs),
    '',
    ...formatLoads(loads),
    '',
    'Bundles',
    '',
    ...table(
      ['', 'minified', 'budget', 'gzipped', 'budget'],
      bundles.map(({ bundle, minifiedBytes, gzippedBytes }) => {
        const { [bundle]: budget } = SIZE_BUDGETS;
        return [
          bundle,
          kilobytes(minifiedBytes),
          kilobytes(budget?.minifiedBytes),
          kilobytes(gzippedBytes),
          kilobytes(budget?.gzippedBytes),
        ];
      }),
    ),
    '',
    `account.yaml: ${kilobytes(templateBytes)} of ${kilobytes(TEMPLATE_BUDGET_BYTES)}; CloudFormation takes ${kilobytes(TEMPLATE_LIMIT_BYTES)}, so that ${kilobytes(TEMPLATE_LIMIT_BYTES - templateBytes)} are left.`,
    '',
    `Cold start of the custom resource in fresh processes (Node ${node}, ${coldStart.runs} runs, in turn with Python)`,
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

function kilobytes(bytes: number | undefined): string {
  return bytes === undefined ? '' : `${(bytes / 1000).toFixed(1)} KB`;
}
