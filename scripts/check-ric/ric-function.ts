import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Attempt } from '../../test/sandbox/lambda/environment';
import type { Invocable } from '../../test/sandbox/lambda/lambda';
import { serveRuntimeApi } from './runtime-api';

/** Whose runtime runs what. */
export interface RicSettings {
  /** A Node that AWS's runtime interface client runs on. */
  readonly node: string;
  /** `index.mjs` of npm's aws-lambda-ric. */
  readonly ric: string;
  readonly zip: string;
  readonly arn: string;
  readonly timeoutMs: number;
  /** The function's environment variables, credentials and region among them. */
  readonly environment: Readonly<Record<string, string>>;
  /** Is made, for the unpacked code. */
  readonly folder: string;
}

/** A function of a zip, run as Lambda runs it. */
export interface RicFunction extends Invocable {
  close(): Promise<void>;
}

export async function startRicFunction(settings: RicSettings): Promise<RicFunction> {
  const { node, ric, zip, arn, timeoutMs, environment, folder } = settings;
  mkdirSync(folder);
  for (const [name, content] of Object.entries(unzipSync(readFileSync(zip))))
    writeFileSync(join(folder, basename(name)), content);
  const name = arn.split(':').at(-1) ?? '';
  const api = await serveRuntimeApi(arn, timeoutMs);
  const output: string[] = [];
  const runtime = spawn(node, [ric, 'index.handler'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...environment,
      AWS_LAMBDA_RUNTIME_API: api.address,
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: '2026/01/01/[$LATEST]0123456789abcdef',
      LAMBDA_TASK_ROOT: folder,
      _HANDLER: 'index.handler',
    },
  });
  for (const stream of [runtime.stdout, runtime.stderr]) {
    stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  }
  const exited = once(runtime, 'exit').then(() => api.close(`the runtime has ended: ${output.join('')}`));
  return {
    arn,
    invoke: async (event) => {
      const startedAt = performance.now();
      const { failed, body } = await api.invoke(event);
      const attempt: Attempt = {
        outcome: failed ? 'threw' : 'returned',
        ...(failed ? { error: { name: 'Error', message: body } } : { value: JSON.parse(body || 'null') }),
        logs: output.splice(0),
        durationMs: performance.now() - startedAt,
      };
      return { requestId: '', event, attempts: [attempt] };
    },
    close: async () => {
      runtime.kill();
      await exited;
    },
  };
}
