import { isInstalled } from '../test/support/run-program';
import { buildBundles } from './build/bundles';
import { checkBundleOnMoto } from './check-moto/bundle-on-moto';
import { startMoto } from './check-moto/moto-server';
import { createTally } from './counted-checks/tally';
import { runMain } from './run-main';

/** Runs the provider's bundle on moto's IAM, STS and SSM, which others wrote. */
async function main(): Promise<void> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const tally = createTally((text) => process.stdout.write(text));
  if (await isInstalled('moto_server', '--help')) {
    await buildBundles();
    const moto = await startMoto();
    try {
      await checkBundleOnMoto(moto.endpoint, tally);
    } finally {
      await moto.stop();
    }
  } else {
    process.stdout.write('left out: moto_server is not installed\n');
  }
  if (!tally.end()) process.exitCode = 1;
}

runMain(main);
