import type { AwsPermission } from './keys';
import type { Organization } from './organization';
import type { DatadogState } from './state';

/** A call, before anybody has looked at its keys. */
export interface DatadogCall {
  readonly datadog: DatadogState;
  readonly site: string;
  /** What stands in the path for the names in braces. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

export interface OrganizationCall extends DatadogCall {
  readonly organization: Organization;
}

export interface DatadogAnswer {
  readonly status: number;
  readonly contentType?: string;
  /** Written as JSON; undefined for an answer without a body. */
  readonly body?: unknown;
}

/** The keys that an operation asks for: none, an API key, or that with an application key that has the permission. */
export type DatadogOperation = { readonly write: boolean } & (
  | { readonly keys: 'none'; readonly run: (call: DatadogCall) => DatadogAnswer }
  | { readonly keys: 'API key'; readonly run: (call: OrganizationCall) => DatadogAnswer }
  | { readonly keys: AwsPermission; readonly run: (call: OrganizationCall) => DatadogAnswer }
);

/** Operations by Datadog's operation ids. */
export type DatadogOperations = Readonly<Record<string, DatadogOperation>>;

const JSON_API = 'application/vnd.api+json';

/** An answer of the AWS endpoints: all of them have this type. */
export function jsonApi(data: unknown): DatadogAnswer {
  return { status: 200, contentType: JSON_API, body: { data } };
}

export function json(body: unknown, status = 200, contentType = 'application/json'): DatadogAnswer {
  return { status, contentType, body };
}
