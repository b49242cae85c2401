import { requestTagKeys } from '../authorize/context';
import { AwsError } from '../aws-error';
import type { Call, OperationTable, Permission, ResultFields } from '../service';
import { arnOf } from '../state';
import { type LogGroup, newLogGroup } from './log-group';
import { alreadyExists, groupArn, groupsOf, logsPermission, requiredGroup } from './lookup';
import { logsPage } from './page';

/** What each event is charged with besides its text. https://aws.amazon.com/cloudwatch/pricing/ */
const EVENT_OVERHEAD_BYTES = 26;
const MAX_GROUPS = 50;
/** How denials name the groups of a list. */
const NO_GROUP = 'log-group::log-stream:';

export const GROUP_OPERATIONS: OperationTable = {
  CreateLogGroup: {
    write: true,
    required: ['logGroupName'],
    permissions: createPermissions,
    run: createLogGroup,
  },
  DeleteLogGroup: {
    write: true,
    required: ['logGroupName'],
    permissions: (call) => [logsPermission(call, 'DeleteLogGroup')],
    run: (call) => {
      groupsOf(call).delete(requiredGroup(call).name);
      return {};
    },
  },
  DescribeLogGroups: {
    write: false,
    permissions: (call) => [
      {
        action: 'logs:DescribeLogGroups',
        resource: arnOf(call.account, 'logs', NO_GROUP, call.region),
      },
    ],
    run: describeLogGroups,
  },
};

function createPermissions(call: Call): readonly Permission[] {
  const tags = call.parameters.dictionary('tags');
  const keys = requestTagKeys(tags);
  const create = logsPermission(call, 'CreateLogGroup', keys);
  if (tags.size === 0) return [create];
  const resource = groupArn(call, call.parameters.text('logGroupName') ?? '');
  return [create, { action: 'logs:TagResource', resource, conditionKeys: keys }];
}

function createLogGroup(call: Call): ResultFields {
  const { parameters, now } = call;
  const name = parameters.requiredText('logGroupName');
  if (/^aws\//i.test(name)) throw parameters.refused('Log groups starting with AWS/ are reserved for AWS.');
  if ((parameters.text('logGroupClass') ?? 'STANDARD') !== 'STANDARD')
    throw parameters.refused('A logGroupClass other than STANDARD is not served by the sandbox.');
  if (groupsOf(call).has(name)) throw alreadyExists('log group');
  const group = newLogGroup(name, now);
  group.kmsKeyId = parameters.text('kmsKeyId');
  for (const [key, value] of parameters.dictionary('tags')) group.tags.set(key, value);
  groupsOf(call).set(name, group);
  return {};
}

function describeLogGroups(call: Call): ResultFields {
  const { parameters } = call;
  const prefix = parameters.text('logGroupNamePrefix');
  const pattern = parameters.text('logGroupNamePattern');
  if (prefix !== undefined && pattern !== undefined)
    throw new AwsError(
      'InvalidParameterException',
      'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    );
  const groups = [...groupsOf(call).values()]
    .filter(({ name }) => name.startsWith(prefix ?? ''))
    .filter(({ name }) => name.toLowerCase().includes((pattern ?? '').toLowerCase()))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const { items, next } = logsPage(call, groups, MAX_GROUPS);
  return { logGroups: items.map((group) => showGroup(call, group)), nextToken: next };
}

function showGroup(call: Call, group: LogGroup): ResultFields {
  const arn = groupArn(call, group.name);
  return {
    logGroupName: group.name,
    creationTime: group.createdAt,
    retentionInDays: group.retentionDays,
    metricFilterCount: group.metricFilters.size,
    arn: `${arn}:*`,
    storedBytes: storedBytes(group),
    kmsKeyId: group.kmsKeyId,
    logGroupClass: 'STANDARD',
    logGroupArn: arn,
  };
}

function storedBytes({ streams }: LogGroup): number {
  const events = [...streams.values()].flatMap(({ events: ofStream }) => ofStream);
  return events.reduce((sum, { message }) => sum + Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES, 0);
}
