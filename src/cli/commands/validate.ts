import { parseArgs } from 'node:util';
import { STSClient } from '@aws-sdk/client-sts';
import { createValidatorClients } from '../../aws/validator-clients';
import { publishedPermissionSets } from '../../datadog/permission-sets';
import type { Report } from '../../report/report';
import { reportText } from '../../report/terminal-text';
import { systemClock } from '../../runtime/clock';
import { createLogger } from '../../runtime/log';
import { createSecrets } from '../../runtime/secrets';
import { visible } from '../../runtime/text';
import { parseValidationEvent } from '../../validation/request';
import { runValidator } from '../../validation/run';
import { exitCodeOf } from '../exit-codes';

const USAGE = `Usage: npm run validate -- [--role-name NAME] [--profile NAME] [--region REGION] [--json]

Validates the integration with this role, or all integrations of the account and region, as the scheduled validator
does; nothing is published. --region is the region of the stack.

Exit code: 0 healthy, 1 not, 2 could not tell.`;

const LIMIT_MS = 60_000;

/**
 * Validates from a laptop, with the credentials that the AWS SDK finds.
 *
 * @param args what stands behind the command's name
 * @returns the exit code
 * @throws Error with a message for people, for arguments that it does not take and for what AWS does not allow
 */
export async function validate(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'role-name': { type: 'string' },
      profile: { type: 'string' },
      region: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const request = parseValidationEvent(
    values['role-name'] === undefined ? {} : { roleName: values['role-name'] },
  );
  if (values.profile !== undefined) process.env['AWS_PROFILE'] = values.profile;
  const region = values.region ?? (await configuredRegion());
  const reports = await runValidator(
    {
      settings: {
        clients: createValidatorClients(region),
        region,
        permissionSets: publishedPermissionSets,
        selfTestPrincipals: [],
        onProgress: showProgress,
      },
      leavesOthers: false,
      publish: async () => undefined,
      clock: systemClock,
      random: Math.random,
      log: createLogger(() => undefined, createSecrets()),
      remainingMs: LIMIT_MS,
    },
    request,
  );
  if (values.json) console.log(jsonText(reports));
  else
    for (const report of reports)
      console.log(reportText(report, { inColour: process.stdout.isTTY && !process.env['NO_COLOR'] }));
  if (reports.length === 0) {
    console.error(
      `There is no record of an integration${request.roleName === undefined ? '' : ` with the role ${request.roleName}`} in ${region}: look in the account and region of its stack.`,
    );
  }
  return exitCodeOf(reports);
}

/** JSON writes its own line breaks between values, and none within one: no other character has to be kept. */
function jsonText(reports: readonly Report[]): string {
  return JSON.stringify(reports, null, 2).split('\n').map(visible).join('\n');
}

/** As the AWS CLI finds it: AWS_REGION, then the profile. */
async function configuredRegion(): Promise<string> {
  return new STSClient({}).config.region();
}

function showProgress(done: number, total: number): void {
  if (process.stderr.isTTY)
    process.stderr.write(`\rtried ${done} of ${total} regions${done < total ? '' : '\n'}`);
  else if (done === total) process.stderr.write(`tried ${total} regions\n`);
}
