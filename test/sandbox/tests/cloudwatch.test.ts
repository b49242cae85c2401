import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DeleteDashboardsCommand,
  DescribeAlarmsCommand,
  GetDashboardCommand,
  ListDashboardsCommand,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { type Sandbox, startSandbox } from '..';
import { ACCOUNT, policy, refusal, TRUST_LAMBDA } from './harness';

let sandbox: Sandbox;
let cloudwatch: CloudWatchClient;
beforeEach(async () => {
  sandbox = await startSandbox();
  cloudwatch = clientOf(ACCOUNT);
});
afterEach(() => sandbox.stop());

function clientOf(accessKeyId: string, region = 'us-east-1'): CloudWatchClient {
  const credentials = { accessKeyId, secretAccessKey: 'any' };
  return new CloudWatchClient({ endpoint: sandbox.endpoint, region, credentials, maxAttempts: 1 });
}

const ALARM: PutMetricAlarmCommandInput = {
  AlarmName: 'errors',
  AlarmDescription: 'It fails',
  Namespace: 'AWS/Lambda',
  MetricName: 'Errors',
  Dimensions: [{ Name: 'FunctionName', Value: 'f' }],
  Statistic: 'Sum',
  Period: 900,
  EvaluationPeriods: 8,
  DatapointsToAlarm: 1,
  Threshold: 0.5,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  TreatMissingData: 'notBreaching',
  AlarmActions: [`arn:aws:sns:us-east-1:${ACCOUNT}:alerts`],
};

function put(input: Partial<PutMetricAlarmCommandInput> = {}, client = cloudwatch) {
  return client.send(new PutMetricAlarmCommand({ ...ALARM, ...input } as PutMetricAlarmCommandInput));
}

async function described(input = {}) {
  return (await cloudwatch.send(new DescribeAlarmsCommand(input))).MetricAlarms ?? [];
}

describe('an alarm', () => {
  test('is described as it was put, in the state of a new one', async () => {
    await put();
    expect(await described({ AlarmNames: ['errors'] })).toEqual([
      {
        ...ALARM,
        AlarmArn: `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:errors`,
        AlarmConfigurationUpdatedTimestamp: expect.any(Date),
        ActionsEnabled: true,
        OKActions: [],
        InsufficientDataActions: [],
        StateValue: 'INSUFFICIENT_DATA',
        StateReason: 'Unchecked: Initial alarm creation',
        StateUpdatedTimestamp: expect.any(Date),
        StateTransitionedTimestamp: expect.any(Date),
      },
    ]);
  });

  test('is replaced as a whole', async () => {
    await put();
    await put({ AlarmDescription: undefined, Threshold: 2, ActionsEnabled: false });
    const [alarm] = await described();
    expect(alarm).toMatchObject({ Threshold: 2, ActionsEnabled: false });
    expect(alarm).not.toHaveProperty('AlarmDescription');
  });

  test('is found by the beginning of its name, in pages', async () => {
    for (const AlarmName of ['b-2', 'a', 'b-1']) await put({ AlarmName });
    expect((await described({ AlarmNamePrefix: 'b-' })).map(({ AlarmName }) => AlarmName)).toEqual([
      'b-1',
      'b-2',
    ]);
    const first = await cloudwatch.send(new DescribeAlarmsCommand({ MaxRecords: 2 }));
    expect(await described({ NextToken: first.NextToken })).toMatchObject([{ AlarmName: 'b-2' }]);
    expect(await described({ StateValue: 'ALARM' })).toEqual([]);
  });

  test('belongs to its region, and is deleted by its name', async () => {
    await put();
    const elsewhere = await clientOf(ACCOUNT, 'eu-west-1').send(new DescribeAlarmsCommand({}));
    expect(elsewhere.MetricAlarms).toEqual([]);
    await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ['other', 'errors'] }));
    expect(await described()).toEqual([]);
  });

  test.each([
    [{ ComparisonOperator: undefined }, "Value null at 'comparisonOperator' failed to satisfy constraint"],
    [{ TreatMissingData: 'never' }, "Value 'never' at 'treatMissingData' failed to satisfy constraint"],
    [{ Period: 45 }, 'Period must be 10, 20, 30 or a multiple of 60.'],
    [{ DatapointsToAlarm: 9 }, 'DatapointsToAlarm must not be greater than EvaluationPeriods.'],
    [{ Statistic: undefined }, 'Exactly one of Statistic and ExtendedStatistic must be specified.'],
    [{ EvaluationPeriods: 97 }, 'Metrics cannot be checked across more than a day'],
    [{ Period: 3600, EvaluationPeriods: 169 }, 'Metrics cannot be checked across more than a week'],
    [{ Metrics: [{ Id: 'm' }] }, 'Metrics is not served by the sandbox.'],
  ] as const)('that breaks a rule is refused: %j', async (input, message) => {
    const error = await refusal(put(input as Partial<PutMetricAlarmCommandInput>));
    expect(error).toMatch(/^Validation/);
    expect(error).toContain(message);
  });

  test('may look at a day in short periods, and at a week in long ones', async () => {
    await put({ EvaluationPeriods: 96 });
    await put({ Period: 3600, EvaluationPeriods: 168 });
  });
});

