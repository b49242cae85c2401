import { DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { GetRoleCommand, NoSuchEntityException } from '@aws-sdk/client-iam';
import type { IntegrationRecord, ListedRecord } from '../../../src/state/integration';
import { UnreadableRecord } from '../../../src/state/integration';
import { findLeftovers } from '../../../src/validation/gather/leftovers';
import { leftoverReport } from '../../../src/validation/leftover-report';
import { DENIED, healthyAws } from '../../support/validation/aws-answers';
import { ClockOfTheDay, contextWith } from '../../support/validation/run';
import { HOUR_MS, NOW, recordOf } from '../../support/validation/situations';

const OLD = 'DatadogIntegrationRole';
const NEW = 'DatadogIntegrationRoleNew';
const old = recordOf();
const renamed = recordOf({ RoleName: NEW });
const THEIRS = { stackId: `${old.owner.stackId}2`, logicalId: old.owner.logicalId };

const listed = (record: IntegrationRecord): ListedRecord => ({ roleName: record.spec.roleName, record });

/** What CloudFormation says that the stack uses, since when, and the role tagged as its own. */
function account(inUse: string, hoursAgo = 5) {
  const aws = healthyAws(old);
  const Timestamp = new Date(NOW - hoursAgo * HOUR_MS);
  aws.cloudFormation.on(DescribeStackResourcesCommand).resolves({
    StackResources: [{ PhysicalResourceId: inUse, Timestamp } as never],
  });
  return aws;
}

const find = (aws: ReturnType<typeof healthyAws>, ...records: readonly ListedRecord[]) =>
  findLeftovers(aws.clients, records, contextWith(new ClockOfTheDay()));

describe('what a rename has left', () => {
  test.each([
    ['the old role', NEW, OLD],
    ['the new role, where the rename was rolled back', OLD, NEW],
  ])('is the role that the stack does not use: %s', async (_, inUse, left) => {
    const aws = account(inUse);

    const leftovers = await find(aws, listed(old), listed(renamed));

    expect(leftovers.map(({ record, ...told }) => [record.spec.roleName, told])).toEqual([
      [left, { inUse, since: NOW - 5 * HOUR_MS }],
    ]);
    expect(aws.cloudFormation.commandCalls(DescribeStackResourcesCommand)[0]?.args[0].input).toEqual({
      StackName: old.owner.stackId,
      LogicalResourceId: old.owner.logicalId,
    });
  });

  test('may be a record whose role is gone', async () => {
    const aws = account(NEW);
    aws.iam.on(GetRoleCommand).rejects(new NoSuchEntityException({ message: 'gone', $metadata: {} }));

    expect(await find(aws, listed(old), listed(renamed))).toHaveLength(1);
  });

  test('is not looked for where each resource has one role on record', async () => {
    const aws = account(NEW);
    const theirs = { ...renamed, owner: THEIRS };
    const unreadable = { roleName: 'x', problem: new UnreadableRecord('no') };

    expect(await find(aws, listed(old), listed(theirs), unreadable)).toEqual([]);
    expect(aws.cloudFormation.calls()).toEqual([]);
  });

  test.each<[string, (aws: ReturnType<typeof healthyAws>) => unknown]>([
    [
      'CloudFormation does not say',
      (aws) => aws.cloudFormation.on(DescribeStackResourcesCommand).rejects(DENIED),
    ],
    ['the stack uses neither', (aws) => aws.cloudFormation.on(DescribeStackResourcesCommand).resolves({})],
    ['the role cannot be read', (aws) => aws.iam.on(GetRoleCommand).rejects(DENIED)],
    [
      'the role is tagged as another one’s, whatever its record says',
      (aws) =>
        aws.iam.on(GetRoleCommand).resolves({
          Role: {
            RoleName: OLD,
            Tags: [
              { Key: 'datadog-integration-role:stack-id', Value: THEIRS.stackId },
              { Key: 'datadog-integration-role:logical-id', Value: THEIRS.logicalId },
            ],
          } as never,
        }),
    ],
  ])('is nothing where %s', async (_, change) => {
    const aws = account(NEW);
    change(aws);

    expect(await find(aws, listed(old), listed(renamed))).toEqual([]);
  });
});

describe('the report on a leftover', () => {
  const reportAfter = (hours: number) =>
    leftoverReport({ record: old, inUse: NEW, since: NOW - hours * HOUR_MS }, NOW);

  test('is one finding that does not fail, and an update of the stack is its remedy', () => {
    const { status, checks, roleName, regions, drift } = reportAfter(4);

    expect({ status, roleName, regions, drift }).toEqual({
      status: 'degraded',
      roleName: OLD,
      regions: [],
      drift: [],
    });
    expect(checks).toHaveLength(1);
    expect(checks[0]?.summary).toBe(
      `The role ${OLD} is left over from a rename: the stack uses ${NEW} by now.`,
    );
    expect(checks[0]?.remedy).toEqual([
      expect.stringContaining('Update the stack with a change of any property'),
      expect.anything(),
      expect.stringMatching(/^aws cloudformation update-stack /),
    ]);
  });

  test('is unknown as long as CloudFormation may be removing it', () => {
    expect(reportAfter(3).status).toBe('degraded');
    expect(reportAfter(2.9)).toMatchObject({
      status: 'unknown',
      checks: [{ id: 'leftover', remedy: ['Wait for the next run.'] }],
    });
  });
});
