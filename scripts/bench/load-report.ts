import { LOAD_MEMORY_BUDGET_BYTES, PROBES_AT_ONCE_BUDGET } from './budgets';
import type { LoadCost } from './load';
import { table } from './table';

const BYTES_PER_MEGABYTE = 1_000_000;

/** What the validator's runs came to under each load, as a table. */
export function formatLoads(loads: readonly LoadCost[]): string[] {
  return [
    `Validator under load, in a process of its own (budgets: ${megabytes(LOAD_MEMORY_BUDGET_BYTES)}, ${PROBES_AT_ONCE_BUDGET} at once, every region ok)`,
    '',
    ...table(
      ['integrations', 'of a core', 'time', 'peak memory', 'at once', 'reports', 'regions'],
      loads.map(
        ({ integrations, shareOfCore, milliseconds, peakMemoryBytes, mostAtOnce, reports, regions }) => [
          String(integrations),
          String(shareOfCore),
          `${(milliseconds / 1000).toFixed(1)} s`,
          megabytes(peakMemoryBytes),
          String(mostAtOnce),
          counted(reports),
          counted(regions),
        ],
      ),
    ),
  ];
}

function counted(byStatus: Readonly<Record<string, number>>): string {
  return Object.entries(byStatus)
    .map(([status, count]) => `${count} ${status}`)
    .join(', ');
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / BYTES_PER_MEGABYTE)} MB`;
}
