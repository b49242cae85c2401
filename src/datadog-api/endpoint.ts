/** Where a site's API is: `https://api.datadoghq.eu`, or what `DATADOG_ENDPOINT_URL` puts in its place. */
export interface ApiEndpoint {
  /** Host of the site, such as `datadoghq.eu`: what people know it by. */
  readonly site: string;
  readonly url: URL;
}

/**
 * @param api host of the site's API
 * @param override a URL in which `{site}` stands for the site, for an API that is played; empty for Datadog's own
 */
export function endpointOf(site: string, api: string, override = ''): ApiEndpoint {
  return { site, url: new URL(override === '' ? `https://${api}` : override.replaceAll('{site}', site)) };
}
