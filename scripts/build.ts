import { buildBundles } from './build/bundles';
import { buildCli } from './build/cli-bundle';
import { runMain } from './run-main';

runMain(async () => {
  await Promise.all([buildBundles(), buildCli()]);
});
