import { type Sandbox, startSandbox } from '..';
import { ACCOUNT, policy, TRUST_LAMBDA } from './harness';
import { type JsonOperation, jsonService } from './plain-requests';

const SERVICE = { name: 'logs', target: 'Logs_20140328' };
const NAME = '/aws/lambda/f';
const ARN = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:${NAME}`;
const GROUP = { logGroupName: NAME };
const START = Date.parse('2026-01-01T00:00:00Z');

let sandbox: Sandbox;
let now: number;
let logs: JsonOperation;
beforeEach(async () => {
  now = START;
  sandbox = await startSandbox({ now: () => now });
  logs = jsonService(sandbox, SERVICE);
});
afterEach(() => sandbox.stop());

describe('a log group', () => {
  test('is described as it was made and set', async () => {
    await logs('CreateLogGroup', { ...GROUP, kmsKeyId: 'arn:aws:kms:us-east-1:123456789012:key/1' });
    await logs('PutRetentionPolicy', { ...GROUP, retentionInDays: 90 });
    expect(await logs('DescribeLogGroups', { logGroupNamePrefix: '/aws/lambda/' })).toEqual({
      logGroups: [
        {
          logGroupName: NAME,
          creationTime: START,
          retentionInDays: 90,
          metricFilterCount: 0,
          arn: `${ARN}:*`,
          storedBytes: 0,
          kmsKeyId: 'arn:aws:kms:us-east-1:123456789012:key/1',
          logGroupClass: 'STANDARD',
          logGroupArn: ARN,
        },
      ],
    });
    await logs('DeleteRetentionPolicy', GROUP);
    await logs('DisassociateKmsKey', GROUP);
    const { logGroups } = (await logs('DescribeLogGroups', {})) as { logGroups: object[] };
    expect(logGroups[0]).not.toHaveProperty('retentionInDays');
    expect(logGroups[0]).not.toHaveProperty('kmsKeyId');
    await logs('AssociateKmsKey', { ...GROUP, kmsKeyId: 'arn:aws:kms:us-east-1:123456789012:key/2' });
    expect(await logs('DescribeLogGroups', {})).toMatchObject({
      logGroups: [{ kmsKeyId: 'arn:aws:kms:us-east-1:123456789012:key/2' }],
    });
  });

  test('belongs to its region, and is there once', async () => {
    await logs('CreateLogGroup', GROUP);
    expect(await logs('CreateLogGroup', GROUP)).toBe(
      'ResourceAlreadyExistsException: The specified log group already exists',
    );
    const elsewhere = jsonService(sandbox, SERVICE, { region: 'eu-west-1' });
    expect(await elsewhere('DescribeLogGroups', {})).toEqual({ logGroups: [] });
  });

  test('is gone when it was deleted', async () => {
    await logs('CreateLogGroup', GROUP);
    await logs('DeleteLogGroup', GROUP);
    const missing = 'ResourceNotFoundException: The specified log group does not exist.';
    expect(await logs('DeleteLogGroup', GROUP)).toBe(missing);
    expect(await logs('PutRetentionPolicy', { ...GROUP, retentionInDays: 1 })).toBe(missing);
    expect(await logs('FilterLogEvents', GROUP)).toBe(missing);
  });

  test('is found by a part of its name, in pages', async () => {
    for (const logGroupName of ['/b/Two', '/a/one', '/a/two']) await logs('CreateLogGroup', { logGroupName });
    const named = (names: string[]) => names.map((logGroupName) => expect.objectContaining({ logGroupName }));
    expect(await logs('DescribeLogGroups', { logGroupNamePattern: 'two' })).toEqual({
      logGroups: named(['/a/two', '/b/Two']),
    });
    const first = (await logs('DescribeLogGroups', { limit: 2 })) as { nextToken: string };
    expect(first).toMatchObject({ logGroups: named(['/a/one', '/a/two']) });
    expect(await logs('DescribeLogGroups', { nextToken: first.nextToken })).toEqual({
      logGroups: named(['/b/Two']),
    });
  });

  test.each([
    [
      { logGroupName: 'a b' },
      "1 validation error detected: Value 'a b' at 'logGroupName' failed to satisfy constraint: " +
        'Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+',
    ],
    [{ logGroupName: 'aws/spans' }, 'Log groups starting with AWS/ are reserved for AWS.'],
    [
      {},
      "1 validation error detected: Value null at 'logGroupName' failed to satisfy constraint: Member must not be null",
    ],
    [
      { logGroupName: 'a', logGroupClass: 'DELIVERY' },
      'A logGroupClass other than STANDARD is not served by the sandbox.',
    ],
  ])('that breaks a rule is refused: %j', async (input, message) => {
    expect(await logs('CreateLogGroup', input)).toBe(`InvalidParameterException: ${message}`);
  });

  test('is kept for as many days as AWS offers', async () => {
    await logs('CreateLogGroup', GROUP);
    expect(await logs('PutRetentionPolicy', { ...GROUP, retentionInDays: 91 })).toMatch(
      /^InvalidParameterException: .*Value '91' at 'retentionInDays'/,
    );
  });
});

describe('log events', () => {
  beforeEach(async () => {
    await logs('CreateLogGroup', GROUP);
    for (const logStreamName of ['one', 'two']) await logs('CreateLogStream', { ...GROUP, logStreamName });
    now += 60_000;
    await put('one', [0, 'START'], [20, 'an error, third']);
    await put('two', [10, 'an error: second'], [30, 'END']);
  });

  function put(logStreamName: string, ...events: [number, string][]) {
    const logEvents = events.map(([after, message]) => ({ timestamp: START + after, message }));
    return logs('PutLogEvents', { ...GROUP, logStreamName, logEvents });
  }

  async function messages(parameters: object): Promise<string[]> {
    const answer = (await logs('FilterLogEvents', { ...GROUP, ...parameters })) as {
      events: { message: string }[];
    };
    return answer.events.map(({ message }) => message);
  }

  test('of all streams come by time, with their stream', async () => {
    expect(await logs('FilterLogEvents', GROUP)).toMatchObject({
      events: [
        { logStreamName: 'one', timestamp: START, message: 'START', ingestionTime: START + 60_000 },
        { logStreamName: 'two', timestamp: START + 10, message: 'an error: second' },
        { logStreamName: 'one', timestamp: START + 20, message: 'an error, third' },
        { logStreamName: 'two', timestamp: START + 30, message: 'END' },
      ],
    });
  });

  test('are chosen by time, stream and words', async () => {
    const between = { startTime: START + 10, endTime: START + 20 };
    expect(await messages(between)).toEqual(['an error: second', 'an error, third']);
    expect(await messages({ logStreamNames: ['two'] })).toEqual(['an error: second', 'END']);
    expect(await messages({ logStreamNamePrefix: 'on' })).toEqual(['START', 'an error, third']);
    expect(await messages({ filterPattern: 'error third' })).toEqual(['an error, third']);
    expect(await messages({ filterPattern: '"error: second"' })).toEqual(['an error: second']);
    expect(await logs('FilterLogEvents', { ...GROUP, filterPattern: '{ $.a = 1 }' })).toBe(
      "InvalidParameterException: The filterPattern '{ $.a = 1 }' is not served by the sandbox: " +
        'only words, and phrases in quotation marks, are.',
    );
  });

  test('come in pages, each event once and with an id of its own', async () => {
    sandbox.configure({ pageSize: 3 });
    const first = (await logs('FilterLogEvents', GROUP)) as {
      nextToken: string;
      events: { eventId: string }[];
    };
    const rest = (await logs('FilterLogEvents', { ...GROUP, nextToken: first.nextToken })) as typeof first;
    expect(rest.nextToken).toBeUndefined();
    expect(new Set([...first.events, ...rest.events].map(({ eventId }) => eventId)).size).toBe(4);
  });

  test('of one stream are read from either end', async () => {
    const stream = { ...GROUP, logStreamName: 'one', limit: 1 };
    expect(await logs('GetLogEvents', stream)).toMatchObject({ events: [{ message: 'an error, third' }] });
    const head = (await logs('GetLogEvents', { ...stream, startFromHead: true })) as {
      nextForwardToken: string;
    };
    expect(head).toMatchObject({ events: [{ message: 'START' }] });
    const next = (await logs('GetLogEvents', { ...stream, nextToken: head.nextForwardToken })) as typeof head;
    expect(next).toMatchObject({ events: [{ message: 'an error, third' }] });
    // At the end, the same token comes again.
    expect(await logs('GetLogEvents', { ...stream, nextToken: next.nextForwardToken })).toMatchObject({
      events: [],
      nextForwardToken: next.nextForwardToken,
    });
    expect(await logs('GetLogEvents', { ...GROUP, logStreamName: 'three' })).toBe(
      'ResourceNotFoundException: The specified log stream does not exist.',
    );
  });

  test('show in what is said of their stream and group', async () => {
    const parameters = { logGroupIdentifier: ARN, orderBy: 'LastEventTime', descending: true };
    expect(await logs('DescribeLogStreams', parameters)).toMatchObject({
      logStreams: [
        {
          logStreamName: 'two',
          creationTime: START,
          firstEventTimestamp: START + 10,
          lastEventTimestamp: START + 30,
          lastIngestionTime: START + 60_000,
          arn: `${ARN}:log-stream:two`,
        },
        { logStreamName: 'one' },
      ],
    });
    expect(await logs('DescribeLogGroups', {})).toMatchObject({ logGroups: [{ storedBytes: 143 }] });
  });

  test('must be sent in order, to a stream that exists', async () => {
    expect(await put('one', [50, 'a'], [40, 'b'])).toBe(
      'InvalidParameterException: Log events in a single PutLogEvents request must be in chronological order.',
    );
    expect(await put('three', [0, 'a'])).toBe(
      'ResourceNotFoundException: The specified log stream does not exist.',
    );
    expect(await logs('CreateLogStream', { ...GROUP, logStreamName: 'one' })).toBe(
      'ResourceAlreadyExistsException: The specified log stream already exists',
    );
  });
});

test('a metric filter is kept with its group, until it is deleted', async () => {
  const filter = {
    ...GROUP,
    filterName: 'failed',
    filterPattern: '{ $.message = "failed" }',
    metricTransformations: [{ metricName: 'Failed', metricNamespace: 'N', metricValue: '1' }],
  };
  await logs('CreateLogGroup', GROUP);
  await logs('PutMetricFilter', filter);
  expect(await logs('DescribeMetricFilters', { metricName: 'Failed', metricNamespace: 'N' })).toEqual({
    metricFilters: [{ ...filter, creationTime: START, applyOnTransformedLogs: false }],
  });
  expect(await logs('DescribeMetricFilters', { ...GROUP, filterNamePrefix: 'x' })).toEqual({
    metricFilters: [],
  });
  expect(await logs('DescribeLogGroups', {})).toMatchObject({ logGroups: [{ metricFilterCount: 1 }] });
  await logs('DeleteMetricFilter', { ...GROUP, filterName: 'failed' });
  expect(await logs('DeleteMetricFilter', { ...GROUP, filterName: 'failed' })).toBe(
    'ResourceNotFoundException: The specified metric filter does not exist.',
  );
});

describe('a role', () => {
  function as(...statements: object[]) {
    const inline = Object.fromEntries(
      statements.map((statement, index) => [`p${index}`, policy({ Effect: 'Allow', ...statement })]),
    );
    sandbox.account().seed({ roles: [{ name: 'R', trust: TRUST_LAMBDA, inline }] });
    return jsonService(sandbox, SERVICE, sandbox.account().credentialsOf('R'));
  }

  test('may do in a group and its streams what a policy for the group’s ARN with :* allows', async () => {
    const Action = ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:FilterLogEvents'];
    const own = as({ Action, Resource: `${ARN}:*` });
    await logs('CreateLogGroup', GROUP);
    expect(await own('CreateLogStream', { ...GROUP, logStreamName: 's' })).toEqual({});
    expect(await own('FilterLogEvents', GROUP)).toMatchObject({ events: [] });
    expect(await own('DeleteLogGroup', GROUP)).toBe(
      `AccessDeniedException: User: arn:aws:sts::${ACCOUNT}:assumed-role/R/sandbox is not authorized to perform: ` +
        `logs:DeleteLogGroup on resource: ${ARN}:log-stream: because no identity-based policy allows the ` +
        'logs:DeleteLogGroup action',
    );
    expect(await own('DescribeLogGroups', {})).toContain(
      `on resource: arn:aws:logs:us-east-1:${ACCOUNT}:log-group::log-stream: because`,
    );
  });

  test('needs a permission of its own for tags', async () => {
    const create = { Action: 'logs:CreateLogGroup', Resource: '*' };
    const input = { ...GROUP, tags: { team: 'a' } };
    expect(await as(create)('CreateLogGroup', input)).toContain(
      `logs:TagResource on resource: ${ARN} because`,
    );
  });

  test('may tag what it makes, and is asked for the tags', async () => {
    const Condition = { StringEquals: { 'aws:RequestTag/team': 'a' } };
    const own = as({ Action: ['logs:CreateLogGroup', 'logs:TagResource'], Resource: '*', Condition });
    expect(await own('CreateLogGroup', { ...GROUP, tags: { team: 'b' } })).toMatch(/^AccessDenied/);
    expect(await own('CreateLogGroup', { ...GROUP, tags: { team: 'a' } })).toEqual({});
  });
});
