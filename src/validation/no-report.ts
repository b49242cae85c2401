import { parseArn, roleArn } from '../aws/arn';
import { type Attempt, callFailureOf } from '../probe/call-failure';
import type { Report, Verdict } from '../report/report';

/** Which integration could not be validated, as far as it is known. */
export interface Unvalidated {
  readonly roleName: string;
  /** Our own ARN, which tells account and partition. */
  readonly caller: Attempt<string>;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/** The report on an integration whose record cannot be read. */
export function unreadableRecordReport(about: Unvalidated, problem: Error): Report {
  return unknownReport(about, 'record-readable', {
    status: 'unknown',
    summary: 'The record of the integration cannot be read.',
    evidence: [problem.message],
    remedy: ['Deploy the version of this project that wrote the record, or update the stack with this one.'],
  });
}

/** The report on an integration whose validation failed in a way that nobody foresaw. */
export function failedValidationReport(about: Unvalidated, error: unknown): Report {
  const { cause, message } = callFailureOf(error);
  return unknownReport(about, 'validation', {
    status: 'unknown',
    summary: `The integration could not be validated (${cause}).`,
    evidence: [message],
    remedy: ['See the log of the validator, and validate again.'],
  });
}

function unknownReport({ roleName, caller, now }: Unvalidated, id: string, verdict: Verdict): Report {
  const arn = caller.ok ? parseArn(caller.value) : undefined;
  return {
    schemaVersion: 1,
    generatedAt: new Date(now).toISOString(),
    accountId: arn?.accountId ?? '',
    partition: arn?.partition ?? '',
    roleName,
    roleArn: arn === undefined ? '' : roleArn(arn.partition, arn.accountId, '/', roleName),
    datadogSite: '',
    status: 'unknown',
    checks: [{ id, ...verdict }],
    regions: [],
    drift: [],
  };
}
