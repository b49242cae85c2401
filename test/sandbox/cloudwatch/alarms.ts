import { AwsError } from '../aws-error';
import { pageOf } from '../paging';
import type { Call, OperationTable, ResultFields } from '../service';
import type { Alarm } from './alarm';
import { alarmPermission, alarmsOf } from './lookup';
import { PUT_METRIC_ALARM } from './put-alarm';

const MAX_RECORDS = 100;
const MAX_NAMES = 100;
const NEW_STATE = 'INSUFFICIENT_DATA';

export const ALARM_OPERATIONS: OperationTable = {
  PutMetricAlarm: PUT_METRIC_ALARM,
  DescribeAlarms: {
    write: false,
    permissions: (call) => [alarmPermission(call, 'DescribeAlarms', '*')],
    run: describeAlarms,
  },
  // Of the names that are given, those that exist are deleted.
  DeleteAlarms: {
    write: true,
    required: ['AlarmNames'],
    permissions: (call) =>
      call.parameters.texts('AlarmNames').map((name) => alarmPermission(call, 'DeleteAlarms', name)),
    run: (call) => {
      for (const name of checkedNames(call)) alarmsOf(call).delete(name);
      return undefined;
    },
  },
};

function checkedNames({ parameters }: Call): readonly string[] {
  const names = parameters.texts('AlarmNames');
  if (names.length <= MAX_NAMES) return names;
  throw parameters.invalid([
    `Value at 'alarmNames' failed to satisfy constraint: Member must have length less than or equal to ${MAX_NAMES}`,
  ]);
}

function describeAlarms(call: Call): ResultFields {
  const { parameters, world } = call;
  const names = checkedNames(call);
  const prefix = parameters.text('AlarmNamePrefix') ?? '';
  const [state, types] = [parameters.text('StateValue') ?? NEW_STATE, parameters.texts('AlarmTypes')];
  const asked = state === NEW_STATE && (types.length === 0 || types.includes('MetricAlarm'));
  const alarms = [...alarmsOf(call).values()]
    .filter(({ name }) => asked && name.startsWith(prefix) && (names.length === 0 || names.includes(name)))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const size = Math.min(parameters.number('MaxRecords') ?? MAX_RECORDS, MAX_RECORDS, world.settings.pageSize);
  const { items, next } = pageOf(
    alarms,
    size,
    parameters.text('NextToken'),
    () => new AwsError('InvalidNextToken', 'The next token specified is invalid.'),
  );
  return { CompositeAlarms: [], MetricAlarms: items.map(showAlarm), NextToken: next };
}

function showAlarm(alarm: Alarm): ResultFields {
  const created = new Date(alarm.createdAt);
  return {
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.updatedAt),
    ActionsEnabled: alarm.actionsEnabled,
    ...alarm.actions,
    StateValue: NEW_STATE,
    StateReason: 'Unchecked: Initial alarm creation',
    StateUpdatedTimestamp: created,
    StateTransitionedTimestamp: created,
    Dimensions: alarm.dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
    ...Object.fromEntries(alarm.texts),
    ...Object.fromEntries(alarm.numbers),
  };
}
