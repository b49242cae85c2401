import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JournalEntry } from '../../test/sandbox';
import type { CustomerAccount } from '../../test/support/customer-account';
import { addIntegrations } from './integrations';
import { type ProcessCost, validatorProcess } from './validator-process';
import { openValidatorStage } from './validator-stage';

/** Under what a run of the validator is put. */
export interface Load {
  readonly integrations: number;
  /** How much of a core the process gets; all of it unless it says so. */
  readonly shareOfCore?: number;
}

/** What such a run came to, with every region of the partition enabled. */
export interface LoadCost {
  readonly integrations: number;
  readonly shareOfCore: number;
  /** Reports, by what they say on the whole. */
  readonly reports: Readonly<Record<string, number>>;
  /** Regions of all integrations, by what was told of them. */
  readonly regions: Readonly<Record<string, number>>;
  readonly milliseconds: number;
  /** The most memory that the process ever had, Node included. */
  readonly peakMemoryBytes: number;
  /** The most probes that were on their way at once. */
  readonly mostAtOnce: number;
}

/** 0.29 is what a function of 512 MB has: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
export const LOADS: readonly Load[] = [
  { integrations: 1 },
  { integrations: 3 },
  { integrations: 3, shareOfCore: 0.29 },
  { integrations: 10 },
  { integrations: 100 },
];

const PROBING_OPERATIONS = ['AssumeRole', 'ListMetrics'];

/** Runs the built validator in a process of its own for each load, on a sandbox whose every call takes `latencyMs`. */
export async function measureLoads(latencyMs: number, loads: readonly Load[]): Promise<LoadCost[]> {
  const customer = await openValidatorStage({}, { Permissions: 'Standard', ResourceCollection: 'false' });
  try {
    const costs: LoadCost[] = [];
    let integrations = 1;
    for (const load of loads) {
      if (load.integrations > integrations) await addIntegrations(customer, integrations, load.integrations);
      integrations = Math.max(integrations, load.integrations);
      costs.push(await measureLoad(customer, latencyMs, load));
    }
    return costs;
  } finally {
    await customer.close();
  }
}

async function measureLoad(
  customer: CustomerAccount,
  latencyMs: number,
  { integrations, shareOfCore = 1 }: Load,
): Promise<LoadCost> {
  customer.sandbox.configure({ latencyMs });
  customer.sandbox.journal.clear();
  const { command, args, env } = validatorProcess(customer);
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const throttling = new AbortController();
  const throttled = shareOfCore < 1 ? throttle(child.pid ?? 0, shareOfCore, throttling.signal) : undefined;
  try {
    const cost: ProcessCost = JSON.parse(await text(child.stdout));
    const reported = Object.values(cost.reports).reduce((sum, count) => sum + count, 0);
    if (reported !== integrations)
      throw new Error(`the validator reported on ${reported} integrations instead of ${integrations}`);
    const probes = customer.sandbox.journal
      .calls()
      .filter(({ operation }) => PROBING_OPERATIONS.includes(operation));
    return {
      integrations,
      shareOfCore,
      reports: cost.reports,
      regions: cost.regions,
      milliseconds: cost.milliseconds,
      peakMemoryBytes: cost.peakBytes,
      mostAtOnce: mostAtOnce(probes),
    };
  } finally {
    throttling.abort();
    await throttled;
    child.kill();
  }
}

/** As Lambda's own scheduler does: the process runs for a part of each period, and stands still for the rest of it. */
const PERIOD_MS = 100;

async function throttle(pid: number, share: number, signal: AbortSignal): Promise<void> {
  const wait = (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined);
  while (!signal.aborted) {
    await wait(PERIOD_MS * share);
    if (!send(pid, 'SIGSTOP')) return;
    await wait(PERIOD_MS * (1 - share));
    if (!send(pid, 'SIGCONT')) return;
  }
}

/** Whether there was a process to take it. */
function send(pid: number, signal: 'SIGSTOP' | 'SIGCONT'): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** How many calls overlapped at most. */
export function mostAtOnce(calls: readonly Pick<JournalEntry, 'startedAt' | 'endedAt'>[]): number {
  const changes = calls
    .flatMap(({ startedAt, endedAt }) => [
      { at: startedAt, by: 1 },
      { at: endedAt, by: -1 },
    ])
    .sort((one, other) => one.at - other.at || one.by - other.by);
  let now = 0;
  let most = 0;
  for (const { by } of changes) {
    now += by;
    most = Math.max(most, now);
  }
  return most;
}
