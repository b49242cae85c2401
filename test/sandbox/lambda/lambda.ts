import { randomBytes, randomUUID } from 'node:crypto';
import {
  type Attempt,
  type Environment,
  type EnvironmentRequest,
  type EnvironmentSettings,
  startEnvironment,
  type Watch,
} from './environment';
import { createVirtualTime, type VirtualTime } from './virtual-time';

export interface LambdaOptions {
  /** A CommonJS file that exports `handler(event, context)`. */
  readonly bundlePath: string;
  /** The function's environment variables; of this process's own it gets PATH only. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The function's time-out, in its own time. */
  readonly timeoutMs: number;
  readonly name: string;
  /** How many times faster than real time the function's clocks and timers run. */
  readonly timeScale?: number;
  /**
   * Whether its waits take no time at all, instead of a scaled one, and its computing none of its own time: then its
   * time-outs do not depend on the machine. Default false.
   */
  readonly skipsWaits?: boolean;
  /** For functions that have their time in common, where waits are skipped; each has its own otherwise. */
  readonly virtualTime?: VirtualTime;
  readonly watch?: Watch;
  /** Real milliseconds before each further delivery of an asynchronous event; `[]` turns retries off. */
  readonly retryDelaysMs?: readonly number[];
  readonly region?: string;
  readonly accountId?: string;
  readonly partition?: string;
}

export interface Invocation {
  readonly requestId: string;
  readonly event: unknown;
  readonly attempts: readonly Attempt[];
}

export interface InvokeOptions {
  /** Whether a delivery that fails is repeated. Default false. */
  readonly asynchronous?: boolean;
  /** The alias or version by which the function is called. There is only one code behind all of them. */
  readonly qualifier?: string;
}

/** A function, or an alias of one, under the ARN by which it is called: what a ServiceToken names. */
export interface Invocable {
  readonly arn: string;
  invoke(event: unknown, options?: Pick<InvokeOptions, 'asynchronous'>): Promise<Invocation>;
}

export interface Lambda extends Invocable {
  /** Every invocation that has ended, in the order in which they ended. */
  readonly invocations: readonly Invocation[];
  /**
   * Delivers an event. Asynchronously, a delivery that fails is repeated with the same request id; otherwise
   * there is one attempt. A failure is a result, not an exception.
   */
  invoke(event: unknown, options?: InvokeOptions): Promise<Invocation>;
  /** The function as others see it who call it by an alias or a version. */
  qualified(qualifier: string): Invocable;
  /** Kills whatever runs now, in the middle of what it does; resolves when nothing of it runs any more. */
  kill(): Promise<void>;
  /** Kills everything, without further deliveries. */
  close(): Promise<void>;
}

/** AWS waits one and two minutes; the order of things is the same when the sandbox hardly waits at all. */
const RETRY_DELAYS_MS = [5, 10];
const MEMORY_LIMIT_MB = '256';

/** The ARN of a function, without qualifier. */
export function lambdaArn({
  name,
  region = 'us-east-1',
  accountId = '123456789012',
  partition = 'aws',
}: Pick<LambdaOptions, 'name' | 'region' | 'accountId' | 'partition'>): string {
  return `arn:${partition}:lambda:${region}:${accountId}:function:${name}`;
}

/**
 * A Lambda function as AWS runs it: cold and warm execution environments, one event at a time each, time-outs that
 * really stop the code, and the retries of asynchronous invocation
 * (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html).
 * An environment survives a handler that throws, as on AWS; after a crash, time-out or kill the next one is new.
 */
export function createLambda(options: LambdaOptions): Lambda {
  const { retryDelaysMs = RETRY_DELAYS_MS } = options;
  const { region = 'us-east-1' } = options;
  const arn = lambdaArn(options);
  const timeOriginMs = Date.now();
  const idle: Environment[] = [];
  const busy = new Set<Environment>();
  const invocations: Invocation[] = [];
  let closed = false;
  let compiled: Uint8Array | undefined;
  const { skipsWaits = false, virtualTime = createVirtualTime() } = options;

  function newEnvironment(): Environment {
    return startEnvironment({
      ...settings(options, { region, timeOriginMs }),
      compiled,
      sharedTime: skipsWaits ? virtualTime.take() : undefined,
      onCompiled: (code) => {
        compiled = code;
      },
    });
  }

  async function attempt(request: EnvironmentRequest): Promise<Attempt> {
    const environment = idle.pop() ?? newEnvironment();
    busy.add(environment);
    const result = await environment.run(request);
    busy.delete(environment);
    if (environment.isWarm()) idle.push(environment);
    return result;
  }

  async function stopAll(environments: Iterable<Environment>): Promise<void> {
    await Promise.all([...environments].map((environment) => environment.stop()));
  }

  const lambda: Lambda = {
    arn,
    invocations,
    invoke: async (event, { asynchronous = false, qualifier } = {}) => {
      const requestId = randomUUID();
      const invokedFunctionArn = qualifier === undefined ? arn : `${arn}:${qualifier}`;
      const attempts: Attempt[] = [];
      for (const delayMs of [0, ...(asynchronous ? retryDelaysMs : [])]) {
        if (attempts.length > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
        if (closed) break;
        const result = await attempt({ awsRequestId: requestId, invokedFunctionArn, event });
        attempts.push(result);
        if (result.outcome === 'returned') break;
      }
      const invocation = { requestId, event, attempts };
      invocations.push(invocation);
      return invocation;
    },
    qualified: (qualifier) => ({
      arn: `${arn}:${qualifier}`,
      invoke: (event, options) => lambda.invoke(event, { ...options, qualifier }),
    }),
    kill: () => stopAll(busy),
    close: async () => {
      closed = true;
      await stopAll([...busy, ...idle.splice(0)]);
    },
  };
  return lambda;
}

function settings(
  { bundlePath, environment = {}, timeoutMs, name, timeScale = 1, watch }: LambdaOptions,
  { region, timeOriginMs }: { region: string; timeOriginMs: number },
): Omit<EnvironmentSettings, 'compiled' | 'onCompiled' | 'sharedTime'> {
  const functionVersion = '$LATEST';
  const logGroupName = `/aws/lambda/${name}`;
  const today = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  const logStreamName = `${today}/[${functionVersion}]${randomBytes(16).toString('hex')}`;
  return {
    bundlePath,
    timeoutMs,
    timeScale,
    timeOriginMs,
    watch,
    environment: {
      PATH: process.env['PATH'] ?? '',
      AWS_REGION: region,
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: functionVersion,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: MEMORY_LIMIT_MB,
      AWS_LAMBDA_LOG_GROUP_NAME: logGroupName,
      AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
      ...environment,
    },
    context: {
      functionName: name,
      functionVersion,
      memoryLimitInMB: MEMORY_LIMIT_MB,
      logGroupName,
      logStreamName,
    },
  };
}
