import { buildBundles } from './build/bundles';
import { runMain } from './run-main';

runMain(async () => {
  await buildBundles();
});
