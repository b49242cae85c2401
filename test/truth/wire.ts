import { Agent, request } from 'node:http';

/** One call as its signer sends it; the sandbox reads who asks, and does not verify signatures. */
export interface WireCall {
  readonly accessKeyId: string;
  readonly region: string;
  /** As in the credential scope. */
  readonly service: string;
  readonly body?: string;
  /** JSON protocol: the operation. */
  readonly target?: string;
  /** REST: what is fetched. */
  readonly path?: string;
  readonly userAgent?: string;
}

export interface WireAnswer {
  readonly status: number;
  readonly body: string;
}

export interface Wire {
  send(call: WireCall): Promise<WireAnswer>;
  close(): void;
}

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/x-amz-json-1.1';

/** AWS without an SDK: what is truly answered, at a tenth of the effort. */
export function openWire(endpoint: string): Wire {
  const agent = new Agent({ keepAlive: true });
  const send = (call: WireCall): Promise<WireAnswer> =>
    new Promise((resolve, reject) => {
      const { accessKeyId, region, service, body = '', target, path, userAgent } = call;
      const headers = {
        authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260601/${region}/${service}/aws4_request, Signature=0`,
        'content-type': target === undefined && path === undefined ? FORM : JSON_TYPE,
        'content-length': Buffer.byteLength(body),
        ...(target === undefined ? {} : { 'x-amz-target': target }),
        ...(userAgent === undefined ? {} : { 'user-agent': userAgent }),
      };
      const method = path === undefined ? 'POST' : 'GET';
      request(`${endpoint}${path ?? '/'}`, { agent, method, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
        response.on('error', reject);
      })
        .on('error', reject)
        .end(body);
    });
  return { send, close: () => agent.destroy() };
}

/** The parameters of a call of AWS's query protocol. */
export function queryOf(parameters: Readonly<Record<string, string>>): string {
  return new URLSearchParams(parameters).toString();
}
