import type { RetryContext } from '../runtime/retry';
import { createDatadogApi, type DatadogApi } from './client';
import { createConnect } from './connections';
import type { KeySource } from './keys';

/** Datadog's API at any site, for one invocation after the other. */
export interface DatadogAccess {
  /**
   * @param siteName a site of Datadog's, such as `datadoghq.eu`
   * @param hide is given every key before it is sent anywhere
   * @throws UnknownSite
   */
  open(siteName: string, context: RetryContext, hide?: (secret: string) => void): DatadogApi;
}

/**
 * Connections are kept from one invocation to the next, keys are not.
 *
 * @param keysIn undefined keys for what Datadog tells everybody
 * @param endpointUrl as `createConnect` takes it
 */
export function createDatadogAccess(
  keysIn: (context: RetryContext, hide: (secret: string) => void) => KeySource | undefined,
  endpointUrl?: string,
): DatadogAccess {
  const connect = createConnect(endpointUrl);
  return {
    open: (siteName, context, hide = () => undefined) =>
      createDatadogApi({ ...connect(siteName), keys: keysIn(context, hide), context }),
  };
}
