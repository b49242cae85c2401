import { datadogEndpointOf } from './datadog/paths';

/** Environment variables that send every call of a process, to AWS and to Datadog, to a sandbox. */
export function endpointVariables(endpoint: string): Readonly<Record<string, string>> {
  return { AWS_ENDPOINT_URL: endpoint, DATADOG_ENDPOINT_URL: datadogEndpointOf(endpoint) };
}
