import { runCli } from '../src/cli/run-cli';

/*
 * `npm run validate -- ...`: the command `validate` of the program. npm writes two lines of its own to standard output
 * before, which `npm run -s validate` leaves out.
 */
const args = process.argv.slice(2);
if (
  args.includes('--json') &&
  !process.stdout.isTTY &&
  process.env['npm_config_loglevel'] !== 'silent' &&
  process.env['npm_lifecycle_event'] !== undefined
) {
  process.stderr.write(
    'npm has written lines of its own before the JSON: `npm run -s validate -- --json` keeps them out.\n',
  );
}
runCli(['validate', ...args]);
