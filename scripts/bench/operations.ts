import { type JournalEntry, sequentialDepth } from '../../test/sandbox';
import {
  type CustomerAccount,
  LOGICAL_ID,
  openCustomerAccount,
  type Stack,
} from '../../test/support/customer-account';
import { declaredProperties } from '../../test/support/declared-integration';
import { median } from './statistics';

/** What one operation of the custom resource costs. */
export interface OperationCost {
  readonly operation: string;
  /** AWS calls, by service and in all; those of the self-test included. */
  readonly calls: number;
  readonly callsByService: Readonly<Record<string, number>>;
  readonly writes: number;
  /** Calls with which the self-test tried the role. */
  readonly selfTestCalls: number;
  /** The longest chain of calls of which each had to wait for the one before; without the self-test's. */
  readonly sequentialDepth: number;
  /** From the event to its reply: the median of all runs. */
  readonly milliseconds: number;
}

interface Measured {
  readonly operation: string;
  readonly calls: readonly JournalEntry[];
  readonly milliseconds: number;
}

/** Parameters of template.yaml for each deployment; those without a name only lead to the next one. */
const DEPLOYMENTS = [
  { operation: 'Create Full', permissions: 'Full' },
  { operation: 'Update of nothing', permissions: 'Full' },
  { operation: 'Update Full to Core', permissions: 'Core' },
  { operation: undefined, permissions: 'Standard' },
  { operation: 'Update Standard to Full', permissions: 'Full' },
] as const;

/** How what is counted, and not timed, is kept from depending on the machine. */
export interface Pace {
  readonly skipsWaits?: boolean;
  /** As the sandbox's setting of that name. */
  readonly holdsCalls?: boolean;
}

/**
 * Measures each operation on a fresh sandbox whose every call takes `latencyMs`, `runs` times. Counts are those of the
 * run with the most calls: they should be the same in all. The depth is the least seen: on a busy machine a call that
 * starts late looks like one that waited, while one that waits never looks like one that did not.
 *
 * @throws Error when a deployment does not succeed
 */
export async function measureOperations(
  latencyMs: number,
  runs: number,
  pace: Pace = {},
): Promise<OperationCost[]> {
  const measured: Measured[] = [];
  for (let run = 0; run < runs; run += 1) measured.push(...(await oneRun(latencyMs, pace)));
  const operations = [...new Set(measured.map(({ operation }) => operation))];
  return operations.map((operation) => costOf(measured.filter((one) => one.operation === operation)));
}

function costOf(measured: readonly Measured[]): OperationCost {
  const most = measured.reduce((one, other) => (other.calls.length > one.calls.length ? other : one));
  const work = most.calls.filter(({ operation }) => operation !== 'AssumeRole');
  return {
    operation: most.operation,
    calls: most.calls.length,
    callsByService: countByService(most.calls),
    writes: most.calls.filter(({ write }) => write).length,
    selfTestCalls: most.calls.length - work.length,
    sequentialDepth: Math.min(...measured.map(({ calls }) => depthOfWork(calls))),
    milliseconds: median(measured.map(({ milliseconds }) => milliseconds)),
  };
}

function depthOfWork(calls: readonly JournalEntry[]): number {
  return sequentialDepth(calls.filter(({ operation }) => operation !== 'AssumeRole'));
}

function countByService(calls: readonly JournalEntry[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { service } of calls) counts[service] = (counts[service] ?? 0) + 1;
  return counts;
}

async function oneRun(
  latencyMs: number,
  { skipsWaits = false, holdsCalls = false }: Pace,
): Promise<Measured[]> {
  const customer = await openCustomerAccount({ skipsWaits, sandbox: { latencyMs } });
  customer.sandbox.configure({ holdsCalls });
  try {
    const stack = customer.stack();
    const measured: Measured[] = [];
    for (const { operation, permissions } of DEPLOYMENTS) {
      const properties = declaredProperties(customer, {
        Permissions: permissions,
        ResourceCollection: 'true',
      });
      const deploy = () => customer.deploy(stack, properties, { force: stack.status !== undefined });
      const costs = await measure(customer, stack, operation ?? '', deploy);
      if (operation !== undefined) measured.push(costs);
    }
    return [...measured, await measure(customer, stack, 'Delete', () => stack.delete())];
  } finally {
    await customer.close();
  }
}

async function measure(
  customer: CustomerAccount,
  stack: Stack,
  operation: string,
  run: () => Promise<string>,
): Promise<Measured> {
  customer.sandbox.journal.clear();
  const eventsBefore = stack.events.length;
  const status = await run();
  const events = stack.events.slice(eventsBefore).filter(({ logicalId }) => logicalId === LOGICAL_ID);
  const [begun, ended] = events;
  if (begun === undefined || ended === undefined || !/^(CREATE|UPDATE|DELETE)_COMPLETE$/.test(status)) {
    throw new Error(`${operation}: the stack ended in ${status}: ${ended?.reason ?? 'no event was sent'}`);
  }
  return {
    operation,
    calls: customer.calls(),
    milliseconds: ended.time.getTime() - begun.time.getTime(),
  };
}
