import { type Sandbox, startSandbox } from '..';
import { ACCOUNT, policy, TRUST_LAMBDA } from './harness';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

interface Request {
  readonly scope?: string;
  readonly key?: string;
  readonly path?: string;
  readonly target?: string;
  readonly body: string;
}

/** Sends a request as any signer of AWS's would, without the signature's worth. */
async function send({ scope, key = ACCOUNT, path = '/', target, body }: Request) {
  const credential = `AWS4-HMAC-SHA256 Credential=${key}/20260101/eu-west-1/${scope}/aws4_request, Signature=0`;
  const headers: Record<string, string> = {
    ...(scope === undefined ? {} : { authorization: credential }),
    ...(target === undefined ? {} : { 'x-amz-target': target }),
    'content-type': body.startsWith('{') ? 'application/x-amz-json-1.1' : 'application/x-www-form-urlencoded',
  };
  const response = await fetch(sandbox.endpoint + path, { method: 'POST', headers, body });
  return { status: response.status, body: await response.text() };
}

describe('an operation that the sandbox does not know', () => {
  test.each([
    {
      request: { scope: 'iam', body: 'Action=ListGroups&Version=2010-05-08' },
      answer:
        '<Code>InvalidAction</Code><Message>Could not find operation ListGroups for version 2010-05-08</Message>',
    },
    { request: { scope: 'sqs', body: 'Action=CreateQueue' }, answer: '<Code>InvalidAction</Code>' },
    {
      request: { scope: 'ssm', target: 'AmazonSSM.SendCommand', body: '{}' },
      answer: '{"__type":"UnknownOperationException"}',
    },
    {
      request: { scope: 'dynamodb', target: 'DynamoDB_20120810.GetItem', body: '{}' },
      answer: '{"__type":"UnknownOperationException"}',
    },
  ])('is answered with AWS’s error: $request.scope', async ({ request, answer }) => {
    const { status, body } = await send(request);
    expect(status).toBe(400);
    expect(body).toContain(answer);
    expect(sandbox.journal.calls()[0]?.result).toMatch(/InvalidAction|UnknownOperationException/);
  });
});

test('a request without a signature is refused', async () => {
  const { status, body } = await send({ body: 'Action=GetCallerIdentity&Version=2011-06-15' });
  expect(status).toBe(403);
  expect(body).toContain('<Code>MissingAuthenticationToken</Code>');
  const json = await send({ target: 'AmazonSSM.GetParameter', body: '{"Name":"/a"}' });
  expect(json.status).toBe(403);
  expect(json.body).toContain('MissingAuthenticationToken');
});

test('a body that is not JSON is refused', async () => {
  const { status, body } = await send({ scope: 'ssm', target: 'AmazonSSM.GetParameter', body: '{' });
  expect(status).toBe(400);
  expect(body).toContain('SerializationException');
});

test('XML is escaped', async () => {
  const name = encodeURIComponent('<&">');
  const { body } = await send({ scope: 'iam', body: `Action=GetRole&Version=2010-05-08&RoleName=R${name}` });
  expect(body).toMatch(/^<ErrorResponse xmlns="https:\/\/iam\.amazonaws\.com\/doc\/2010-05-08\/">/);
  const missing = await send({
    scope: 'iam',
    body: 'Action=GetPolicy&PolicyArn=arn%3Aaws%3Aiam%3A%3Aaws%3Apolicy%2F%3C%26',
  });
  expect(missing.body).toContain('policy/&lt;&amp; was not found.');
});

