import {
  LOOP_RATIO_BUDGET,
  VALIDATOR_ALERT_DEPTH_BUDGET_CALLS,
  VALIDATOR_DEPTH_BUDGET_CALLS,
  VALIDATOR_MEMORY_BUDGET_BYTES,
} from './budgets';
import { table } from './table';
import type { ValidatorCost } from './validator';

const BYTES_PER_MEGABYTE = 1_000_000;

/** What a run of the validator costs, as a table. */
export function formatValidator(cost: ValidatorCost, latencyMs: number): string[] {
  const { hanging } = cost;
  return [
    `Validator: ${cost.regions} regions, ${cost.calls} AWS calls a run (each takes ${latencyMs} ms)`,
    '',
    ...table(
      ['', 'measured', 'budget'],
      [
        ['calls one after the other', String(cost.sequentialDepth), String(VALIDATOR_DEPTH_BUDGET_CALLS)],
        [
          '  in a run that alerts',
          String(cost.sequentialDepthWithAlert),
          String(VALIDATOR_ALERT_DEPTH_BUDGET_CALLS),
        ],
        ['a run', milliseconds(cost.milliseconds)],
        ['  the first one of a process, loading included', milliseconds(cost.coldMilliseconds)],
        [
          `  while ${hanging.regions.length} of the regions hang`,
          `+${(hanging.extraMilliseconds / 1000).toFixed(1)} s`,
        ],
        ['all regions, as the validator tries them', milliseconds(cost.regionsMilliseconds)],
        ['  the same calls, one region after the other', milliseconds(cost.loopMilliseconds)],
        ['  times as long', cost.loopRatio.toFixed(1), `${LOOP_RATIO_BUDGET} at least`],
        [
          'peak memory of a process with one run',
          megabytes(cost.peakMemoryBytes),
          megabytes(VALIDATOR_MEMORY_BUDGET_BYTES),
        ],
      ],
    ),
    '',
    `Told as unreachable: ${hanging.unreachable.join(', ') || 'none'}; hanging were ${hanging.regions.join(', ')}.`,
  ];
}

function milliseconds(value: number): string {
  return `${Math.round(value)} ms`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / BYTES_PER_MEGABYTE)} MB`;
}
