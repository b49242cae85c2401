import type { RetryContext } from '../runtime/retry';
import { createDatadogAccess, type DatadogAccess } from './access';
import { keysFromSecret } from './secret-keys';

/**
 * Access with keys that lie in a secret: they are read at the first request of each invocation.
 *
 * @param read the secret's text as it is now; undefined where it has bytes in place of a text
 * @param endpointUrl as `createDatadogAccess` takes it
 */
export function secretAccess(
  read: (context: RetryContext) => Promise<string | undefined>,
  endpointUrl?: string,
): DatadogAccess {
  return createDatadogAccess(
    (context, hide) => keysFromSecret(() => read(context), "The secret with Datadog's keys", hide),
    endpointUrl,
  );
}