describe('a dashboard', () => {
  const DashboardName = 'checks';
  const body = '{"widgets":[]}';
  const putDashboard = (DashboardBody = body) =>
    cloudwatch.send(new PutDashboardCommand({ DashboardName, DashboardBody }));

  test('is read as it was put, in every region', async () => {
    await putDashboard();
    const DashboardArn = `arn:aws:cloudwatch::${ACCOUNT}:dashboard/checks`;
    const found = await clientOf(ACCOUNT, 'eu-west-1').send(new GetDashboardCommand({ DashboardName }));
    expect(found).toMatchObject({ DashboardName, DashboardArn, DashboardBody: body });
    const list = await cloudwatch.send(new ListDashboardsCommand({ DashboardNamePrefix: 'ch' }));
    expect(list.DashboardEntries).toEqual([
      { DashboardName, DashboardArn, Size: body.length, LastModified: expect.any(Date) },
    ]);
    expect(
      (await cloudwatch.send(new ListDashboardsCommand({ DashboardNamePrefix: 'x' }))).DashboardEntries,
    ).toEqual([]);
  });

  test('must be JSON, and have a plain name', async () => {
    expect(await refusal(putDashboard('{'))).toContain('The field DashboardBody must be a valid JSON object');
    const named = new PutDashboardCommand({ DashboardName: 'a b', DashboardBody: body });
    expect(await refusal(cloudwatch.send(named))).toContain(
      'The value for field DashboardName contains invalid characters.',
    );
  });

  test('is deleted, whatever else is not there', async () => {
    await putDashboard();
    const deleted = new DeleteDashboardsCommand({ DashboardNames: ['other', DashboardName] });
    expect(await refusal(cloudwatch.send(deleted))).toContain('Dashboard other does not exist');
    expect(await refusal(cloudwatch.send(new GetDashboardCommand({ DashboardName })))).toContain(
      'Dashboard checks does not exist',
    );
  });
});

test('a role needs permission for the alarm and the dashboard', async () => {
  const arn = `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:`;
  const inline = {
    p: policy({ Effect: 'Allow', Action: 'cloudwatch:PutMetricAlarm', Resource: `${arn}err*` }),
  };
  sandbox.account().seed({ roles: [{ name: 'R', trust: TRUST_LAMBDA, inline }] });
  const own = clientOf(sandbox.account().credentialsOf('R').accessKeyId);
  await put({}, own);
  expect(await refusal(put({ AlarmName: 'other' }, own))).toContain(
    `is not authorized to perform: cloudwatch:PutMetricAlarm on resource: ${arn}other because`,
  );
  expect(await refusal(put({ Tags: [{ Key: 'a', Value: 'b' }] }, own))).toContain('cloudwatch:TagResource');
  expect(await refusal(own.send(new DescribeAlarmsCommand({})))).toContain(`${arn}*`);
  expect(await refusal(own.send(new GetDashboardCommand({ DashboardName: 'd' })))).toContain(
    `cloudwatch:GetDashboard on resource: arn:aws:cloudwatch::${ACCOUNT}:dashboard/d`,
  );
});
