import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Small hand-written bundles in a temporary folder. */
export interface Bundles {
  /** Writes a bundle whose handler has this body, with `event`, `context` and `reply(event, fields)` in scope. */
  handler(body: string): string;
  /** Writes a bundle with exactly this source. */
  source(source: string): string;
  remove(): void;
}

const PRELUDE = `
const http = require('node:http');
/** PUTs one response; resolves to the HTTP status. */
function reply(event, fields) {
  const { StackId, RequestId, LogicalResourceId, PhysicalResourceId } = event;
  const body = typeof fields === 'string' ? fields
    : JSON.stringify({ Status: 'SUCCESS', PhysicalResourceId, StackId, RequestId, LogicalResourceId, ...fields });
  return new Promise((resolve, reject) => {
    const request = http.request(event.ResponseURL, {
      method: 'PUT', agent: false, headers: { 'content-type': '', 'content-length': Buffer.byteLength(body) },
    }, (response) => { response.resume(); response.on('end', () => resolve(response.statusCode)); });
    request.on('error', reject);
    request.end(body);
  });
}
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
`;

export function temporaryBundles(): Bundles {
  const folder = mkdtempSync(join(tmpdir(), 'bundles-'));
  let count = 0;
  const source = (text: string) => {
    count += 1;
    const path = join(folder, `${count}.js`);
    writeFileSync(path, text);
    return path;
  };
  return {
    source,
    handler: (body) => source(`${PRELUDE}\nexports.handler = async (event, context) => {\n${body}\n};\n`),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
