import { isObject } from '../authorize/document';
import { AwsError } from '../aws-error';
import type { ParameterValue } from '../parameters';
import type { ResultFields, ResultValue } from '../service';

/** Reads the body of AWS's JSON protocols. @throws AwsError SerializationException */
export function readJson(body: string): { readonly [name: string]: ParameterValue } {
  if (body === '') return {};
  try {
    const values: unknown = JSON.parse(body);
    // JSON.parse makes nothing but ParameterValues.
    if (isObject(values)) return values as { readonly [name: string]: ParameterValue };
  } catch {
    // Falls through to AWS's answer for both kinds of bad body.
  }
  throw new AwsError('SerializationException', 'Start of structure or map found where not expected.');
}

/** An answer of AWS's JSON protocols: dates are seconds since the epoch. */
export function writeJson(result: ResultFields | undefined): string {
  return JSON.stringify(plain(result ?? {}));
}

function plain(value: ResultValue): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Map) return Object.fromEntries(value);
  if (Array.isArray(value)) return value.map((item: ResultValue) => plain(item));
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, plain(child)]));
}

export function writeJsonError(error: AwsError): string {
  return JSON.stringify({ __type: error.code, message: error.message === '' ? undefined : error.message });
}
