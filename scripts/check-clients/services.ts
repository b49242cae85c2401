import type { ClientPlace } from '../counted-checks/client-environment';
import type { Tally } from '../counted-checks/tally';
import { type CliCheck, runCliChecks } from './cli-check';

/** Services that a deployment of the template needs: each command goes on where the one before it ended. */
export async function checkServices(place: ClientPlace, tally: Tally): Promise<void> {
  await runCliChecks(place, logsChecks(place.region), tally);
  await runCliChecks(place, snsChecks(place.region), tally);
  await runCliChecks(place, cloudwatchChecks(place.region), tally);
}

const GROUP = '/aws/lambda/checked';

function logsChecks(region: string): readonly CliCheck[] {
  const group = ['--log-group-name', GROUP];
  const transformation = 'metricName=Failed,metricNamespace=Checks,metricValue=1';
  return [
    { name: 'logs create-log-group', args: ['logs', 'create-log-group', ...group], says: [] },
    {
      name: 'logs create-log-group with a name that is taken',
      args: ['logs', 'create-log-group', ...group],
      says: ['(ResourceAlreadyExistsException)', 'The specified log group already exists'],
      fails: true,
    },
    {
      name: 'logs put-retention-policy',
      args: ['logs', 'put-retention-policy', ...group, '--retention-in-days', '90'],
      says: [],
    },
    {
      name: 'logs put-metric-filter',
      args: [
        ...['logs', 'put-metric-filter', ...group, '--filter-name', 'failed'],
        ...['--filter-pattern', '{ $.message = "failed" }', '--metric-transformations', transformation],
      ],
      says: [],
    },
    {
      name: 'logs describe-metric-filters',
      args: ['logs', 'describe-metric-filters', ...group],
      says: ['"filterName": "failed"', '"metricName": "Failed"', `"logGroupName": "${GROUP}"`],
    },
    {
      name: 'logs describe-log-groups',
      args: ['logs', 'describe-log-groups', '--log-group-name-prefix', GROUP],
      says: [
        `"arn": "arn:aws:logs:${region}:123456789012:log-group:${GROUP}:*"`,
        '"retentionInDays": 90',
        '"metricFilterCount": 1',
      ],
    },
    {
      name: 'logs create-log-stream',
      args: ['logs', 'create-log-stream', ...group, '--log-stream-name', 'one'],
      says: [],
    },
    {
      name: 'logs put-log-events',
      args: [
        ...['logs', 'put-log-events', ...group, '--log-stream-name', 'one'],
        ...[
          '--log-events',
          'timestamp=1767225600000,message=first',
          'timestamp=1767225601000,message=second',
        ],
      ],
      says: [],
    },
    {
      name: 'logs filter-log-events',
      args: ['logs', 'filter-log-events', ...group, '--interleaved', '--start-time', '1767225601000'],
      says: ['"logStreamName": "one"', '"message": "second"', '"eventId"'],
    },
    {
      name: 'logs get-log-events',
      args: ['logs', 'get-log-events', ...group, '--log-stream-name', 'one'],
      says: ['"message": "first"', '"timestamp": 1767225600000', '"nextForwardToken"'],
    },
    {
      name: 'logs describe-log-streams',
      args: ['logs', 'describe-log-streams', ...group, '--order-by', 'LastEventTime'],
      says: [`log-group:${GROUP}:log-stream:one"`, '"lastEventTimestamp": 1767225601000'],
    },
    { name: 'logs delete-log-group', args: ['logs', 'delete-log-group', ...group], says: [] },
    {
      name: 'logs filter-log-events of a group that is gone',
      args: ['logs', 'filter-log-events', ...group],
      says: ['(ResourceNotFoundException)', 'The specified log group does not exist.'],
      fails: true,
    },
  ];
}

