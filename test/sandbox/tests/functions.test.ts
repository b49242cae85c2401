import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { zipSync } from 'fflate';
import { type Sandbox, startSandbox } from '..';
import { ACCOUNT, allow, refusal, roleArn, TRUST_DATADOG, TRUST_LAMBDA } from './harness';
import { jsonService } from './plain-requests';

let sandbox: Sandbox;
let lambda: LambdaClient;

const clientOf = (accessKeyId: string) =>
  new LambdaClient({
    endpoint: sandbox.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey: 'any' },
    maxAttempts: 1,
  });

beforeEach(async () => {
  sandbox = await startSandbox();
  sandbox.account().seed({
    roles: [
      {
        name: 'Runs',
        trust: TRUST_LAMBDA,
        inline: { Log: allow('logs:CreateLogStream', 'logs:PutLogEvents') },
      },
      { name: 'Other', trust: TRUST_DATADOG },
    ],
  });
  lambda = clientOf(ACCOUNT);
});

afterEach(() => sandbox.stop());

const zip = (code: string) => zipSync({ 'index.js': Buffer.from(code) });
const ECHO =
  'exports.handler = async (event) => { console.log("heard", event.text); return [process.env.NAME, event]; };';

const create = (options: Partial<ConstructorParameters<typeof CreateFunctionCommand>[0]> = {}) =>
  lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'echo',
      Role: roleArn('Runs'),
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile: zip(ECHO) },
      Environment: { Variables: { NAME: 'first' } },
      ...options,
    }),
  );

async function invoke(event: object, client = lambda) {
  const { Payload: payload, ...answer } = await client.send(
    new InvokeCommand({ FunctionName: 'echo', Payload: JSON.stringify(event), LogType: 'Tail' }),
  );
  return { ...answer, value: JSON.parse(payload?.transformToString() ?? 'null') };
}

describe('functions of the sandbox', () => {
  it('are led to the sandbox with all that they ask of AWS and of Datadog', async () => {
    const { AWS_ENDPOINT_URL: aws, DATADOG_ENDPOINT_URL: datadog } = (
      await create({ Code: { ZipFile: zip('exports.handler = async () => process.env;') } }).then(() =>
        invoke({}),
      )
    ).value;

    expect([aws, datadog]).toEqual([sandbox.endpoint, sandbox.datadogEndpoint]);
    expect(datadog).toBe(`${sandbox.endpoint}/datadog/{site}`);
  });

  it('run the code that they were made of, and answer with what it returns and logs', async () => {
    await create();
    const { value, StatusCode: status, LogResult: log = '' } = await invoke({ text: 'hello' });
    expect(status).toBe(200);
    expect(value).toEqual(['first', { text: 'hello' }]);
    expect(Buffer.from(log, 'base64').toString()).toContain('heard hello');
  });

  it('run new code and settings from the next event on', async () => {
    await create();
    await invoke({});
    await lambda.send(
      new UpdateFunctionCodeCommand({ FunctionName: 'echo', ZipFile: zip(ECHO.replace('event]', '2]')) }),
    );
    await lambda.send(
      new UpdateFunctionConfigurationCommand({
        FunctionName: 'echo',
        Environment: { Variables: { NAME: 'second' } },
      }),
    );
    expect((await invoke({})).value).toEqual(['second', 2]);
    const shown = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'echo' }));
    expect(shown).toMatchObject({ Handler: 'index.handler', Environment: { Variables: { NAME: 'second' } } });
  });

  it('come to the end of what runs in code that is replaced meanwhile', async () => {
    const slow = 'exports.handler = (event) => new Promise((resolve) => setTimeout(resolve, 300, "old"));';
    await create({ Code: { ZipFile: zip(slow) } });
    const running = invoke({});
    await lambda.send(
      new UpdateFunctionCodeCommand({ FunctionName: 'echo', ZipFile: zip(slow.replace('old', 'new')) }),
    );
    expect((await invoke({})).value).toBe('new');
    expect((await running).value).toBe('old');
  });

  it('cannot be started when their role is gone', async () => {
    await create();
    const account = sandbox.account();
    const { Runs: _, ...roles } = account.snapshot().roles;
    account.restore({ ...account.snapshot(), roles });
    expect(await refusal(invoke({}))).toMatch(
      /AccessDeniedException: The role .*role\/Runs cannot be assumed/,
    );
  });

  it('answer with the error that they throw', async () => {
    await create({ Code: { ZipFile: zip('exports.handler = async () => { throw new TypeError("no"); };') } });
    expect(await invoke({})).toMatchObject({
      FunctionError: 'Unhandled',
      value: { errorType: 'TypeError', errorMessage: 'no' },
    });
  });

  it('write their logs with the permissions of their role, where there is a group for them', async () => {
    const logs = jsonService(sandbox, { name: 'logs', target: 'Logs_20140328' });
    await logs('CreateLogGroup', { logGroupName: '/aws/lambda/echo' });
    await create();
    await invoke({ text: 'kept' });
    const kept = await logs('FilterLogEvents', { logGroupName: '/aws/lambda/echo' });
    expect(JSON.stringify(kept)).toContain('heard kept');
  });

  it('are refused a role that Lambda cannot assume, a name that is taken, and code that is not there', async () => {
    expect(await refusal(create({ Role: roleArn('Other') }))).toMatch(/cannot be assumed by Lambda/);
    expect(await refusal(create({ Code: { S3Bucket: 'none', S3Key: 'code.zip' } }))).toMatch(/NoSuchBucket/);
    await create();
    expect(await refusal(create())).toMatch(/ResourceConflictException: Function already exist: echo/);
  });

  it('are invoked only by those who may, and not at all when they are gone', async () => {
    await create();
    const { accessKeyId } = sandbox.account().credentialsOf('Other');
    expect(await refusal(invoke({}, clientOf(accessKeyId)))).toMatch(
      /AccessDeniedException: .*lambda:InvokeFunction on resource: arn:aws:lambda:us-east-1:123456789012:function:echo/,
    );
    await lambda.send(new DeleteFunctionCommand({ FunctionName: 'echo' }));
    expect(await refusal(invoke({}))).toMatch(/ResourceNotFoundException: Function not found/);
  });

  it('are given a role only by those who may pass it', async () => {
    sandbox.account().seed({
      roles: [{ name: 'Maker', trust: TRUST_DATADOG, inline: { Make: allow('lambda:CreateFunction') } }],
    });
    lambda = clientOf(sandbox.account().credentialsOf('Maker').accessKeyId);
    expect(await refusal(create())).toMatch(/iam:PassRole on resource: arn:aws:iam::123456789012:role\/Runs/);
  });
});
