import type { RetryContext } from '../runtime/retry';
import { VERSION } from '../runtime/version';
import { createDatadogApi, type DatadogApi } from './client';
import { type ApiEndpoint, endpointOf } from './endpoint';
import type { KeySource } from './keys';
import { createSend, type Send } from './send';

/** Datadog's API at any site, for one invocation after the other. */
export interface DatadogAccess {
  /**
   * @param site its host, such as `datadoghq.eu`
   * @param hide is given every key before it is sent anywhere
   */
  open(site: string, context: RetryContext, hide?: (secret: string) => void): DatadogApi;
}

/**
 * Connections are kept from one invocation to the next, keys are not.
 *
 * @param endpointUrl a URL in which `{site}` stands for the site, for an API that is played; empty for Datadog's own
 */
export function createDatadogAccess(
  keysIn: (context: RetryContext, hide: (secret: string) => void) => KeySource,
  endpointUrl = '',
): DatadogAccess {
  const opened = new Map<string, { readonly endpoint: ApiEndpoint; readonly send: Send }>();
  return {
    open: (site, context, hide = () => undefined) => {
      const endpoint = endpointOf(site, `api.${site}`, endpointUrl);
      const known = opened.get(site) ?? {
        endpoint,
        send: createSend(endpoint, `datadog-integration-role/${VERSION}`),
      };
      opened.set(site, known);
      return createDatadogApi({ ...known, keys: keysIn(context, hide), context });
    },
  };
}
