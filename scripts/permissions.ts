import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { updatePermissions } from './permissions/update';
import { runMain } from './run-main';

const FOLDER = join(__dirname, '..', 'src', 'datadog', 'permissions');

const HELP = `Usage: npm run permissions -- [--check] [--site SITE]

Fetches the lists of IAM permissions that Datadog publishes into src/datadog/permissions/, and says for whoever reviews that what is
new, what is gone, and how large the policies become. No key is needed.

  --check      writes nothing, and exits with 1 where there is a difference
  --site SITE  the Datadog site to ask, datadoghq.com by default
  --help       this text

DATADOG_ENDPOINT_URL is asked in Datadog's place, with the site for {site} in it.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      check: { type: 'boolean', default: false },
      site: { type: 'string', default: 'datadoghq.com' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const { isUpToDate, text } = await updatePermissions({
    site: values.site,
    endpointUrl: process.env['DATADOG_ENDPOINT_URL'],
    folder: FOLDER,
    today: new Date().toISOString().slice(0, 10),
    checksOnly: values.check,
  });
  process.stdout.write(text);
  if (values.check && !isUpToDate) process.exitCode = 1;
}

runMain(main);