function snsChecks(region: string): readonly CliCheck[] {
  const arn = `arn:aws:sns:${region}:123456789012:checked`;
  const topic = ['--topic-arn', arn];
  return [
    {
      name: 'sns create-topic',
      args: ['sns', 'create-topic', '--name', 'checked', '--attributes', 'DisplayName=Checked'],
      says: [`"TopicArn": "${arn}"`],
    },
    {
      name: 'sns create-topic with other attributes',
      args: ['sns', 'create-topic', '--name', 'checked', '--attributes', 'DisplayName=Other'],
      says: ['(InvalidParameter)', 'Topic already exists with different attributes'],
      fails: true,
    },
    {
      name: 'sns set-topic-attributes',
      args: [
        ...['sns', 'set-topic-attributes', ...topic],
        ...['--attribute-name', 'Policy', '--attribute-value', '{"Statement":[]}'],
      ],
      says: [],
    },
    {
      name: 'sns subscribe with an email address',
      args: ['sns', 'subscribe', ...topic, '--protocol', 'email', '--notification-endpoint', 'a@example.com'],
      says: ['"SubscriptionArn": "pending confirmation"'],
    },
    {
      name: 'sns list-subscriptions-by-topic',
      args: ['sns', 'list-subscriptions-by-topic', ...topic],
      says: [
        '"SubscriptionArn": "PendingConfirmation"',
        '"Endpoint": "a@example.com"',
        '"Protocol": "email"',
      ],
    },
    {
      name: 'sns get-topic-attributes',
      args: ['sns', 'get-topic-attributes', ...topic],
      says: ['"DisplayName": "Checked"', '"SubscriptionsPending": "1"', '{\\"Statement\\":[]}'],
    },
    { name: 'sns list-topics', args: ['sns', 'list-topics'], says: [arn] },
    { name: 'sns publish', args: ['sns', 'publish', ...topic, '--message', 'm'], says: ['"MessageId"'] },
    { name: 'sns delete-topic', args: ['sns', 'delete-topic', ...topic], says: [] },
    {
      name: 'sns get-topic-attributes of a topic that is gone',
      args: ['sns', 'get-topic-attributes', ...topic],
      says: ['(NotFound)', 'Topic does not exist'],
      fails: true,
    },
  ];
}

function cloudwatchChecks(region: string): readonly CliCheck[] {
  const dashboard = ['--dashboard-name', 'checked'];
  const alarm = [
    ...['cloudwatch', 'put-metric-alarm', '--alarm-name', 'checked', '--namespace', 'AWS/Lambda'],
    ...['--metric-name', 'Errors', '--dimensions', 'Name=FunctionName,Value=f', '--statistic', 'Sum'],
    ...['--evaluation-periods', '8', '--threshold', '2', '--treat-missing-data', 'notBreaching'],
    ...['--comparison-operator', 'GreaterThanOrEqualToThreshold'],
  ];
  return [
    { name: 'cloudwatch put-metric-alarm', args: [...alarm, '--period', '900'], says: [] },
    {
      name: 'cloudwatch put-metric-alarm over more than a day',
      args: [...alarm, '--period', '900', '--evaluation-periods', '97'],
      says: ['(ValidationError)', 'EvaluationPeriods * Period must be <= 86400'],
      fails: true,
    },
    {
      name: 'cloudwatch describe-alarms',
      args: ['cloudwatch', 'describe-alarms', '--alarm-names', 'checked'],
      says: [
        `"AlarmArn": "arn:aws:cloudwatch:${region}:123456789012:alarm:checked"`,
        '"StateValue": "INSUFFICIENT_DATA"',
        '"Period": 900',
        '"Threshold": 2',
        '"Value": "f"',
      ],
    },
    {
      name: 'cloudwatch delete-alarms',
      args: ['cloudwatch', 'delete-alarms', '--alarm-names', 'checked'],
      says: [],
    },
    {
      name: 'cloudwatch put-dashboard',
      args: ['cloudwatch', 'put-dashboard', ...dashboard, '--dashboard-body', '{"widgets":[]}'],
      says: ['"DashboardValidationMessages": []'],
    },
    {
      name: 'cloudwatch put-dashboard of what is no JSON',
      args: ['cloudwatch', 'put-dashboard', ...dashboard, '--dashboard-body', 'x'],
      says: ['(InvalidParameterInput)', 'The field DashboardBody must be a valid JSON object'],
      fails: true,
    },
    {
      name: 'cloudwatch get-dashboard',
      args: ['cloudwatch', 'get-dashboard', ...dashboard],
      says: ['arn:aws:cloudwatch::123456789012:dashboard/checked', 'widgets'],
    },
    {
      name: 'cloudwatch list-dashboards',
      args: ['cloudwatch', 'list-dashboards'],
      says: ['"DashboardName": "checked"', '"Size": 14'],
    },
    {
      name: 'cloudwatch delete-dashboards',
      args: ['cloudwatch', 'delete-dashboards', '--dashboard-names', 'checked'],
      says: [],
    },
    {
      name: 'cloudwatch get-dashboard of one that is gone',
      args: ['cloudwatch', 'get-dashboard', ...dashboard],
      says: ['(ResourceNotFound)', 'Dashboard checked does not exist'],
      fails: true,
    },
  ];
}
