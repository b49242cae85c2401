import type { Sandbox } from '..';
import { faultsOf } from '../datadog/schemas';
import { routeOf } from '../routes';

export const API_KEY = '0123456789abcdef0123456789abcdef';
export const APPLICATION_KEY = '0123456789abcdef0123456789abcdef01234567';
export const SITE = 'datadoghq.com';
export const ACCOUNTS = '/api/v2/integration/aws/accounts';

type Schema = Parameters<typeof faultsOf>[0];

/** Which schema of Datadog's the answer to a request has, by its route. */
const ANSWERS: Readonly<Record<string, Schema>> = {
  'GET /api/v2/integration/aws/accounts': 'AWSAccountsResponse',
  'POST /api/v2/integration/aws/accounts': 'AWSAccountResponse',
  'GET /api/v2/integration/aws/accounts/{id}': 'AWSAccountResponse',
  'PATCH /api/v2/integration/aws/accounts/{id}': 'AWSAccountResponse',
  'POST /api/v2/integration/aws/generate_new_external_id': 'AWSNewExternalIDResponse',
  'GET /api/v2/integration/aws/iam_permissions': 'AWSIntegrationIamPermissionsResponse',
  'GET /api/v2/integration/aws/iam_permissions/{list}': 'AWSIntegrationIamPermissionsResponse',
  'GET /api/v2/integration/aws/available_namespaces': 'AWSNamespacesResponse',
  'GET /api/v2/integration/aws/logs/services': 'AWSLogsServicesResponse',
};

/** An answer as a test reads it: single fields of the body are compared, after schemas have judged the whole. */
export interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly headers: Headers;
  readonly text: string;
  readonly body: ReturnType<typeof JSON.parse>;
}

export type DatadogClient = (method: string, path: string, body?: unknown) => Promise<Answer>;

export interface ClientKeys {
  readonly site?: string;
  readonly apiKey?: string | undefined;
  readonly applicationKey?: string | undefined;
}

/**
 * Calls Datadog's API with keys, and holds every answer to the API's own schemas: good ones to that of their operation, errors to
 * one of the two forms of errors. `chunked` lists are in no schema.
 */
export function datadogClient(sandbox: Sandbox, keys: ClientKeys = {}): DatadogClient {
  const {
    site = SITE,
    apiKey,
    applicationKey,
  } = { apiKey: API_KEY, applicationKey: APPLICATION_KEY, ...keys };
  const endpoint = sandbox.datadogEndpoint.replace('{site}', site);
  return async (method, path, body) => {
    const response = await fetch(endpoint + path, {
      method,
      headers: {
        ...(apiKey === undefined ? {} : { 'DD-API-KEY': apiKey }),
        ...(applicationKey === undefined ? {} : { 'DD-APPLICATION-KEY': applicationKey }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const type = response.headers.get('content-type');
    const isJson = type?.includes('json') ?? false;
    const answer = {
      status: response.status,
      type,
      headers: response.headers,
      text,
      body: isJson ? JSON.parse(text) : undefined,
    };
    if (isJson && !path.includes('chunked')) expectSchema(method, path, answer);
    return answer;
  };
}

function expectSchema(method: string, path: string, { status, body }: Answer): void {
  if (status >= 400) {
    const forms = [faultsOf('APIErrorResponse', body), faultsOf('JSONAPIErrorResponse', body)];
    expect(forms).toContain(undefined);
    return;
  }
  const [route = ''] = path.split('?');
  const schema = routeOf(ANSWERS, { method, path: route, query: new URLSearchParams() })?.operation;
  if (schema !== undefined) expect(faultsOf(schema as Schema, body)).toBeUndefined();
}

/** The body of a request to register an account. */
export function registering(attributes: object = {}): object {
  return {
    data: {
      type: 'account',
      attributes: {
        aws_account_id: '123456789012',
        aws_partition: 'aws',
        auth_config: { role_name: 'DatadogIntegrationRole' },
        ...attributes,
      },
    },
  };
}

/** The body of a request to change one. */
export function changing(attributes: object): object {
  return { data: { type: 'account', attributes: { aws_account_id: '123456789012', ...attributes } } };
}
