import { parseArgs } from 'node:util';
import { buildBundles } from './build/bundles';
import { nextCommands } from './package/next-commands';
import { writePackage } from './package/write-package';
import { runMain } from './run-main';

const HELP = `Usage: npm run package

Builds the Lambda bundles and puts each into dist/<name>.zip, as template.yaml expects it in CodeBucket, with the license
texts of what it contains. The same sources give the same bytes. Prints how to deploy them.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', default: false } } });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const packages = (await buildBundles()).map(writePackage);
  for (const { file, bytes, sha256 } of packages) {
    process.stdout.write(`${file}  ${(bytes / 1000).toFixed(1)} KB  sha256 ${sha256}\n`);
  }
  process.stdout.write(`\nTo deploy:\n\n${nextCommands(packages)}`);
}

runMain(main);
