import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { AwsError } from '../aws-error';
import type { FunctionHost, InnerCaller } from '../machines';
import { contentsIn } from '../regional-contents';
import { assumeForService } from '../service-session';
import type { Account } from '../state';
import type { World } from '../world';
import type { FunctionConfiguration, FunctionRecord } from './function-record';
import { createLambda, type Invocation, type Lambda, type LambdaOptions } from './lambda';

/** How the functions of a sandbox run: as on AWS, or by a time of their own. */
export type FunctionPace = Pick<
  LambdaOptions,
  'timeScale' | 'skipsWaits' | 'virtualTime' | 'watch' | 'retryDelaysMs'
>;

interface Running {
  readonly revision: number;
  readonly lambda: Lambda;
  /** Of the credentials that the function has. */
  readonly accessKeyId: string;
}

const FUNCTION_ARN = /^arn:([^:]+):lambda:([^:]+):(\d{12}):function:([^:]+)/;

/** @param endpoints the environment variables that lead the functions' calls to the sandbox */
export function createFunctionHost(
  world: World,
  endpoints: () => Readonly<Record<string, string>>,
  pace: FunctionPace,
): FunctionHost {
  const code = mkdtempSync(join(tmpdir(), 'sandbox-functions-'));
  const functions = new Map<string, Running>();
  /** Functions as they were before a change: what runs in them comes to its end, as on AWS. */
  const retired: Lambda[] = [];

  function running({ account, region, record }: Located): Running {
    const known = functions.get(record.arn);
    if (known?.revision === record.revision) return known;
    if (known !== undefined) retired.push(known.lambda);
    const started = start(account, region, record);
    functions.set(record.arn, started);
    return started;
  }

  function start(account: Account, region: string, record: FunctionRecord): Running {
    const { configuration, name, arn, revision } = record;
    const credentials = assumeForService(world, account, configuration.roleArn, {
      name,
      sourceFunctionArn: arn,
    });
    const folder = join(code, account.id, region, name, String(revision));
    for (const [path, content] of Object.entries(unzipSync(record.code))) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const [file = ''] = configuration.handler.split('.');
    const lambda = createLambda({
      name,
      bundlePath: join(folder, `${file}.js`),
      timeoutMs: configuration.timeoutSeconds * 1_000,
      region,
      accountId: account.id,
      partition: account.partition,
      ...pace,
      environment: {
        ...configuration.environment,
        // Lambda's Node is newer than the oldest that this project builds on: there the SDK has nothing to warn of.
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        AWS_LAMBDA_LOG_GROUP_NAME: configuration.logGroup,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.memoryMb),
        ...endpoints(),
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_SESSION_TOKEN: credentials.sessionToken,
      },
    });
    return { revision, lambda, accessKeyId: credentials.accessKeyId };
  }

  return {
    running: (arn) => running(located(world, arn)).lambda,
    invoke: async (arn, event, { asynchronous = false } = {}) => {
      const found = located(world, arn);
      const { lambda, accessKeyId } = running(found);
      const { configuration } = found.record;
      const invocation = await lambda.invoke(event, { asynchronous });
      await writeLogs(world, { accessKeyId, region: found.region }, configuration, invocation);
      return invocation;
    },
    close: async () => {
      const all = [...retired, ...[...functions.values()].map(({ lambda }) => lambda)];
      await Promise.all(all.map((lambda) => lambda.close()));
      rmSync(code, { recursive: true, force: true });
    },
  };
}

interface Located {
  readonly account: Account;
  readonly region: string;
  readonly record: FunctionRecord;
}

function located(world: World, arn: string): Located {
  const [, , region = '', accountId = '', name = ''] = FUNCTION_ARN.exec(arn) ?? [];
  const account = world.account(accountId);
  const record = contentsIn(account, region).functions.get(name);
  if (record === undefined) throw functionNotFound(arn);
  return { account, region, record };
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html */
export function functionNotFound(arn: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
}

/**
 * One stream for each invocation, with Lambda's own lines around what the function wrote. Without permission or log group nothing is
 * kept, and nobody is told. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html
 */
async function writeLogs(
  world: World,
  caller: InnerCaller,
  configuration: FunctionConfiguration,
  { requestId, attempts }: Invocation,
): Promise<void> {
  const call = world.machines.calls(caller);
  const now = world.now();
  const day = new Date(now).toISOString().slice(0, 10).replaceAll('-', '/');
  const stream = {
    logGroupName: configuration.logGroup,
    logStreamName: `${day}/[$LATEST]${requestId.replaceAll('-', '')}`,
  };
  const lines = attempts.flatMap(({ logs, durationMs }) => [
    `START RequestId: ${requestId} Version: $LATEST`,
    ...logs,
    `END RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms\tMemory Size: ${configuration.memoryMb} MB`,
  ]);
  try {
    await call('logs', 'CreateLogStream', stream);
    await call('logs', 'PutLogEvents', {
      ...stream,
      logEvents: lines.map((message) => ({ timestamp: now, message })),
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
  }
}
