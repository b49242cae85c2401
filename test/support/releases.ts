import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox } from '../sandbox';

/** A release as it was packaged, kept in test/cases/releases: the template, and the zip of the provider's code. */
export interface EarlierRelease {
  readonly template: string;
  readonly zip: Buffer;
}

const FOLDER = join(__dirname, '..', 'cases', 'releases');
const BUCKET = 'code';
const KEY = 'datadog-integration-role/custom-resource.zip';

export function earlierRelease(version: string): EarlierRelease {
  return {
    template: readFileSync(join(FOLDER, version, 'template.yaml'), 'utf8'),
    zip: readFileSync(join(FOLDER, version, 'custom-resource.zip')),
  };
}

/** Puts the code where the release's template looks for it. @returns the parameters that say where that is */
export async function hostCode(
  sandbox: Sandbox,
  { zip }: EarlierRelease,
): Promise<Readonly<Record<string, string>>> {
  const authorization = 'AWS4-HMAC-SHA256 Credential=123456789012/20260101/us-east-1/s3/aws4_request';
  for (const [path, body] of [
    [BUCKET, Buffer.alloc(0)],
    [`${BUCKET}/${KEY}`, zip],
  ] as const) {
    const answer = await fetch(`${sandbox.endpoint}/${path}`, {
      method: 'PUT',
      body,
      headers: { authorization },
    });
    if (!answer.ok) throw new Error(await answer.text());
  }
  return { CodeBucket: BUCKET };
}
