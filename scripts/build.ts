import { buildBundles } from './bundles';
import { runMain } from './run-main';

runMain(buildBundles);
