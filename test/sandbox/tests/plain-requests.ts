import type { Sandbox } from '..';
import { ACCOUNT } from './harness';

/** What a signer of AWS's would send, without the signature's worth. */
export function authorization(service: string, accessKeyId: string, region: string): string {
  return `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${region}/${service}/aws4_request, Signature=0`;
}

/** An operation of a service of AWS's JSON protocol: its answer, or its error as `code: message`. */
export type JsonOperation = (operation: string, parameters: object) => Promise<unknown>;

/** Calls a service that the package has no client for. */
export function jsonService(
  sandbox: Sandbox,
  service: { readonly name: string; readonly target: string },
  { accessKeyId = ACCOUNT, region = 'us-east-1' } = {},
): JsonOperation {
  return async (operation, parameters) => {
    const response = await fetch(sandbox.endpoint, {
      method: 'POST',
      headers: {
        authorization: authorization(service.name, accessKeyId, region),
        'x-amz-target': `${service.target}.${operation}`,
        'content-type': 'application/x-amz-json-1.1',
      },
      body: JSON.stringify(parameters),
    });
    const text = await response.text();
    if (response.ok) return JSON.parse(text);
    const { __type: code, message } = JSON.parse(text);
    return `${code}: ${message}`;
  };
}
