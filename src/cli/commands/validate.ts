import { publishedPermissionSets } from '../../datadog/permission-sets';
import { InvalidProperties } from '../../integration/property-reader';
import type { Report } from '../../report/report';
import { systemClock } from '../../runtime/clock';
import { RecordsUnavailable, runValidator } from '../../validation/run';
import { validateValues } from '../../validation/run-values';
import type { Command, Subject } from '../arguments/command';
import { faultsOfOptions } from '../arguments/faults';
import { exitCodeOf } from '../exit-codes';
import { showProgress } from '../progress';
import { openSession, type Session, SILENT } from '../session/open-session';
import type { Terminal } from '../terminal';
import { checkAccount } from './check-account';
import { invokeValidator } from './invoke-validator';
import { noRecord, recordRequest, recordsUnreadable } from './records';
import { writeReports } from './write-reports';

const LIMIT_MS = 120_000;

/**
 * Validates with the credentials of whoever is signed in, or has the deployed validator do it.
 *
 * @returns the exit code
 * @throws UserError for what cannot be done, with what to do instead
 */
export async function validate(
  { subject, aws, json, html }: Extract<Command, { name: 'validate' }>,
  terminal: Terminal,
): Promise<number> {
  const session = await openSession(aws, terminal);
  checkAccount(subject.role, session);
  const reports = await reportsOn(subject, session, terminal);
  await writeReports(reports, { json, html }, terminal);
  if (reports.length === 0) terminal.tell(`${await noRecord(subject.role, session)}\n`);
  return exitCodeOf(reports);
}

async function reportsOn(subject: Subject, session: Session, terminal: Terminal): Promise<readonly Report[]> {
  if (subject.kind === 'invoke') return invokeValidator(subject, session);
  const progress = showProgress(terminal);
  const run = {
    settings: {
      clients: session.clients,
      region: session.region,
      permissionSets: publishedPermissionSets,
      selfTestPrincipals: [],
      onProgress: progress.onProgress,
    },
    clock: systemClock,
    random: Math.random,
    log: SILENT,
    remainingMs: LIMIT_MS,
  };
  try {
    if (subject.kind === 'values') {
      const caller = { arn: session.callerArn, account: session.account };
      return [await validateValues(run, subject.properties, caller)];
    }
    return await runValidator(
      { ...run, leavesOthers: false, publish: async () => undefined },
      recordRequest(subject.role),
    );
  } catch (error) {
    if (error instanceof RecordsUnavailable) throw recordsUnreadable(error.cause, session);
    throw error instanceof InvalidProperties ? faultsOfOptions(error) : error;
  } finally {
    progress.end();
  }
}
