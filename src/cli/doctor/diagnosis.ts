import { findingsOf, isConsequence } from '../../report/findings';
import type { CheckResult, Report, ReportStatus } from '../../report/report';
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
  /** Steps in order, some of them commands. No external id is whole in them. */
  readonly toDo: readonly string[];
  /** What this rests on, without remedies; null where AWS could not be looked at. */
  readonly report: Report | null;
}

/** Worst first. */
const BY_WEIGHT: readonly ReportStatus[] = ['failing', 'degraded', 'unknown', 'healthy'];

function worst(...statuses: readonly ReportStatus[]): ReportStatus {
  return BY_WEIGHT.find((status) => statuses.includes(status)) ?? 'unknown';
}

/** The worse of both sides. */
export function statusOf({ datadog, aws }: Pick<Diagnosis, 'datadog' | 'aws'>): ReportStatus {
  return worst(datadog.status, aws.status);
}

/** A registration whose role was validated. Pure. */
export function ofReport(registered: Registered, report: Report): Diagnosis {
  const { checks } = report;
  const datadog = datadogsSide(registered, checks.filter(isDatadogs));
  const aws = awsSide(report);
  const { chief, others } = findingsOf(report);
  const steps = worst(datadog.status, aws.status) === 'healthy' ? [] : [chief, ...others];
  return {
    ...namesOf(registered),
    datadog,
    aws,
    toDo: [
      ...new Set([
        ...registered.toDo,
        ...steps
          .flatMap((finding) => finding?.remedy ?? [])
          .map((step) => withoutExternalId(step, registered)),
      ]),
    ],
    // Remedies have external ids in them, and toDo has them without.
    report: { ...report, checks: checks.map((check) => ({ ...check, remedy: [] })) },
  };
}

/** A registration whose account cannot be looked at. Pure. */
export function ofUnreached(registered: Registered, { why, way }: OutOfReach): Diagnosis {
  const aws = { status: 'unknown', summary: `Out of reach. ${why}` } as const;
  const { side: datadog } = registered;
  return { ...namesOf(registered), datadog, aws, toDo: [...registered.toDo, way], report: null };
}

/** A registration whose role was not, or could not be validated. Pure. */
export function ofUnlooked(registered: Registered, summary: string): Diagnosis {
  const { side: datadog, toDo } = registered;
  return { ...namesOf(registered), datadog, aws: { status: 'unknown', summary }, toDo, report: null };
}

function namesOf({ accountId, roleName, shownExternalId, configId }: Registered) {
  return { accountId, roleName, externalId: shownExternalId, configId };
}

function isDatadogs({ id }: CheckResult): boolean {
  return id.startsWith('datadog-');
}

const STATUS_OF_CHECK = { pass: 'healthy', warn: 'degraded', fail: 'failing', unknown: 'unknown' } as const;

/** A finding that only points at AWS's side is none of this one. */
function datadogsSide({ side }: Registered, checks: readonly CheckResult[]): Side {
  const own = checks.filter((check) => check.status === 'pass' || !isConsequence(check));
  const status = worst(side.status, ...own.map((check) => STATUS_OF_CHECK[check.status]));
  const found = own.find((check) => check.status !== 'pass' && STATUS_OF_CHECK[check.status] === status);
  return found === undefined ? { ...side, status } : { status, summary: `${found.id}: ${found.summary}` };
}

function awsSide({ checks, status: overall }: Report): Side {
  const own = checks.filter((check) => !isDatadogs(check));
  const { chief } = findingsOf({ checks: own });
  const found = chief === undefined ? 'healthy' : STATUS_OF_CHECK[chief.status];
  // Of what is unknown, the report knows what matters.
  const status = found === 'unknown' && overall === 'healthy' ? 'healthy' : found;
  return status === 'healthy' || chief === undefined
    ? { status, summary: 'Datadog can assume the role and use it.' }
    : { status, summary: `${chief.ids.join(', ')}: ${chief.summary}` };
}

/**
 * Whoever validates names the external id himself and is given commands that have it; here it comes from Datadog, and goes into tickets
 * with the rest. A trust policy may have those of others as well.
 */
function withoutExternalId(step: string, { recordedAs, accountId }: Registered): string {
  if (!isCommand(step) || !/sts:externalid/i.test(step)) return step;
  return `The command of this step has an external id in it: ${PROGRAM} validate --role-name ${recordedAs} --external-id ID shows it, with credentials of ${accountId} and the AWS External ID that Datadog shows.`;
}
