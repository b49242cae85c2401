import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXTERNAL_ID, openCustomerAccount } from '../test/support/customer-account';
import { declaredProperties, REGION } from '../test/support/declared-integration';
import { checkLibrary } from './check-pack/library';
import { installPackedFile } from './check-pack/packed-file';
import { checkProgram } from './check-pack/program';
import { createTally } from './counted-checks/tally';
import { runMain } from './run-main';

/** The program goes by the real clock, and says nothing yet of what was made within IAM's propagation. */
const SETTLED_MS = 150_000;

/** Installs what `npm pack` makes in an empty folder, without this repository and without a registry, and uses it there. */
async function main(): Promise<void> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const tally = createTally((text) => process.stdout.write(text));
  const folder = mkdtempSync(join(tmpdir(), 'check-pack-'));
  try {
    await installPackedFile(folder, tally);
    await checkLibrary(folder, tally);
    const customer = await openCustomerAccount({
      skipsWaits: true,
      sandbox: { now: () => Date.now() - SETTLED_MS },
    });
    try {
      await customer.deploy(customer.stack(), declaredProperties(customer, {}));
      const place = { endpoint: customer.sandbox.endpoint, region: REGION, externalId: EXTERNAL_ID };
      await checkProgram(folder, place, tally);
    } finally {
      await customer.close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  if (!tally.end()) process.exitCode = 1;
}

runMain(main);
