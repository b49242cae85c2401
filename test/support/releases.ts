import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { readTemplate, type Template } from '../sandbox/cloudformation/template';
import { type CustomerAccount, EXTERNAL_ID } from './customer-account';
import { installFunction } from './installed-function';
import { BUNDLE_PATH, replacePolicies, resolvedTemplate, TEMPLATE } from './installed-provider';

/** What a release has brought: its template, and the code of the provider. */
export interface Release {
  readonly template: Template;
  readonly bundlePath: string;
}

/** What is built of the present sources. */
export const PRESENT: Release = { template: TEMPLATE, bundlePath: BUNDLE_PATH };

const FOLDER = join(__dirname, '..', 'cases', 'releases');
const PLACE = { accountId: '123456789012', partition: 'aws', region: 'us-east-1' };

/** A release as it was packaged, kept in test/cases/releases. @param folder where its code is put */
export function earlierRelease(version: string, folder: string): Release {
  const code = unzipSync(readFileSync(join(FOLDER, version, 'custom-resource.zip')))['index.js'];
  if (code === undefined) throw new Error(`the release ${version} has no code`);
  const bundlePath = join(folder, 'index.js');
  writeFileSync(bundlePath, code);
  return { template: readTemplate(readFileSync(join(FOLDER, version, 'template.yaml'), 'utf8')), bundlePath };
}

/**
 * Updates the stack of the provider to a release: its role and its code, under the same names.
 *
 * @returns the function, to be closed, and what the template declares
 */
export async function installRelease(customer: CustomerAccount, { template, bundlePath }: Release) {
  const declared = resolvedTemplate(PLACE, { ExternalId: EXTERNAL_ID }, template);
  await replacePolicies(customer.iam, declared, template, 'ProviderRole', PLACE);
  const where = { account: customer.account, endpoint: customer.sandbox.endpoint };
  const { lambda } = installFunction('Provider', PLACE, declared, where, {
    bundlePath,
    skipsWaits: true,
    virtualTime: customer.virtualTime,
    watch: customer.sandbox.heldCalls,
  });
  const properties = declared.resource('DatadogIntegration')?.properties ?? {};
  return { lambda, properties };
}
