import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  PublishCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { type Sandbox, startSandbox } from '..';
import { ACCOUNT, policy, refusal, TRUST_LAMBDA } from './harness';

const TopicArn = `arn:aws:sns:us-east-1:${ACCOUNT}:alerts`;

let sandbox: Sandbox;
let sns: SNSClient;
beforeEach(async () => {
  sandbox = await startSandbox();
  sns = clientOf(ACCOUNT);
});
afterEach(() => sandbox.stop());

function clientOf(accessKeyId: string, region = 'us-east-1'): SNSClient {
  const credentials = { accessKeyId, secretAccessKey: 'any' };
  return new SNSClient({ endpoint: sandbox.endpoint, region, credentials, maxAttempts: 1 });
}

function create(Attributes?: Record<string, string>, Tags?: { Key: string; Value: string }[]) {
  return sns.send(new CreateTopicCommand({ Name: 'alerts', Attributes, Tags }));
}

async function attributes() {
  return (await sns.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes ?? {};
}

describe('a topic', () => {
  test('has the attributes that it was made with, and AWS’s own', async () => {
    expect(await create({ DisplayName: 'Alerts', KmsMasterKeyId: 'key' })).toMatchObject({ TopicArn });
    const found = await attributes();
    expect(found).toMatchObject({
      TopicArn,
      DisplayName: 'Alerts',
      KmsMasterKeyId: 'key',
      Owner: ACCOUNT,
      SubscriptionsConfirmed: '0',
      SubscriptionsPending: '0',
    });
    expect(JSON.parse(found['Policy'] ?? '').Statement[0].Resource).toBe(TopicArn);
  });

  test('gets attributes and loses them', async () => {
    await create();
    const set = (AttributeName: string, AttributeValue: string) =>
      sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue }));
    await set('Policy', '{"Statement":[]}');
    await set('KmsMasterKeyId', 'key');
    expect(await attributes()).toMatchObject({ Policy: '{"Statement":[]}', KmsMasterKeyId: 'key' });
    await set('Policy', '');
    await set('KmsMasterKeyId', '');
    expect((await attributes())['Policy']).toContain('__default_policy_ID');
    expect(await attributes()).not.toHaveProperty('KmsMasterKeyId');
    expect(await refusal(set('Policy', '{'))).toBe(
      'InvalidParameterException: Invalid parameter: Policy Error: null',
    );
    expect(await refusal(set('Colour', 'red'))).toBe(
      'InvalidParameterException: Invalid parameter: AttributeName',
    );
  });

  test('can be made again as it is, not otherwise', async () => {
    const team = [{ Key: 'team', Value: 'a' }];
    await create({ DisplayName: 'Alerts' }, team);
    expect(await create()).toMatchObject({ TopicArn });
    expect(await create({ DisplayName: 'Alerts' }, team)).toMatchObject({ TopicArn });
    expect(await refusal(create({ DisplayName: 'Other' }))).toBe(
      'InvalidParameterException: Invalid parameter: Attributes Reason: Topic already exists with different attributes',
    );
    expect(await refusal(create({}, [{ Key: 'team', Value: 'b' }]))).toBe(
      'InvalidParameterException: Invalid parameter: Tags Reason: Topic already exists with different tags',
    );
  });

  test('belongs to its region, and is gone when it was deleted, however often', async () => {
    await create();
    expect((await sns.send(new ListTopicsCommand({}))).Topics).toEqual([{ TopicArn }]);
    expect((await clientOf(ACCOUNT, 'eu-west-1').send(new ListTopicsCommand({}))).Topics).toEqual([]);
    await sns.send(new DeleteTopicCommand({ TopicArn }));
    await sns.send(new DeleteTopicCommand({ TopicArn }));
    expect(await refusal(attributes())).toBe('NotFoundException: Topic does not exist');
  });

  test('is listed in pages', async () => {
    sandbox.configure({ pageSize: 1 });
    for (const Name of ['a', 'b']) await sns.send(new CreateTopicCommand({ Name }));
    const first = await sns.send(new ListTopicsCommand({}));
    const second = await sns.send(new ListTopicsCommand({ NextToken: first.NextToken }));
    expect([...(first.Topics ?? []), ...(second.Topics ?? [])].map((topic) => topic.TopicArn)).toEqual([
      `arn:aws:sns:us-east-1:${ACCOUNT}:a`,
      `arn:aws:sns:us-east-1:${ACCOUNT}:b`,
    ]);
    expect(second.NextToken).toBeUndefined();
  });

  test.each(['a b', 'orders.fifo'])('cannot be called %s', async (Name) => {
    expect(await refusal(sns.send(new CreateTopicCommand({ Name })))).toMatch(
      /^InvalidParameterException: Invalid parameter: (Topic Name|FIFO topics are not served by the sandbox)$/,
    );
  });

  test('takes messages whether it exists or not', async () => {
    const publish = () => sns.send(new PublishCommand({ TopicArn, Message: 'm' }));
    expect((await publish()).MessageId).toEqual(expect.any(String));
    await create();
    expect((await publish()).MessageId).toEqual(expect.any(String));
  });
});

