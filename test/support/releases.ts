import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox } from '../sandbox';
import { putIntoS3 } from './s3-object';

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
  await putIntoS3(sandbox, BUCKET);
  await putIntoS3(sandbox, `${BUCKET}/${KEY}`, zip);
  return { CodeBucket: BUCKET };
}
