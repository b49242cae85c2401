import type { AwsError } from '../aws-error';
import type { ResultFields, ResultValue } from '../service';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeXml(text: string): string {
  return text.replace(/[&<>"\r]/g, (character) => ESCAPES[character] ?? '&#13;');
}

/** An answer of AWS's query protocol. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export function writeResult(
  operation: string,
  namespace: string,
  result: ResultFields | undefined,
  requestId: string,
): string {
  const body = result === undefined ? '' : element(`${operation}Result`, result);
  const metadata = element('ResponseMetadata', { RequestId: requestId });
  return `<${operation}Response xmlns="${namespace}">${body}${metadata}</${operation}Response>`;
}

/** Whose fault an error is, in the words of AWS's query protocol. */
export function faultOf(error: AwsError): 'Sender' | 'Receiver' {
  return error.status < 500 ? 'Sender' : 'Receiver';
}

export function writeError(error: AwsError, namespace: string, requestId: string): string {
  const fields = {
    Type: error.status < 500 ? 'Sender' : 'Receiver',
    Code: error.code,
    Message: error.message,
  };
  const body = element('Error', fields) + element('RequestId', requestId);
  return `<ErrorResponse xmlns="${namespace}">${body}</ErrorResponse>`;
}

/**
 * An answer of the REST-XML protocol, which has lists without members: each item stands under the list's own name.
 * https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html
 */
export function writeRestXml(operation: string, namespace: string, result: ResultFields | undefined): string {
  return `<?xml version="1.0" encoding="UTF-8"?><${operation}Result xmlns="${namespace}">${flat(result ?? {})}</${operation}Result>`;
}

function flat(fields: ResultFields): string {
  return Object.entries(fields)
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((item: ResultValue) => [name, item] as const),
    )
    .map(([name, item]) => (isFields(item) ? `<${name}>${flat(item)}</${name}>` : element(name, item)))
    .join('');
}

function isFields(value: ResultValue): value is ResultFields {
  return (
    typeof value === 'object' && !(value instanceof Date) && !(value instanceof Map) && !Array.isArray(value)
  );
}

export function writeRestXmlError({ code, message }: AwsError, requestId: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${element('Error', { Code: code, Message: message, RequestId: requestId })}`;
}

function element(name: string, value: ResultValue): string {
  return value === undefined ? '' : `<${name}>${content(value)}</${name}>`;
}

function content(value: Exclude<ResultValue, undefined>): string {
  if (value instanceof Date) return value.toISOString().replace(/\.\d+Z$/, 'Z');
  if (value instanceof Map) {
    return [...value].map(([key, entry]) => element('entry', { key, value: entry })).join('');
  }
  if (Array.isArray(value)) return value.map((item: ResultValue) => element('member', item)).join('');
  if (typeof value !== 'object') return escapeXml(String(value));
  return Object.entries(value)
    .map(([name, child]) => element(name, child))
    .join('');
}
