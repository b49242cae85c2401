import { join } from 'node:path';
import type { CustomerAccount } from '../../test/support/customer-account';
import { REGION } from '../../test/support/declared-integration';
import { functionEnvironment } from '../../test/support/installed-function';
import { BUNDLE_PATHS } from '../../test/support/installed-provider';

/** A heap as a function of 128 MB can have at most: what V8 leaves uncollected only because there is room does not count. */
const HEAP_OF_128_MB = ['--max-semi-space-size=6', '--max-old-space-size=100'];

/** What one run in a process of its own says about itself. */
export interface ProcessCost {
  /** From the bundle's loading to the handler's result. */
  readonly milliseconds: number;
  readonly peakBytes: number;
  /** The reports on integrations, by status. */
  readonly reports: Readonly<Record<string, number>>;
  /** Their regions, by status. */
  readonly regions: Readonly<Record<string, number>>;
}

/** How to start the built validator for one run, with the credentials and the environment of the installed function. */
export function validatorProcess({ account, sandbox, declared, validatorRole }: CustomerAccount) {
  const credentials = account.credentialsOf(validatorRole, 'bench');
  return {
    command: process.execPath,
    args: [...HEAP_OF_128_MB, join(__dirname, 'validator-run.cjs'), BUNDLE_PATHS.Validator],
    env: {
      PATH: process.env['PATH'],
      AWS_REGION: REGION,
      AWS_ENDPOINT_URL: sandbox.endpoint,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_SESSION_TOKEN: credentials.sessionToken,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      ...functionEnvironment(declared, 'Validator'),
    },
  };
}
