import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ListExportsCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { type Sandbox, startSandbox } from '..';

let sandbox: Sandbox;
let cloudFormation: CloudFormationClient;
let lambda: LambdaClient;

beforeEach(async () => {
  sandbox = await startSandbox();
  const client = {
    endpoint: sandbox.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: '123456789012', secretAccessKey: 'any' },
    maxAttempts: 1,
  };
  cloudFormation = new CloudFormationClient(client);
  lambda = new LambdaClient(client);
});

afterEach(() => sandbox.stop());

const TEMPLATE = `
Parameters:
  Greeting: { Type: String, MinLength: 2 }
Rules:
  NoInsults: { Assertions: [{ Assert: !Not [!Equals [!Ref Greeting, rude]], AssertDescription: be kind }] }
Resources:
  Greeter:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: nodejs24.x
      Handler: index.handler
      Role: !GetAtt Role.Arn
      Environment: { Variables: { GREETING: !Ref Greeting } }
      Code:
        ZipFile: |
          exports.handler = async (event) => {
            if (event.ResponseURL === undefined) return { greeting: process.env.GREETING, event };
            const failed = event.RequestType !== 'Delete' && event.ResourceProperties.Name === 'nobody';
            const reply = {
              Status: failed ? 'FAILED' : 'SUCCESS', Reason: 'there is nobody', StackId: event.StackId, RequestId: event.RequestId,
              LogicalResourceId: event.LogicalResourceId, PhysicalResourceId: 'greeted-' + event.ResourceProperties.Name,
              Data: { Said: process.env.GREETING + ' ' + event.ResourceProperties.Name },
            };
            const body = JSON.stringify(reply);
            await fetch(event.ResponseURL, { method: 'PUT', body: new Blob([body]), headers: { 'content-type': '' } });
          };
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }]
      Policies: [{ PolicyName: Read, PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 's3:Get*', Resource: '*' }] } }]
  Greeted:
    Type: Custom::Greeting
    Properties: { ServiceToken: !GetAtt Greeter.Arn, Name: NAME }
  Kept:
    Type: AWS::SSM::Parameter
    DeletionPolicy: RetainExceptOnCreate
    Properties: { Name: /greeting, Type: String, Value: !GetAtt Greeted.Said }
Outputs:
  Said: { Value: !GetAtt Greeted.Said, Description: what was said, Export: { Name: said } }
`;

const template = (name: string) => TEMPLATE.replace('NAME', name);
const CAPABLE = { Capabilities: ['CAPABILITY_IAM' as const] };
const say = (greeting: string) => [{ ParameterKey: 'Greeting', ParameterValue: greeting }];

const create = (greeting: string, name = 'world') =>
  cloudFormation.send(
    new CreateStackCommand({
      StackName: 'greeting',
      TemplateBody: template(name),
      Parameters: say(greeting),
      ...CAPABLE,
    }),
  );

async function stack() {
  const { Stacks: [found] = [] } = await cloudFormation.send(
    new DescribeStacksCommand({ StackName: 'greeting' }),
  );
  return found;
}

async function events() {
  const { StackEvents: found = [] } = await cloudFormation.send(
    new DescribeStackEventsCommand({ StackName: (await stack())?.StackId ?? '' }),
  );
  return found.reverse().map(({ LogicalResourceId: id, ResourceStatus: status }) => `${id} ${status}`);
}

