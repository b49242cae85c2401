import { findingsOf } from '../../report/findings';
import type { Report, ReportStatus } from '../../report/report';
import { isCommand } from '../../report/short-steps';
import { PROGRAM } from '../arguments/commands';
import type { OutOfReach } from './reach';
import type { Registered, Side } from './registered';

/** What is found out about one AWS account that is entered in Datadog, or about a role that should be. */
export interface Diagnosis {
  readonly accountId: string;
  /** As Datadog has it, with its path; null where Datadog has access keys. */
  readonly roleName: string | null;
  /** Shortened. */
  readonly externalId: string | null;
  /** The account's id in Datadog's API; null where it is not entered. */
  readonly configId: string | null;
  readonly datadog: Side;
  readonly aws: Side;
  /** Steps in order; those that begin with `aws ` are commands. No external id is whole in them. */
  readonly toDo: readonly string[];
  /** What AWS's side rests on, without remedies; null where it could not be looked at. */
  readonly report: Report | null;
}

/** Worst first. */
const BY_WEIGHT: readonly ReportStatus[] = ['failing', 'degraded', 'unknown', 'healthy'];

/** The worse of both sides. */
export function statusOf({ datadog, aws }: Pick<Diagnosis, 'datadog' | 'aws'>): ReportStatus {
  return BY_WEIGHT.find((status) => [datadog.status, aws.status].includes(status)) ?? 'unknown';
}

/** A registration whose role was validated with what Datadog has of it. Pure. */
export function ofReport(registered: Registered, report: Report): Diagnosis {
  const { chief, others } = findingsOf(report);
  const summary =
    report.status === 'healthy' || chief === undefined
      ? 'Datadog can assume the role and use it.'
      : `${chief.ids.join(', ')}: ${chief.summary}`;
  const steps = report.status === 'healthy' ? [] : [chief, ...others].flatMap((each) => each?.remedy ?? []);
  // Remedies have external ids in them, and toDo has them without.
  const checks = report.checks.map((check) => ({ ...check, remedy: [] }));
  return {
    ...namesOf(registered),
    datadog: registered.side,
    aws: { status: report.status, summary },
    toDo: [...new Set([...registered.toDo, ...steps.map((step) => withoutExternalId(step, registered))])],
    report: { ...report, checks },
  };
}

/** A registration whose account cannot be looked at. Pure. */
export function ofUnreached(registered: Registered, { why, way }: OutOfReach): Diagnosis {
  return {
    ...namesOf(registered),
    datadog: registered.side,
    aws: { status: 'unknown', summary: `Out of reach. ${why}` },
    toDo: [...registered.toDo, way],
    report: null,
  };
}

/** A registration whose role was not, or could not be validated. Pure. */
export function ofUnlooked(registered: Registered, summary: string): Diagnosis {
  return {
    ...namesOf(registered),
    datadog: registered.side,
    aws: { status: 'unknown', summary },
    toDo: registered.toDo,
    report: null,
  };
}

function namesOf({ accountId, roleName, shownExternalId, configId }: Registered) {
  return { accountId, roleName, externalId: shownExternalId, configId };
}

/**
 * Whoever validates names the external id himself and is given commands that have it; here it comes from Datadog, and goes into tickets
 * with the rest. A trust policy may have those of others as well.
 */
function withoutExternalId(step: string, { registeredAs, accountId }: Registered): string {
  if (!isCommand(step) || !/sts:externalid/i.test(step)) return step;
  return `The command of this step has an external id in it: ${PROGRAM} validate --role-name ${registeredAs} --external-id ID shows it, with credentials of ${accountId} and the AWS External ID that Datadog shows.`;
}
