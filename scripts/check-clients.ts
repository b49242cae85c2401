import { EXTERNAL_ID, openCustomerAccount } from '../test/support/customer-account';
import { declaredProperties, REGION } from '../test/support/declared-integration';
import { isInstalled } from '../test/support/run-program';
import { buildBundles } from './build/bundles';
import { buildCli } from './build/cli-bundle';
import { checkAwsCli } from './check-clients/aws-cli';
import { checkBoto3 } from './check-clients/boto3';
import { checkS3 } from './check-clients/s3';
import { checkServices } from './check-clients/services';
import { checkTranscripts } from './check-clients/transcripts';
import { createTally } from './counted-checks/tally';
import { writePackage } from './package/write-package';
import { runMain } from './run-main';

/** Lets AWS's own clients look at what the bundle made in the sandbox, and be refused what AWS would refuse them. */
async function main(): Promise<void> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const [bundles, program] = await Promise.all([buildBundles(), buildCli()]);
  writePackage(bundles, program);
  const tally = createTally((text) => process.stdout.write(text));
  const customer = await openCustomerAccount();
  try {
    const properties = declaredProperties(customer, { Permissions: 'Full', ResourceCollection: 'true' });
    const status = await customer.deploy(customer.stack(), properties);
    tally.check('the integration is deployed', status === 'CREATE_COMPLETE', status);
    const place = { endpoint: customer.sandbox.endpoint, region: REGION, externalId: EXTERNAL_ID };
    if (await isInstalled('aws', '--version')) {
      // Each command starts a Python: side by side, on sandboxes of their own, they take half the time.
      await Promise.all([
        checkAwsCli(place, tally)
          .then(() => checkServices(place, tally))
          .then(() => checkS3(place, tally)),
        checkTranscripts(REGION, tally),
      ]);
    } else process.stdout.write('left out: the AWS CLI is not installed\n');
    if (await isInstalled('python3', '-c', 'import boto3')) await checkBoto3(place, tally);
    else process.stdout.write('left out: boto3 is not installed\n');
  } finally {
    await customer.close();
  }
  if (!tally.end()) process.exitCode = 1;
}

runMain(main);