describe('a stack of a template', () => {
  it('makes what others refer to before them, and shows outputs and exports', async () => {
    await create('hello');
    expect(await stack()).toMatchObject({
      StackStatus: 'CREATE_COMPLETE',
      Parameters: [{ ParameterKey: 'Greeting', ParameterValue: 'hello' }],
      Outputs: [
        { OutputKey: 'Said', OutputValue: 'hello world', Description: 'what was said', ExportName: 'said' },
      ],
    });
    expect((await events()).filter((event) => event.endsWith('CREATE_COMPLETE'))).toEqual([
      'Role CREATE_COMPLETE',
      'Greeter CREATE_COMPLETE',
      'Greeted CREATE_COMPLETE',
      'Kept CREATE_COMPLETE',
      'greeting CREATE_COMPLETE',
    ]);
    const { Exports: exports } = await cloudFormation.send(new ListExportsCommand({}));
    expect(exports).toMatchObject([{ Name: 'said', Value: 'hello world' }]);
  });

  it('has functions that anybody with permission can invoke', async () => {
    await create('hello');
    const name = sandbox
      .account()
      .stacks.list()[0]
      ?.resources.find(({ logicalId }) => logicalId === 'Greeter')?.physicalId;
    const answer = await lambda.send(
      new InvokeCommand({ FunctionName: name, Payload: JSON.stringify({ who: 'me' }) }),
    );
    expect(answer.StatusCode).toBe(200);
    expect(JSON.parse(answer.Payload?.transformToString() ?? '')).toEqual({
      greeting: 'hello',
      event: { who: 'me' },
    });
  });

  it('updates what changed, in the same order', async () => {
    await create('hello');
    await cloudFormation.send(
      new UpdateStackCommand({
        StackName: 'greeting',
        TemplateBody: template('moon'),
        Parameters: say('bye'),
        ...CAPABLE,
      }),
    );
    expect(await stack()).toMatchObject({
      StackStatus: 'UPDATE_COMPLETE',
      Outputs: [{ OutputValue: 'bye moon' }],
    });
    expect((await events()).slice(-9)).toEqual([
      'Greeter UPDATE_COMPLETE',
      'Greeted UPDATE_IN_PROGRESS',
      'Greeted UPDATE_COMPLETE',
      'Kept UPDATE_IN_PROGRESS',
      'Kept UPDATE_COMPLETE',
      'greeting UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'Greeted DELETE_IN_PROGRESS',
      'Greeted DELETE_COMPLETE',
      'greeting UPDATE_COMPLETE',
    ]);
  });

  it('goes back to the code and the outputs that it had when an update fails', async () => {
    await create('hello');
    await cloudFormation.send(
      new UpdateStackCommand({
        StackName: 'greeting',
        TemplateBody: template('nobody'),
        Parameters: say('bye'),
        ...CAPABLE,
      }),
    );
    expect(await stack()).toMatchObject({
      StackStatus: 'UPDATE_ROLLBACK_COMPLETE',
      Outputs: [{ OutputValue: 'hello world' }],
      Parameters: [{ ParameterValue: 'hello' }],
    });
  });

  it('leaves nothing of a creation that failed', async () => {
    await create('hello', 'nobody');
    expect(await stack()).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
    expect(sandbox.account().digest()).toMatchObject({ roles: {} });
    expect(await events()).not.toContain('Kept CREATE_IN_PROGRESS');
  });

  it('deletes those first that refer to others, and keeps what is to be kept', async () => {
    await create('hello');
    const { StackId: id } = (await stack()) ?? {};
    await cloudFormation.send(new DeleteStackCommand({ StackName: 'greeting' }));
    const { StackEvents: found = [] } = await cloudFormation.send(
      new DescribeStackEventsCommand({ StackName: id ?? '' }),
    );
    expect(
      found
        .reverse()
        .slice(-8)
        .map(({ LogicalResourceId: of, ResourceStatus: status }) => `${of} ${status}`),
    ).toEqual([
      'Kept DELETE_SKIPPED',
      'Greeted DELETE_IN_PROGRESS',
      'Greeted DELETE_COMPLETE',
      'Greeter DELETE_IN_PROGRESS',
      'Greeter DELETE_COMPLETE',
      'Role DELETE_IN_PROGRESS',
      'Role DELETE_COMPLETE',
      'greeting DELETE_COMPLETE',
    ]);
  });

  it.each([
    ['a parameter that is too short', () => create('x'), /Parameter 'Greeting'/],
    ['a rule that does not hold', () => create('rude'), /be kind/],
    [
      'a parameter without a value',
      () =>
        cloudFormation.send(
          new CreateStackCommand({ StackName: 'greeting', TemplateBody: template('x'), ...CAPABLE }),
        ),
      /Parameters: \[Greeting\] must have values/,
    ],
    [
      'roles without the capability',
      () =>
        cloudFormation.send(
          new CreateStackCommand({
            StackName: 'greeting',
            TemplateBody: template('x'),
            Parameters: say('hello'),
          }),
        ),
      /Requires capabilities : \[CAPABILITY_IAM\]/,
    ],
    [
      'a reference that leads nowhere',
      () =>
        cloudFormation.send(
          new CreateStackCommand({
            StackName: 'greeting',
            TemplateBody: template('!Ref Nothing'),
            Parameters: say('hello'),
            ...CAPABLE,
          }),
        ),
      /Unresolved resource dependencies \[Nothing\]/,
    ],
    [
      'a template that is too long to be sent',
      () =>
        cloudFormation.send(
          new CreateStackCommand({ StackName: 'greeting', TemplateBody: `#${'x'.repeat(51_200)}` }),
        ),
      /less than or equal to 51200/,
    ],
    [
      'a type that the sandbox does not make',
      () =>
        cloudFormation.send(
          new CreateStackCommand({
            StackName: 'greeting',
            TemplateBody: 'Resources: { B: { Type: AWS::S3::Bucket } }',
          }),
        ),
      /does not make resources of the types AWS::S3::Bucket/,
    ],
  ])('refuses %s, and makes nothing', async (_, attempt, words) => {
    await expect(attempt()).rejects.toThrow(words);
    expect(sandbox.account().stacks.list()).toEqual([]);
    expect(sandbox.account().digest()).toMatchObject({ roles: {} });
  });

  it('is made with the permissions of whoever asks for it', async () => {
    const account = sandbox.account();
    const trust = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'sts:AssumeRole' },
      ],
    };
    const allowed = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'cloudformation:*', Resource: '*' }],
    };
    account.seed({ roles: [{ name: 'Deployer', trust, inline: { All: allowed } }] });
    const credentials = account.credentialsOf('Deployer');
    const deployer = new CloudFormationClient({
      endpoint: sandbox.endpoint,
      region: 'us-east-1',
      credentials,
    });
    await deployer.send(
      new CreateStackCommand({
        StackName: 'greeting',
        TemplateBody: template('world'),
        Parameters: say('hello'),
        ...CAPABLE,
      }),
    );
    const [made] = account.stacks.list();
    expect(made?.status).toBe('ROLLBACK_COMPLETE');
    expect(made?.events?.find(({ status }) => status === 'CREATE_FAILED')?.reason).toMatch(
      /^Resource handler returned message: "User: .*Deployer.* is not authorized to perform: iam:CreateRole/,
    );
  });
});
