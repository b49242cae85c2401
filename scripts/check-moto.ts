import { isInstalled } from '../test/support/run-program';
import { buildBundles } from './build/bundles';
import { checkBundleOnMoto } from './check-moto/bundle-on-moto';
import { startMoto } from './check-moto/moto-server';
import { checkTemplateOnMoto } from './check-moto/template-on-moto';
import { createTally } from './counted-checks/tally';
import { packagedTemplate } from './package/write-package';
import { runMain } from './run-main';

/** Runs the provider's bundle on moto's IAM, STS and SSM, and the packaged template on its CloudFormation: others wrote those. */
async function main(): Promise<void> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const tally = createTally((text) => process.stdout.write(text));
  if (await isInstalled('moto_server', '--help')) {
    const template = packagedTemplate(await buildBundles());
    const moto = await startMoto();
    try {
      await checkBundleOnMoto(moto.endpoint, tally);
      await checkTemplateOnMoto(moto.endpoint, template, tally);
    } finally {
      await moto.stop();
    }
  } else {
    process.stdout.write('left out: moto_server is not installed\n');
  }
  if (!tally.end()) process.exitCode = 1;
}

runMain(main);