describe('the services of the reports', () => {
  const target = (operation: string) => `GraniteServiceVersion20100801.${operation}`;

  test('CloudWatch answers in the JSON and in the query protocol', async () => {
    const json = await send({ scope: 'monitoring', target: target('ListMetrics'), body: '{}' });
    expect(json).toEqual({ status: 200, body: '{"Metrics":[]}' });
    const query = await send({ scope: 'monitoring', body: 'Action=ListMetrics&Version=2010-08-01' });
    expect(query.body).toContain('<ListMetricsResult><Metrics></Metrics></ListMetricsResult>');
    const put = {
      scope: 'monitoring',
      target: target('PutMetricData'),
      body: '{"Namespace":"N","MetricData":[]}',
    };
    expect((await send(put)).status).toBe(200);
    expect(sandbox.journal.calls().at(-1)).toMatchObject({
      service: 'cloudwatch',
      write: true,
      region: 'eu-west-1',
    });
  });

  test('Account lists the regions and whether they are enabled, in pages', async () => {
    sandbox.configure({ accounts: { [ACCOUNT]: { regionsOff: ['af-south-1'] } } });
    const list = async (body: object) => {
      const answer = await send({ scope: 'account', path: '/listRegions', body: JSON.stringify(body) });
      return JSON.parse(answer.body);
    };
    const first = await list({ MaxResults: 2 });
    expect(first.Regions).toEqual([
      { RegionName: 'af-south-1', RegionOptStatus: 'DISABLED' },
      { RegionName: 'ap-east-1', RegionOptStatus: 'ENABLED' },
    ]);
    expect((await list({ MaxResults: 2, NextToken: first.NextToken })).Regions).toHaveLength(2);
    const byDefault = await list({ RegionOptStatusContains: ['ENABLED_BY_DEFAULT'] });
    expect(byDefault.Regions).toHaveLength(17);
  });

  test('EventBridge takes events, and says which are malformed', async () => {
    const entry = { Source: 's', DetailType: 'd' };
    const Entries = [{ ...entry, Detail: '{}' }, { ...entry, Detail: '{' }, { Source: 's' }];
    const answer = await send({
      scope: 'events',
      target: 'AWSEvents.PutEvents',
      body: JSON.stringify({ Entries }),
    });
    expect(JSON.parse(answer.body)).toMatchObject({
      FailedEntryCount: 2,
      Entries: [
        { EventId: expect.any(String) },
        { ErrorCode: 'MalformedDetail' },
        { ErrorCode: 'InvalidArgument' },
      ],
    });
  });

  test('EventBridge’s conditions hold for every single event', async () => {
    const Condition = { StringEquals: { 'events:source': 'ours', 'events:detail-type': 'finding' } };
    const inline = {
      p: policy({ Effect: 'Allow', Action: 'events:PutEvents', Resource: '*', Condition }),
    };
    sandbox.account().seed({ roles: [{ name: 'R', trust: TRUST_LAMBDA, inline }] });
    const key = sandbox.account().credentialsOf('R').accessKeyId;
    const put = async (...entries: { Source: string; DetailType: string }[]) => {
      const Entries = entries.map((entry) => ({ ...entry, Detail: '{}' }));
      const target = 'AWSEvents.PutEvents';
      return (await send({ scope: 'events', key, target, body: JSON.stringify({ Entries }) })).status;
    };
    const ours = { Source: 'ours', DetailType: 'finding' };
    expect(await put(ours, ours)).toBe(200);
    expect(await put({ ...ours, Source: 'theirs' })).toBe(400);
    expect(await put({ ...ours, DetailType: 'other' })).toBe(400);
    expect(await put(ours, { ...ours, Source: 'theirs' })).toBe(400);
  });

  test('SNS takes messages to topics of its region', async () => {
    const publish = (region: string) =>
      send({
        scope: 'sns',
        body: `Action=Publish&Message=m&TopicArn=arn:aws:sns:${region}:${ACCOUNT}:topic`,
      });
    expect((await publish('eu-west-1')).body).toMatch(/<MessageId>[0-9a-f-]{36}<\/MessageId>/);
    expect((await publish('us-east-1')).body).toContain('<Code>InvalidParameter</Code>');
  });

  test('each needs its permission, and denies with its own code', async () => {
    sandbox.account().seed({ roles: [{ name: 'R', trust: TRUST_LAMBDA }] });
    const key = sandbox.account().credentialsOf('R').accessKeyId;
    const codes = {
      monitoring: { body: 'Action=ListMetrics', code: 'AccessDenied', status: 403 },
      sns: { body: 'Action=Publish&Message=m', code: 'AuthorizationError', status: 403 },
    };
    for (const [scope, { body, code, status }] of Object.entries(codes)) {
      const answer = await send({ scope, key, body });
      expect(answer).toMatchObject({ status, body: expect.stringContaining(`<Code>${code}</Code>`) });
    }
    const regions = await send({ scope: 'account', key, path: '/listRegions', body: '{}' });
    expect(regions).toMatchObject({ status: 403, body: expect.stringContaining('AccessDeniedException') });
    const Entries = [{ Source: 's', DetailType: 'd', Detail: '{}' }];
    const events = { scope: 'events', key, target: 'AWSEvents.PutEvents', body: JSON.stringify({ Entries }) };
    expect((await send(events)).body).toContain('AccessDeniedException');
  });
});
