import { findSite } from '../datadog/sites';
import { onceEach } from '../runtime/once-each';
import { show } from '../runtime/text';
import { UserError } from '../runtime/user-error';
import { VERSION } from '../runtime/version';
import type { DatadogApiOptions } from './client';
import { endpointOf } from './endpoint';
import { createSend } from './send';

/** A site that Datadog has not; nobody sends it keys. */
export class UnknownSite extends UserError {
  override readonly name = 'UnknownSite';

  constructor(name: string) {
    super(
      `Datadog has no site ${show(name)}, and its keys go nowhere else: set DatadogSite to the site of your organization.`,
    );
  }
}

/**
 * The way to a site of Datadog's, such as `datadoghq.eu`: connections are kept from one request to the next. Keys go to no other host.
 *
 * @throws UnknownSite
 */
export type Connect = (siteName: string) => Pick<DatadogApiOptions, 'endpoint' | 'send'>;

/** @param endpointUrl a URL in which `{site}` stands for the site, for an API that is played; empty for Datadog's own */
export function createConnect(endpointUrl = ''): Connect {
  return onceEach((siteName: string) => {
    const known = findSite(siteName);
    if (known === undefined) throw new UnknownSite(siteName);
    const endpoint = endpointOf(known.site, known.api, endpointUrl);
    return { endpoint, send: createSend(endpoint, `datadog-integration-role/${VERSION}`) };
  });
}
