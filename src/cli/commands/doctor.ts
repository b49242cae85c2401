import type { ReportStatus } from '../../report/report';
import type { Command } from '../arguments/command';
import { type Diagnosis, statusOf } from '../doctor/diagnosis';
import { examine } from '../doctor/examine';
import { readOrganization } from '../doctor/organization';
import { doctorText } from '../doctor/text';
import { exitCodeOf } from '../exit-codes';
import { showProgress } from '../progress';
import { openSession } from '../session/open-session';
import type { Terminal } from '../terminal';
import { jsonText } from './write-reports';

/**
 * Looks at every AWS account of a Datadog organization, in Datadog and in AWS.
 *
 * @returns the exit code
 * @throws UserError for what cannot be asked, with what to do instead
 */
export async function doctor(
  { assumeRole, aws, json }: Extract<Command, { name: 'doctor' }>,
  terminal: Terminal,
): Promise<number> {
  const organization = await readOrganization(terminal.environment);
  const session = await openSession(aws, terminal);
  const progress = showProgress(terminal);
  const { onProgress } = progress;
  const diagnoses = await examine(organization, { session, assumeRole, onProgress }).finally(progress.end);
  const { inColour, width } = terminal;
  const { site } = organization;
  if (json) terminal.write(jsonText({ site, accounts: diagnoses.map(withStatus) }));
  else if (diagnoses.length > 0) terminal.write(doctorText(site, diagnoses, { inColour, width }));
  if (diagnoses.length === 0)
    terminal.tell(
      `The Datadog organization at ${site} has no AWS account entered. See whether DD_API_KEY and DD_APP_KEY are of the organization that is meant; examples/datadog says how to enter one.\n`,
    );
  return exitCodeOf(diagnoses.map(withStatus));
}

function withStatus(diagnosis: Diagnosis): Diagnosis & { readonly status: ReportStatus } {
  return { status: statusOf(diagnosis), ...diagnosis };
}
