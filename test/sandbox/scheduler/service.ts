import { AwsError } from '../aws-error';
import { pageOf } from '../paging';
import type { Parameters } from '../parameters';
import { contentsIn } from '../regional-contents';
import type { Call, OperationTable, Permission, ResultFields, Service } from '../service';
import { passRole } from '../service-session';
import { arnOf } from '../state';
import { periodOf } from './runner';
import type { Schedule, ScheduleTarget } from './schedule';

const GROUP = 'default';
const MOST_SECONDS = 86_400;
const MOST_RETRIES = 185;
const EXPRESSION = /^(?:rate\(.+\)|cron\(.+\)|at\(.+\))$/;

const OPERATIONS: OperationTable = {
  CreateSchedule: {
    write: true,
    required: ['ScheduleExpression', 'FlexibleTimeWindow', 'Target'],
    permissions: (call) => [schedulePermission(call, 'CreateSchedule'), ...passTargetRole(call)],
    run: (call) => {
      const { schedules } = contentsIn(call.account, call.region);
      const name = call.parameters.requiredText('Name');
      if (schedules.has(name))
        throw new AwsError('ConflictException', `Schedule ${name} already exists.`, 409);
      const schedule: Schedule = {
        name,
        arn: scheduleArn(call),
        createdAt: call.now,
        modifiedAt: call.now,
        ...fieldsIn(call),
      };
      schedules.set(name, schedule);
      call.world.machines.schedules.start(call.account, call.region, schedule);
      return { ScheduleArn: schedule.arn };
    },
  },
  UpdateSchedule: {
    write: true,
    required: ['ScheduleExpression', 'FlexibleTimeWindow', 'Target'],
    permissions: (call) => [schedulePermission(call, 'UpdateSchedule'), ...passTargetRole(call)],
    run: (call) => {
      const schedule = requiredSchedule(call);
      Object.assign(schedule, fieldsIn(call), { modifiedAt: call.now });
      call.world.machines.schedules.start(call.account, call.region, schedule);
      return { ScheduleArn: schedule.arn };
    },
  },
  DeleteSchedule: {
    write: true,
    permissions: (call) => [schedulePermission(call, 'DeleteSchedule')],
    run: (call) => {
      const schedule = requiredSchedule(call);
      contentsIn(call.account, call.region).schedules.delete(schedule.name);
      call.world.machines.schedules.end(schedule);
      return {};
    },
  },
  GetSchedule: {
    write: false,
    permissions: (call) => [schedulePermission(call, 'GetSchedule')],
    run: (call) => shown(requiredSchedule(call)),
  },
  ListSchedules: {
    write: false,
    permissions: () => [{ action: 'scheduler:ListSchedules', resource: '*' }],
    run: ({ account, region, world, parameters }) => {
      const schedules = [...contentsIn(account, region).schedules.values()];
      const { items, next } = pageOf(schedules, world.settings.pageSize, parameters.text('NextToken'), () =>
        parameters.refused('Invalid NextToken'),
      );
      return {
        Schedules: items.map(({ name, arn, state, target }) => ({
          Name: name,
          GroupName: GROUP,
          Arn: arn,
          State: state,
          Target: { Arn: target.arn },
        })),
        NextToken: next,
      };
    },
  },
};

/** Schedules of the default group. https://docs.aws.amazon.com/scheduler/latest/APIReference/Welcome.html */
export const SCHEDULER: Service = {
  name: 'scheduler',
  protocol: 'rest-json',
  version: '2021-06-30',
  namespace: '',
  routes: {
    'POST /schedules/{Name}': 'CreateSchedule',
    'PUT /schedules/{Name}': 'UpdateSchedule',
    'GET /schedules/{Name}': 'GetSchedule',
    'DELETE /schedules/{Name}': 'DeleteSchedule',
    'GET /schedules': 'ListSchedules',
  },
  global: false,
  validationCode: 'ValidationException',
  denial: { code: 'AccessDeniedException', status: 403 },
  invalidTokenCode: 'UnrecognizedClientException',
  operations: OPERATIONS,
};

function scheduleArn({ account, region, parameters }: Call): string {
  return arnOf(account, 'scheduler', `schedule/${GROUP}/${parameters.requiredText('Name')}`, region);
}

function schedulePermission(call: Call, action: string): Permission {
  return { action: `scheduler:${action}`, resource: scheduleArn(call) };
}

function passTargetRole({ parameters }: Call): Permission[] {
  return passRole(parameters.object('Target')?.text('RoleArn'), 'scheduler.amazonaws.com');
}

function requiredSchedule({ account, region, parameters }: Call): Schedule {
  const name = parameters.requiredText('Name');
  const schedule = contentsIn(account, region).schedules.get(name);
  if (schedule === undefined)
    throw new AwsError('ResourceNotFoundException', `Schedule ${name} does not exist.`, 404);
  return schedule;
}

function fieldsIn({ parameters }: Call): Omit<Schedule, 'name' | 'arn' | 'createdAt' | 'modifiedAt'> {
  const expression = parameters.requiredText('ScheduleExpression');
  if (!EXPRESSION.test(expression) || (expression.startsWith('rate') && periodOf(expression) === undefined))
    throw parameters.refused(`Invalid Schedule Expression ${expression}.`);
  return {
    description: parameters.text('Description'),
    expression,
    state: parameters.text('State') ?? 'ENABLED',
    windowMinutes: parameters.object('FlexibleTimeWindow')?.number('MaximumWindowInMinutes'),
    target: targetIn(parameters),
  };
}

function targetIn(parameters: Parameters): ScheduleTarget {
  const target = parameters.object('Target');
  const retries = target?.object('RetryPolicy');
  return {
    arn: target?.requiredText('Arn') ?? '',
    roleArn: target?.requiredText('RoleArn') ?? '',
    input: target?.text('Input') ?? '',
    maximumEventAgeSeconds: retries?.number('MaximumEventAgeInSeconds') ?? MOST_SECONDS,
    maximumRetryAttempts: retries?.number('MaximumRetryAttempts') ?? MOST_RETRIES,
  };
}

function shown({ target, ...schedule }: Schedule): ResultFields {
  return {
    Name: schedule.name,
    GroupName: GROUP,
    Arn: schedule.arn,
    Description: schedule.description,
    ScheduleExpression: schedule.expression,
    ScheduleExpressionTimezone: 'UTC',
    State: schedule.state,
    CreationDate: new Date(schedule.createdAt),
    LastModificationDate: new Date(schedule.modifiedAt),
    FlexibleTimeWindow:
      schedule.windowMinutes === undefined
        ? { Mode: 'OFF' }
        : { Mode: 'FLEXIBLE', MaximumWindowInMinutes: schedule.windowMinutes },
    Target: {
      Arn: target.arn,
      RoleArn: target.roleArn,
      Input: target.input,
      RetryPolicy: {
        MaximumEventAgeInSeconds: target.maximumEventAgeSeconds,
        MaximumRetryAttempts: target.maximumRetryAttempts,
      },
    },
  };
}
