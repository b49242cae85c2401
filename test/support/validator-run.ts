import type { CheckStatus, Report } from '../../src/report/report';
import type { JournalEntry } from '../sandbox';
import type { Attempt } from '../sandbox/lambda/environment';
import { type CustomerAccount, ROLE } from './customer-account';

/** One message that SNS took. */
export interface Alert {
  readonly subject: string;
  readonly message: string;
}

/** One run of the installed validator, and what it told whom. */
export interface ValidatorRun {
  readonly outcome: Attempt['outcome'];
  /** What the handler threw. */
  readonly error: string;
  readonly reports: readonly Report[];
  /** Its calls, those of its sessions of the integration role included. */
  readonly calls: readonly JournalEntry[];
  /** Details of the events that EventBridge took. */
  readonly events: readonly (Report & { readonly leftOut?: readonly string[] })[];
  readonly alerts: readonly Alert[];
  /** Lines in CloudWatch's embedded metric format. */
  readonly metrics: readonly Readonly<Record<string, unknown>>[];
  /** The other lines of the log. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  /** In the function's own time. */
  readonly durationMs: number;
}

/** Longer than a role and its record are too young to be judged. */
const SETTLES_MS = 150_000;

/** Lets the schedule start the validator once, when what was changed before has had the time to be seen everywhere. */
export async function validate(customer: CustomerAccount, event: unknown = {}): Promise<ValidatorRun> {
  const { journal } = customer.sandbox;
  customer.virtualTime.pass(SETTLES_MS);
  const before = journal.calls().at(-1)?.sequence ?? 0;
  const { attempts } = await customer.validator.invoke(event);
  const [attempt] = attempts;
  if (attempt === undefined) throw new Error('the validator was not started');
  const calls = journal.calls().filter((call) => call.sequence > before && isOfValidator(call, customer));
  const taken = (service: string, operation: string) =>
    calls.filter((call) => call.service === service && call.operation === operation && call.result === 'ok');
  const lines = attempt.logs.map((line) => JSON.parse(line));
  return {
    outcome: attempt.outcome,
    error: attempt.error?.message ?? '',
    // What the function under test returns is the contract's array of reports.
    reports: (attempt.value ?? []) as readonly Report[],
    calls,
    events: taken('events', 'PutEvents').flatMap(({ parameters }) => detailsIn(parameters)),
    alerts: taken('sns', 'Publish').map(({ parameters }) => ({
      subject: String(parameters['Subject']),
      message: String(parameters['Message']),
    })),
    metrics: lines.filter((line) => '_aws' in line),
    log: lines.filter((line) => !('_aws' in line)),
    durationMs: attempt.durationMs,
  };
}

function isOfValidator({ principalArn }: JournalEntry, { validatorRole }: CustomerAccount): boolean {
  const [, roleName = '', session = ''] = principalArn.split('/');
  return roleName === validatorRole || (roleName.startsWith(ROLE) && session.includes('validator'));
}

function detailsIn(parameters: JournalEntry['parameters']) {
  const entries = parameters['Entries'];
  return (Array.isArray(entries) ? entries : []).map((entry) => JSON.parse(entry['Detail']));
}

/** The only report of a run. @throws Error when there is none, or more than one */
export function onlyReport({ reports, outcome, error }: ValidatorRun): Report {
  const [report] = reports;
  if (report === undefined || reports.length > 1)
    throw new Error(`expected one report, got ${reports.length} (${outcome} ${error})`);
  return report;
}

/**
 * Results that are no pass, by id of the check. Whether Datadog uses the role is left out where it cannot be told: in
 * these tests every role is new, or the validator uses it.
 */
export function findings(report: Report): Readonly<Record<string, CheckStatus>> {
  return Object.fromEntries(
    report.checks
      .filter(({ id, status }) => status !== 'pass' && !(id === 'last-used' && status === 'unknown'))
      .map(({ id, status }) => [id, status]),
  );
}

/** What the report says to a check's id. @throws Error when there is no such check */
export function check(report: Report, id: string) {
  const found = report.checks.find((result) => result.id === id);
  if (found === undefined)
    throw new Error(`no check ${id} among ${report.checks.map((result) => result.id).join(', ')}`);
  return found;
}
