import { buildBundles } from './build/bundles';
import { buildCli } from './build/cli-bundle';
import { buildLibrary } from './build/library';
import { writePackage } from './package/write-package';
import { runMain } from './run-main';

/** Makes the files of `dist/` that `npm pack` takes. */
runMain(async () => {
  const [bundles, program] = await Promise.all([buildBundles(), buildCli()]);
  writePackage(bundles, program);
  await buildLibrary();
});
