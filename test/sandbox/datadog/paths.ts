import { siteOfHost } from './sites';

/** Where a sandbox that listens there serves Datadog's API: `{site}` stands for the name of a site. */
export function datadogEndpointOf(endpoint: string): string {
  return `${endpoint}/datadog/{site}`;
}

/** The path, in a sandbox that serves AWS as well, of a request to Datadog itself. */
export function datadogPath(path: string, host: string | undefined): string {
  return `/datadog/${siteOfHost(host)}${path}`;
}
