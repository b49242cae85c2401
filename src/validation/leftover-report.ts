import { roleArn } from '../aws/arn';
import type { Report, Verdict } from '../report/report';
import { overallStatus } from '../report/status';
import type { IntegrationRecord } from '../state/integration';
import { UPDATE_THE_STACK, updateByRevision } from './checks/update-the-stack';
import { targetOfRecord } from './target';

/** A role that a resource has on record, and that its stack does not use any more. */
export interface Leftover {
  readonly record: IntegrationRecord;
  /** The role that the stack uses by now. */
  readonly inUse: string;
  /** Since when, by CloudFormation: milliseconds since the Unix epoch. */
  readonly since: number;
}

/**
 * CloudFormation tries three times to have a replaced role removed, and waits for each reply for an hour at most:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html
 */
const CLEAN_UP_LIMIT_MS = 3 * 3_600_000;

/** The report on a role that a rename has left: one finding, as nothing about it matters to Datadog but that it goes. Pure. */
export function leftoverReport(leftover: Leftover, now: number): Report {
  const { spec } = leftover.record;
  const check = { id: 'leftover', ...verdictOn(leftover, now) };
  return {
    schemaVersion: 1,
    generatedAt: new Date(now).toISOString(),
    accountId: spec.accountId,
    partition: spec.partition,
    roleName: spec.roleName,
    roleArn: roleArn(spec.partition, spec.accountId, spec.path, spec.roleName),
    datadogSite: spec.datadogSite,
    status: overallStatus([{ ...check, essential: true }]),
    checks: [check],
    regions: [],
    drift: [],
  };
}

function verdictOn({ record, inUse, since }: Leftover, now: number): Verdict {
  const { owner, spec } = record;
  const evidence = [
    `CloudFormation: ${owner.logicalId} of ${owner.stackId} is ${inUse}, since ${new Date(since).toISOString()}. On record besides: ${spec.roleName}.`,
  ];
  if (now - since < CLEAN_UP_LIMIT_MS) {
    return {
      status: 'unknown',
      summary: `The stack uses the role ${inUse} since a short while, and CloudFormation may still be removing ${spec.roleName}.`,
      evidence,
      remedy: ['Wait for the next run.'],
    };
  }
  return {
    status: 'warn',
    summary: `The role ${spec.roleName} is left over from a rename: the stack uses ${inUse} by now.`,
    evidence: [...evidence, 'As long as it is there, Datadog may be let in by it.'],
    remedy: [
      `${UPDATE_THE_STACK}: that removes what is left of ${spec.roleName}, and leaves ${inUse} as it is.`,
      ...updateByRevision(targetOfRecord(record)),
    ],
  };
}
