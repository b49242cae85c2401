import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { writtenFiles } from './docs/written-files';
import { runMain } from './run-main';

const HELP = `Usage: npm run docs

Writes what is made from the code: the schemas of the resources' properties, and docs/properties.md.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', default: false } } });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  for (const [path, text] of writtenFiles()) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    process.stdout.write(`${path}\n`);
  }
}

runMain(main);
