import { badRequest } from './datadog-error';

/** The body of a request. @throws DatadogError 400, in words of our own: none such is recorded */
export function readBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw badRequest('invalid JSON in the request body');
  }
}

/** A value somewhere in a body, whatever else is in it. */
export function valueAt(body: unknown, ...path: readonly string[]): unknown {
  return path.reduce((value, key) => (isObject(value) ? value[key] : undefined), body);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
