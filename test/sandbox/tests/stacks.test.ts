import { type Sandbox, type StackSeed, startSandbox } from '..';
import { type CloudFormation, startCloudFormation } from '../cloudformation/cloudformation';
import type { CustomResource } from '../cloudformation/deployment';
import type { Stack } from '../cloudformation/stack';
import { createLambda, type Lambda } from '../lambda/lambda';
import { temporaryBundles } from './bundle';
import { ACCOUNT, policy, TRUST_LAMBDA } from './harness';

const QUICKSTART: StackSeed = {
  name: 'datadog-quickstart',
  tags: { team: 'monitoring' },
  resources: [
    { logicalId: 'DatadogIntegrationRole', type: 'AWS::IAM::Role', physicalId: 'DatadogIntegrationRole' },
    {
      logicalId: 'Forwarder',
      type: 'AWS::Lambda::Function',
      physicalId: 'forwarder',
      status: 'UPDATE_FAILED',
    },
  ],
};

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** What CloudFormation answers, in its query protocol. */
async function ask(
  Action: string,
  parameters: Readonly<Record<string, string>> = {},
  { key = ACCOUNT, region = 'us-east-1' } = {},
): Promise<Answer> {
  const response = await fetch(sandbox.endpoint, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/${region}/cloudformation/aws4_request, Signature=0`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ Action, Version: '2010-05-15', ...parameters }).toString(),
  });
  return { status: response.status, body: await response.text() };
}

function all({ body }: Answer, element: string): string[] {
  return [...body.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, text = '']) => text);
}

function error(answer: Answer): string {
  return `${answer.status} ${all(answer, 'Code')}: ${all(answer, 'Message')}`;
}

function seeded(seed: StackSeed = QUICKSTART): string {
  sandbox.account().seed({ stacks: [seed] });
  return sandbox.account().stacks.list().at(-1)?.id ?? '';
}

describe('DescribeStacks', () => {
  test('shows a stack by its id and by its name', async () => {
    const id = seeded();
    for (const StackName of [id, QUICKSTART.name]) {
      const answer = await ask('DescribeStacks', { StackName });
      expect(answer.status).toBe(200);
      expect(answer.body).toContain('xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"');
      expect(all(answer, 'StackId')).toEqual([id]);
      expect(all(answer, 'StackStatus')).toEqual(['CREATE_COMPLETE']);
      expect(all(answer, 'Value')).toEqual(['monitoring']);
    }
    expect(id).toMatch(
      /^arn:aws:cloudformation:us-east-1:123456789012:stack\/datadog-quickstart\/[0-9a-f-]{36}$/,
    );
  });

  test('shows a deleted stack by its id only, and a new one of the same name by its name', async () => {
    const deleted = seeded({ name: 'again', status: 'DELETE_COMPLETE' });
    expect(error(await ask('DescribeStacks', { StackName: 'again' }))).toBe(
      '400 ValidationError: Stack with id again does not exist',
    );
    const present = seeded({ name: 'again', status: 'CREATE_IN_PROGRESS' });
    expect(all(await ask('DescribeStacks', { StackName: deleted }), 'StackStatus')).toEqual([
      'DELETE_COMPLETE',
    ]);
    expect(all(await ask('DescribeStacks', { StackName: 'again' }), 'StackId')).toEqual([present]);
    expect(all(await ask('DescribeStacks'), 'StackId')).toEqual([present]);
  });

  test.each([
    ['in another region', { region: 'eu-west-1' }],
    ['in another account', { key: '111122223333' }],
  ])('does not know a stack %s', async (_where, place) => {
    const id = seeded();
    expect(error(await ask('DescribeStacks', { StackName: id }, place))).toBe(
      `400 ValidationError: Stack with id ${id} does not exist`,
    );
  });

  test('refuses a name that can be none', async () => {
    expect(error(await ask('DescribeStacks', { StackName: '' }))).toMatch(
      /^400 ValidationError: 2 validation errors detected: Value '' at 'stackName' failed to satisfy/,
    );
    expect(error(await ask('DescribeStacks', { StackName: 'a b' }))).toMatch(/: 1 validation error detected/);
  });

  test('shows what was published last under an id', async () => {
    seeded();
    const [stack] = sandbox.account().stacks.list();
    if (stack === undefined) throw new Error('nothing was seeded');
    sandbox.account().stacks.publish({ ...stack, status: 'UPDATE_IN_PROGRESS' });
    expect(all(await ask('DescribeStacks', { StackName: stack.id }), 'StackStatus')).toEqual([
      'UPDATE_IN_PROGRESS',
    ]);
    sandbox.account().stacks.clear();
    expect((await ask('DescribeStacks', { StackName: stack.id })).status).toBe(400);
  });
});

describe('DescribeStackResources', () => {
  test.each([{ StackName: QUICKSTART.name }, { PhysicalResourceId: 'DatadogIntegrationRole' }])(
    'shows all resources of the stack of %j',
    async (parameters) => {
      const id = seeded();
      const answer = await ask('DescribeStackResources', parameters);
      expect(all(answer, 'StackId')).toEqual([id, id]);
      expect(all(answer, 'LogicalResourceId')).toEqual(['DatadogIntegrationRole', 'Forwarder']);
      expect(all(answer, 'PhysicalResourceId')).toEqual(['DatadogIntegrationRole', 'forwarder']);
      expect(all(answer, 'ResourceType')).toEqual(['AWS::IAM::Role', 'AWS::Lambda::Function']);
      expect(all(answer, 'ResourceStatus')).toEqual(['CREATE_COMPLETE', 'UPDATE_FAILED']);
    },
  );

  test('shows one of them where it is asked for', async () => {
    seeded();
    const parameters = { StackName: QUICKSTART.name, LogicalResourceId: 'Forwarder' };
    expect(all(await ask('DescribeStackResources', parameters), 'PhysicalResourceId')).toEqual(['forwarder']);
    expect(all(await ask('DescribeStackResource', parameters), 'PhysicalResourceId')).toEqual(['forwarder']);
  });

  test.each([
    [{ PhysicalResourceId: 'nobodys' }, 'Stack for nobodys does not exist'],
    [{ StackName: 'none' }, 'Stack with id none does not exist'],
    [
      { StackName: QUICKSTART.name, LogicalResourceId: 'None' },
      'Resource None does not exist for stack datadog-quickstart',
    ],
    [{}, 'Either StackName or PhysicalResourceId must be specified'],
    [
      { StackName: 'a', PhysicalResourceId: 'b' },
      'StackName and PhysicalResourceId cannot both be specified',
    ],
  ])('refuses %j in AWS’s way', async (parameters, message) => {
    seeded();
    expect(error(await ask('DescribeStackResources', parameters))).toBe(`400 ValidationError: ${message}`);
  });

  test('knows no owner in a deleted stack', async () => {
    seeded({ ...QUICKSTART, status: 'DELETE_COMPLETE' });
    const answer = await ask('DescribeStackResources', { PhysicalResourceId: 'DatadogIntegrationRole' });
    expect(error(answer)).toBe('400 ValidationError: Stack for DatadogIntegrationRole does not exist');
  });

  test('has other words for one resource of no stack', async () => {
    const answer = await ask('DescribeStackResource', { StackName: 'none', LogicalResourceId: 'A' });
    expect(error(answer)).toBe("400 ValidationError: Stack 'none' does not exist");
  });
});

describe('a role session', () => {
  /** The access key of a role that may do this. */
  function keyOf(statement: object): string {
    const inline = { p: policy({ Effect: 'Allow', ...statement }) };
    sandbox.account().seed({ roles: [{ name: 'Caller', trust: TRUST_LAMBDA, inline }] });
    return sandbox.account().credentialsOf('Caller').accessKeyId;
  }

  test('may ask for the stacks that its policy names', async () => {
    const id = seeded();
    const key = keyOf({
      Action: 'cloudformation:DescribeStacks',
      Resource: `arn:aws:cloudformation:us-east-1:${ACCOUNT}:stack/datadog-*`,
    });
    expect((await ask('DescribeStacks', { StackName: id }, { key })).status).toBe(200);
    expect((await ask('DescribeStacks', { StackName: QUICKSTART.name }, { key })).status).toBe(200);
    expect(error(await ask('DescribeStacks', { StackName: 'other' }, { key }))).toBe(
      `403 AccessDenied: User: arn:aws:sts::${ACCOUNT}:assumed-role/Caller/sandbox is not authorized to perform: ` +
        `cloudformation:DescribeStacks on resource: arn:aws:cloudformation:us-east-1:${ACCOUNT}:stack/other/* ` +
        'because no identity-based policy allows the cloudformation:DescribeStacks action',
    );
  });

  test('needs all resources, and ListStacks, to ask for every stack', async () => {
    const key = keyOf({ Action: 'cloudformation:DescribeStacks', Resource: '*' });
    expect(error(await ask('DescribeStacks', {}, { key }))).toMatch(
      /not authorized to perform: cloudformation:ListStacks because no identity-based policy/,
    );
  });

  test('needs all resources to ask for the owner of a physical resource', async () => {
    seeded();
    const narrow = keyOf({
      Action: 'cloudformation:DescribeStackResources',
      Resource: `arn:aws:cloudformation:us-east-1:${ACCOUNT}:stack/*`,
    });
    const parameters = { PhysicalResourceId: 'DatadogIntegrationRole' };
    expect((await ask('DescribeStackResources', parameters, { key: narrow })).status).toBe(403);
    sandbox.account().restore({ ...sandbox.account().snapshot(), roles: {} });
    const wide = keyOf({ Action: 'cloudformation:DescribeStackResources', Resource: '*' });
    expect((await ask('DescribeStackResources', parameters, { key: wide })).status).toBe(200);
  });

  test('is judged by the tags of the stack', async () => {
    const id = seeded();
    const key = keyOf({
      Action: 'cloudformation:*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:ResourceTag/team': 'monitoring' } },
    });
    expect((await ask('DescribeStacks', { StackName: id }, { key })).status).toBe(200);
    expect((await ask('DescribeStacks', { StackName: 'other' }, { key })).status).toBe(403);
  });
});

test('faults strike it and the journal keeps it, as with every service', async () => {
  const id = seeded();
  sandbox.faults.add({ match: { service: 'cloudformation', nth: 1 }, effect: { type: 'throttle' } });
  expect(error(await ask('DescribeStacks', { StackName: id }))).toBe('400 Throttling: Rate exceeded');
  expect((await ask('DescribeStacks', { StackName: id })).status).toBe(200);
  expect(sandbox.journal.calls()).toMatchObject([
    { service: 'cloudformation', operation: 'DescribeStacks', result: 'Throttling', write: false },
    { service: 'cloudformation', parameters: { StackName: id }, region: 'us-east-1', result: 'ok' },
  ]);
});

describe('the stacks of a driver', () => {
  const bundles = temporaryBundles();
  /** Tells in its reply what CloudFormation says of its stack and of itself at that moment. */
  const PROVIDER = `
    const ask = async (Action, parameters) => {
      const response = await fetch(process.env.ENDPOINT, {
        method: 'POST',
        headers: {
          authorization: 'AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20260101/us-east-1/cloudformation/aws4_request, Signature=0',
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams({ Action, ...parameters }).toString(),
      });
      const body = await response.text();
      return /<(?:Resource|Stack)Status>([^<]*)</.exec(body)?.[1] ?? body;
    };
    const { Name, Fail = '' } = event.ResourceProperties;
    console.log(
      event.RequestType,
      await ask('DescribeStacks', { StackName: event.StackId }),
      await ask('DescribeStackResource', { StackName: event.StackId, LogicalResourceId: event.LogicalResourceId }),
    );
    await reply(event, {
      ...(Fail.includes(event.RequestType) ? { Status: 'FAILED', Reason: 'refused' } : {}),
      PhysicalResourceId: event.PhysicalResourceId && event.RequestType === 'Delete' ? event.PhysicalResourceId : Name,
    });`;
  let cloudFormation: CloudFormation;
  let lambda: Lambda;
  let stack: Stack;
  beforeEach(async () => {
    cloudFormation = await startCloudFormation({ publisher: sandbox.account().stacks });
    stack = cloudFormation.stack({ name: 'monitoring' });
    lambda = createLambda({
      bundlePath: bundles.handler(PROVIDER),
      name: 'provider',
      timeoutMs: 5000,
      environment: { ENDPOINT: sandbox.endpoint },
    });
  });
  afterEach(async () => {
    await lambda.close();
    await cloudFormation.close();
  });
  afterAll(() => bundles.remove());

  const deploy = (properties: CustomResource['properties'], options = {}) =>
    stack.deploy({
      resources: { Role: { type: 'Custom::Role', serviceToken: lambda, properties } },
      ...options,
    });

  /** What the provider has seen, event by event. */
  const seen = () => lambda.invocations.flatMap(({ attempts }) => attempts.flatMap(({ logs }) => logs));

  test('show each step while a custom resource works', async () => {
    await deploy({ Name: 'a' });
    await deploy({ Name: 'b' });
    await deploy({ Name: 'b', Size: 2 }, { failAfter: true });
    await stack.delete();
    expect(seen()).toEqual([
      'Create CREATE_IN_PROGRESS CREATE_IN_PROGRESS',
      'Update UPDATE_IN_PROGRESS UPDATE_IN_PROGRESS',
      'Delete UPDATE_COMPLETE_CLEANUP_IN_PROGRESS UPDATE_COMPLETE',
      'Update UPDATE_IN_PROGRESS UPDATE_IN_PROGRESS',
      'Update UPDATE_ROLLBACK_IN_PROGRESS UPDATE_IN_PROGRESS',
      'Delete DELETE_IN_PROGRESS DELETE_IN_PROGRESS',
    ]);
    expect(all(await ask('DescribeStacks', { StackName: stack.id }), 'StackStatus')).toEqual([
      'DELETE_COMPLETE',
    ]);
  });

  test('show a creation that is rolled back', async () => {
    expect(await deploy({ Name: 'a', Fail: 'Create' })).toBe('ROLLBACK_COMPLETE');
    expect(seen()).toEqual([
      'Create CREATE_IN_PROGRESS CREATE_IN_PROGRESS',
      'Delete ROLLBACK_IN_PROGRESS DELETE_IN_PROGRESS',
    ]);
    const answer = await ask('DescribeStackResources', { StackName: 'monitoring' });
    expect(all(answer, 'ResourceStatus')).toEqual(['DELETE_COMPLETE']);
  });

  test('own what their resources are called, until that is gone', async () => {
    await deploy({ Name: 'a' });
    const owner = await ask('DescribeStackResources', { PhysicalResourceId: 'a' });
    expect(all(owner, 'StackName')).toEqual(['monitoring']);
    expect(all(owner, 'ResourceType')).toEqual(['Custom::Role']);
    await deploy({ Name: 'b' });
    expect((await ask('DescribeStackResources', { PhysicalResourceId: 'a' })).status).toBe(400);
    expect((await ask('DescribeStackResources', { PhysicalResourceId: 'b' })).status).toBe(200);
  });

  test('keep the former id when they are made again', async () => {
    await deploy({ Name: 'a' });
    const former = stack.id;
    await stack.delete();
    await deploy({ Name: 'a' });
    const statuses = sandbox
      .account()
      .stacks.list()
      .map(({ id, status }) => [id, status]);
    expect(statuses).toEqual([
      [former, 'DELETE_COMPLETE'],
      [stack.id, 'CREATE_COMPLETE'],
    ]);
  });
});
