import { findSite } from '../datadog/sites';
import type { RetryContext } from '../runtime/retry';
import { show } from '../runtime/text';
import { UserError } from '../runtime/user-error';
import { VERSION } from '../runtime/version';
import { createDatadogApi, type DatadogApi } from './client';
import { type ApiEndpoint, endpointOf } from './endpoint';
import type { KeySource } from './keys';
import { createSend, type Send } from './send';

/** A site that Datadog has not; nobody sends it keys. */
export class UnknownSite extends UserError {
  override readonly name = 'UnknownSite';
}

function unknownSite(name: string): never {
  throw new UnknownSite(
    `Datadog has no site ${show(name)}, and its keys go nowhere else: set DatadogSite to the site of your organization.`,
  );
}

/** Datadog's API at any site, for one invocation after the other. */
export interface DatadogAccess {
  /**
   * @param siteName a site of Datadog's, such as `datadoghq.eu`; keys go to no other host
   * @param hide is given every key before it is sent anywhere
   * @throws UnknownSite
   */
  open(siteName: string, context: RetryContext, hide?: (secret: string) => void): DatadogApi;
}

/**
 * Connections are kept from one invocation to the next, keys are not.
 *
 * @param keysIn undefined keys for what Datadog tells everybody
 * @param endpointUrl a URL in which `{site}` stands for the site, for an API that is played; empty for Datadog's own
 */
export function createDatadogAccess(
  keysIn: (context: RetryContext, hide: (secret: string) => void) => KeySource | undefined,
  endpointUrl = '',
): DatadogAccess {
  const opened = new Map<string, { readonly endpoint: ApiEndpoint; readonly send: Send }>();
  return {
    open: (siteName, context, hide = () => undefined) => {
      const { site, api } = findSite(siteName) ?? unknownSite(siteName);
      const endpoint = endpointOf(site, api, endpointUrl);
      const known = opened.get(site) ?? {
        endpoint,
        send: createSend(endpoint, `datadog-integration-role/${VERSION}`),
      };
      opened.set(site, known);
      return createDatadogApi({ ...known, keys: keysIn(context, hide), context });
    },
  };
}
