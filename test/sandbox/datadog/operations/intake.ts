import { type DatadogOperations, json } from '../operation';
import { readBody, valueAt } from '../read-body';

/** What is sent with an API key alone: kept, for tests to look at. https://docs.datadoghq.com/api/latest/ */
export const INTAKE_OPERATIONS: DatadogOperations = {
  Validate: { write: false, keys: 'API key', run: () => json({ valid: true }) },
  SubmitServiceCheck: {
    write: true,
    keys: 'API key',
    run: ({ body, organization }) => {
      organization.checks.push(...itemsOf(readBody(body)));
      return json({ status: 'ok' }, 202, 'text/json');
    },
  },
  SubmitMetrics: {
    write: true,
    keys: 'API key',
    run: ({ body, organization }) => {
      organization.series.push(...itemsOf(valueAt(readBody(body), 'series')));
      return json({ errors: [] }, 202);
    },
  },
  CreateEvent: {
    write: true,
    keys: 'API key',
    run: ({ body, organization }) => {
      const event = readBody(body);
      organization.events.push(event);
      return json({ status: 'ok', event: { ...(event as object), id: organization.events.length } }, 202);
    },
  },
};

/** A service check may be sent alone. */
function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
