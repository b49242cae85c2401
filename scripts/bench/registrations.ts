import { type JournalEntry, sequentialDepth } from '../../test/sandbox';
import { openRegisteringCustomer } from '../../test/support/registration';
import type { Pace } from './operations';

/** What one operation of the registration costs. */
export interface RegistrationCost {
  readonly operation: string;
  readonly awsCalls: number;
  readonly httpCalls: number;
  /** The longest chain of requests to Datadog of which each had to wait for the one before. */
  readonly httpDepth: number;
  /** The same of all calls, AWS's among them. */
  readonly sequentialDepth: number;
}

const REGIONS = { Regions: ['eu-west-1', 'us-east-1'] };
const DEPLOYMENTS = [
  { operation: 'Create', properties: {} },
  { operation: 'Update of nothing', properties: {} },
  { operation: 'Update of the regions', properties: REGIONS },
] as const;

/** Measures each operation once on a sandbox whose every call takes `latencyMs`. @throws Error when one does not succeed */
export async function measureRegistrations(latencyMs: number, pace: Pace = {}): Promise<RegistrationCost[]> {
  const { skipsWaits = false, holdsCalls = false } = pace;
  const { customer, register, renew, close } = await openRegisteringCustomer({ skipsWaits });
  try {
    renew();
    customer.sandbox.configure({ latencyMs, holdsCalls });
    const stack = customer.stack();
    const measure = async (operation: string, run: () => Promise<string>): Promise<RegistrationCost> => {
      customer.sandbox.journal.clear();
      const status = await run();
      if (!/^(CREATE|UPDATE|DELETE)_COMPLETE$/.test(status))
        throw new Error(`${operation} of the registration: the stack ended in ${status}`);
      return costOf(operation, customer.sandbox.journal.calls());
    };
    const costs: RegistrationCost[] = [];
    for (const { operation, properties } of DEPLOYMENTS)
      costs.push(
        await measure(operation, () => register(stack, properties, { force: stack.status !== undefined })),
      );
    return [...costs, await measure('Delete', () => stack.delete())];
  } finally {
    await close();
  }
}

function costOf(operation: string, calls: readonly JournalEntry[]): RegistrationCost {
  const http = calls.filter(({ service }) => service === 'datadog');
  return {
    operation,
    awsCalls: calls.length - http.length,
    httpCalls: http.length,
    httpDepth: sequentialDepth(http),
    sequentialDepth: sequentialDepth(calls),
  };
}
