import { requestTagKeys } from '../authorize/context';
import type { Parameters } from '../parameters';
import type { Call, Operation, Permission } from '../service';
import type { Tags } from '../state';
import type { Alarm } from './alarm';
import { alarmArn, alarmPermission, alarmsOf } from './lookup';

const TEXTS = [
  'AlarmDescription',
  'MetricName',
  'Namespace',
  'Statistic',
  'ExtendedStatistic',
  'Unit',
  'ComparisonOperator',
  'TreatMissingData',
  'EvaluateLowSampleCountPercentile',
];
const NUMBERS = ['Period', 'EvaluationPeriods', 'DatapointsToAlarm', 'Threshold'];
const REQUIRED = [
  'MetricName',
  'Namespace',
  'Period',
  'EvaluationPeriods',
  'Threshold',
  'ComparisonOperator',
];
/** Alarms on other things than one metric and a threshold. */
const UNSERVED = ['Metrics', 'ThresholdMetricId', 'EvaluationCriteria', 'EvaluationInterval'];
const ENUMS: Readonly<Record<string, readonly string[]>> = {
  ComparisonOperator: [
    'GreaterThanOrEqualToThreshold',
    'GreaterThanThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
  ],
  Statistic: ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'],
  TreatMissingData: ['breaching', 'notBreaching', 'ignore', 'missing'],
};
const SHORT_PERIODS = [10, 20, 30];
const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;
const WEEK_SECONDS = 604_800;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const PUT_METRIC_ALARM: Operation = {
  write: true,
  required: ['AlarmName'],
  permissions,
  run: putAlarm,
};

function sentTags(parameters: Parameters): Tags {
  return new Map(
    parameters.records('Tags').map((tag) => [tag.requiredText('Key'), tag.requiredText('Value')]),
  );
}

function permissions(call: Call): readonly Permission[] {
  const name = call.parameters.text('AlarmName') ?? '';
  const tags = sentTags(call.parameters);
  const keys = requestTagKeys(tags);
  const put = alarmPermission(call, 'PutMetricAlarm', name, keys);
  return tags.size === 0 ? [put] : [put, alarmPermission(call, 'TagResource', name, keys)];
}

function putAlarm(call: Call): undefined {
  const { parameters, now } = call;
  check(parameters);
  const name = parameters.requiredText('AlarmName');
  const known = alarmsOf(call).get(name);
  const alarm: Alarm = {
    name,
    arn: alarmArn(call, name),
    createdAt: known?.createdAt ?? now,
    updatedAt: now,
    actionsEnabled: !parameters.has('ActionsEnabled') || parameters.flag('ActionsEnabled'),
    actions: {
      OKActions: parameters.texts('OKActions'),
      AlarmActions: parameters.texts('AlarmActions'),
      InsufficientDataActions: parameters.texts('InsufficientDataActions'),
    },
    dimensions: parameters.records('Dimensions').map((dimension) => ({
      name: dimension.requiredText('Name'),
      value: dimension.requiredText('Value'),
    })),
    texts: present(TEXTS, (key) => parameters.text(key)),
    numbers: present(NUMBERS, (key) => parameters.number(key)),
    // Tags of an alarm that exists stay as they are.
    tags: known?.tags ?? sentTags(parameters),
  };
  alarmsOf(call).set(name, alarm);
  return undefined;
}

function present<Value>(
  keys: readonly string[],
  read: (key: string) => Value | undefined,
): ReadonlyMap<string, Value> {
  return new Map(
    keys.flatMap((key) => {
      const value = read(key);
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
}

function check(parameters: Parameters): void {
  const unserved = UNSERVED.find((name) => parameters.has(name));
  if (unserved !== undefined) throw parameters.refused(`${unserved} is not served by the sandbox.`);
  for (const name of REQUIRED) if (!parameters.has(name)) throw parameters.missing(name);
  if (parameters.has('Statistic') === parameters.has('ExtendedStatistic'))
    throw parameters.refused('Exactly one of Statistic and ExtendedStatistic must be specified.');
  for (const [name, allowed] of Object.entries(ENUMS)) {
    const value = parameters.text(name);
    if (value === undefined || allowed.includes(value)) continue;
    throw parameters.invalid([
      `Value '${value}' at '${name.charAt(0).toLowerCase()}${name.slice(1)}' failed to satisfy constraint: ` +
        `Member must satisfy enum value set: [${allowed.join(', ')}]`,
    ]);
  }
  checkPeriods(parameters);
}

function checkPeriods(parameters: Parameters): void {
  const period = parameters.number('Period') ?? 0;
  const count = parameters.number('EvaluationPeriods') ?? 0;
  if (!SHORT_PERIODS.includes(period) && (period < 1 || period % 60 !== 0))
    throw parameters.refused('Period must be 10, 20, 30 or a multiple of 60.');
  if (count < 1) throw parameters.refused('EvaluationPeriods must be at least 1.');
  if ((parameters.number('DatapointsToAlarm') ?? count) > count)
    throw parameters.refused('DatapointsToAlarm must not be greater than EvaluationPeriods.');
  const [limit, span, periods] =
    period < HOUR_SECONDS
      ? ([DAY_SECONDS, 'day', `< ${HOUR_SECONDS}`] as const)
      : ([WEEK_SECONDS, 'week', `>= ${HOUR_SECONDS}`] as const);
  if (period * count > limit)
    throw parameters.refused(
      `Metrics cannot be checked across more than a ${span} (EvaluationPeriods * Period must be <= ${limit}) ` +
        `for alarms using period ${periods}`,
    );
}
