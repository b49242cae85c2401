import type { Ending } from '../conversation';
import type { DatadogError } from './datadog-error';

/** An error as it is sent: objects as the AWS endpoints send them, texts as the rest of the API does. */
export function errorEnding(
  { status, items }: DatadogError,
  headers: Readonly<Record<string, string>> = {},
): Ending {
  const isJsonApi = items.some((item) => typeof item === 'object');
  const contentType = isJsonApi ? 'application/vnd.api+json' : 'application/json';
  return {
    result: String(status),
    answer: {
      status,
      headers: { 'content-type': contentType, ...headers },
      body: JSON.stringify({ errors: items }),
    },
  };
}
