import * as v from 'valibot';
import type { DatadogApi } from './client';

const texts = v.array(v.string());
const namespacesSchema = v.object({ data: v.object({ attributes: v.object({ namespaces: texts }) }) });
const sourcesSchema = v.object({ data: v.object({ attributes: v.object({ logs_services: texts }) }) });

/**
 * The CloudWatch namespaces that Datadog collects. Needs `aws_configuration_read`.
 *
 * https://docs.datadoghq.com/api/latest/aws-integration/#list-available-namespaces
 *
 * @throws DatadogApiError
 */
export async function listNamespaces(api: DatadogApi): Promise<readonly string[]> {
  const path = '/api/v2/integration/aws/available_namespaces';
  const { data } = await api.ask({ method: 'GET', path }, namespacesSchema);
  return data.attributes.namespaces;
}

/**
 * The log sources that Datadog forwards. Needs `aws_configuration_read`.
 *
 * https://docs.datadoghq.com/api/latest/aws-logs-integration/
 *
 * @throws DatadogApiError
 */
export async function listLogSources(api: DatadogApi): Promise<readonly string[]> {
  const path = '/api/v2/integration/aws/logs/services';
  const { data } = await api.ask({ method: 'GET', path }, sourcesSchema);
  return data.attributes.logs_services;
}
