import { parseArgs } from 'node:util';
import { buildBundles } from './build/bundles';
import { buildCli } from './build/cli-bundle';
import { nextCommands } from './package/next-commands';
import { writePackage } from './package/write-package';
import { runMain } from './run-main';

const HELP = `Usage: npm run package

Builds everything and writes into dist/ what is deployed: account.yaml, which has the code in it and needs nothing else;
hosted.yaml with the zips of the code, for those who host it; license texts, a bill of materials and checksums.txt. The same
sources give the same bytes. Prints how to deploy them.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', default: false } } });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const [bundles, program] = await Promise.all([buildBundles(), buildCli()]);
  const { release, files } = writePackage(bundles, program);
  process.stdout.write(`Release ${release}\n\n`);
  for (const { file, bytes, sha256 } of files) {
    process.stdout.write(`${file}  ${(bytes / 1000).toFixed(1)} KB  sha256 ${sha256}\n`);
  }
  process.stdout.write(`\nTo deploy:\n\n${nextCommands(release)}`);
}

runMain(main);
