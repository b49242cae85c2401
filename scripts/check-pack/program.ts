import { version } from '../../package.json';
import { type Ended, runProgram } from '../../test/support/run-program';
import { type ClientPlace, clientEnvironment } from '../counted-checks/client-environment';
import type { Tally } from '../counted-checks/tally';

const CUSTOMER = '123456789012';
const DENIAL =
  'User: arn:aws:iam::464622532012:user/x is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/DatadogIntegrationRole';

/** Runs the installed program by `npx`, as README.md shows it, against an account with an integration. */
export async function checkProgram(folder: string, place: ClientPlace, tally: Tally): Promise<void> {
  const run = (...args: readonly string[]): Promise<Ended> =>
    runProgram(
      'npx',
      ['--no-install', 'datadog-integration-role', ...args],
      { ...clientEnvironment(place, CUSTOMER), AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
      { folder },
    );
  const check = (name: string, held: boolean, { status, stdout, stderr }: Ended) =>
    tally.check(`npx datadog-integration-role ${name}`, held, `status ${status}: ${stdout}${stderr}`);

  const help = await run('--help');
  const isHelp = help.stdout.startsWith('Usage: datadog-integration-role <command>');
  check('--help', help.status === 0 && isHelp, help);

  const told = await run('--version');
  check('--version', told.stdout.trim().endsWith(version), told);

  const explained = await run('explain', DENIAL);
  check("explain 'TEXT'", explained.status === 0 && explained.stdout.includes('Datadog'), explained);

  const recorded = await run('validate', '--json');
  // Whoever has the account's keys is not let in by the trust policy, so that he cannot tell all of it.
  check('validate: the integration, as far as it can be told', isReport(recorded, 2, 'unknown'), recorded);

  const wrong = await run(
    'validate',
    '--json',
    '--role-name',
    'DatadogIntegrationRole',
    '--external-id',
    'other',
  );
  check('validate: a wrong external id', isReport(wrong, 1, 'failing'), wrong);
}

function isReport({ status, stdout }: Ended, code: number, verdict: string): boolean {
  try {
    const reports: unknown = JSON.parse(stdout);
    const [report] = Array.isArray(reports) ? reports : [];
    return status === code && report.roleName === 'DatadogIntegrationRole' && report.status === verdict;
  } catch {
    return false;
  }
}