describe('a subscription', () => {
  const subscribe = (Protocol: string, Endpoint: string, ReturnSubscriptionArn = false) =>
    sns.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint, ReturnSubscriptionArn }));

  async function listed() {
    return (await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions;
  }

  test('of an email address waits to be confirmed', async () => {
    await create();
    expect(await subscribe('email', 'a@example.com')).toMatchObject({
      SubscriptionArn: 'pending confirmation',
    });
    expect(await listed()).toEqual([
      {
        SubscriptionArn: 'PendingConfirmation',
        Owner: ACCOUNT,
        Protocol: 'email',
        Endpoint: 'a@example.com',
        TopicArn,
      },
    ]);
    expect(await attributes()).toMatchObject({ SubscriptionsPending: '1', SubscriptionsConfirmed: '0' });
  });

  test('is there once, and its ARN is told to whoever asks for it', async () => {
    await create();
    const { SubscriptionArn } = await subscribe('email', 'a@example.com', true);
    expect(SubscriptionArn).toMatch(new RegExp(`^${TopicArn}:[0-9a-f-]{36}$`));
    expect((await subscribe('email', 'a@example.com', true)).SubscriptionArn).toBe(SubscriptionArn);
    await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    expect(await listed()).toEqual([]);
  });

  test('of a function counts at once', async () => {
    await create();
    const endpoint = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:f`;
    const { SubscriptionArn } = await subscribe('lambda', endpoint);
    expect(await listed()).toMatchObject([{ SubscriptionArn }]);
    expect(await attributes()).toMatchObject({ SubscriptionsPending: '0', SubscriptionsConfirmed: '1' });
  });

  test('that breaks a rule is refused', async () => {
    expect(await refusal(subscribe('email', 'a@example.com'))).toBe(
      'NotFoundException: Topic does not exist',
    );
    await create();
    expect(await refusal(subscribe('email', 'nobody'))).toBe(
      'InvalidParameterException: Invalid parameter: Email address',
    );
    expect(await refusal(subscribe('ftp', 'a'))).toBe(
      'InvalidParameterException: Invalid parameter: Amazon SNS does not support this protocol string: ftp',
    );
    expect(await refusal(sns.send(new UnsubscribeCommand({ SubscriptionArn: 'PendingConfirmation' })))).toBe(
      'InvalidParameterException: Invalid parameter: SubscriptionArn Reason: ' +
        'An ARN must have at least 6 elements, not 1',
    );
  });
});

test('a role needs permission for the topic', async () => {
  const inline = {
    create: policy({ Effect: 'Allow', Action: 'sns:CreateTopic', Resource: TopicArn }),
    subscribe: policy({
      Effect: 'Allow',
      Action: 'sns:Subscribe',
      Resource: TopicArn,
      Condition: { StringEquals: { 'sns:Protocol': 'email' } },
    }),
  };
  sandbox.account().seed({ roles: [{ name: 'R', trust: TRUST_LAMBDA, inline }] });
  const own = clientOf(sandbox.account().credentialsOf('R').accessKeyId);
  await own.send(new CreateTopicCommand({ Name: 'alerts' }));
  expect(await refusal(own.send(new CreateTopicCommand({ Name: 'other' })))).toMatch(
    /^AuthorizationErrorException: User: .* is not authorized to perform: sns:CreateTopic on resource: .*:other because/,
  );
  const tagged = new CreateTopicCommand({ Name: 'alerts', Tags: [{ Key: 'a', Value: 'b' }] });
  expect(await refusal(own.send(tagged))).toContain('sns:TagResource');
  const subscribe = (Protocol: string) =>
    own.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint: 'a@example.com' }));
  await subscribe('email');
  expect(await refusal(subscribe('sms'))).toContain('sns:Subscribe');
  expect(await refusal(own.send(new ListTopicsCommand({})))).toContain(`arn:aws:sns:us-east-1:${ACCOUNT}:*`);
});
