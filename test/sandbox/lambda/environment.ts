import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** How one delivery of an event ended. Everything but `returned` counts as a failure of the function. */
export type Outcome = 'returned' | 'threw' | 'crashed' | 'timed out' | 'killed';

export interface Attempt {
  readonly outcome: Outcome;
  /** What the handler returned, as JSON carries it. */
  readonly value?: unknown;
  readonly error?: { readonly name: string; readonly message: string; readonly stack?: string };
  /** The lines written to stdout and stderr. */
  readonly logs: readonly string[];
  /** In the function's own, scaled time. */
  readonly durationMs: number;
}

export interface EnvironmentSettings {
  readonly bundlePath: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly timeScale: number;
  readonly timeOriginMs: number;
  /** The part of the handler's context that is the same for every invocation. */
  readonly context: Readonly<Record<string, string>>;
}

/** One Lambda execution environment: it runs one event at a time and is frozen in between. */
export interface Environment {
  /** Runs the handler; resolves when it has ended or, after a time-out, kill or crash, when nothing runs any more. */
  run(awsRequestId: string, event: unknown): Promise<Attempt>;
  /** Whether it can take another event. */
  isWarm(): boolean;
  /** Stops everything at once; resolves when the thread is gone. */
  stop(): Promise<void>;
}

type RuntimeMessage =
  | { readonly type: 'started' }
  | { readonly type: 'log'; readonly text: string }
  | { readonly type: 'returned'; readonly payload: string | undefined }
  | { readonly type: 'threw'; readonly error: NonNullable<Attempt['error']> };

type Ending = Omit<Attempt, 'logs' | 'durationMs'>;

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html: the Init phase, in real time here. */
const INIT_LIMIT_MS = 10_000;

/** Starts a worker thread that loads the bundle. A bundle that cannot be loaded shows in the first `run`. */
export function startEnvironment(settings: EnvironmentSettings): Environment {
  const { bundlePath, timeScale, timeOriginMs, timeoutMs, context } = settings;
  const frozen = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const worker = new Worker(join(__dirname, 'runtime.cjs'), {
    workerData: { bundlePath, timeScale, timeOriginMs, timeoutMs, context, frozen },
    env: { ...settings.environment },
    // Not the loaders of the process that runs the tests: a Lambda has none.
    execArgv: [],
  });

  let onMessage: (message: RuntimeMessage) => void = () => {};
  let onExit: () => void = () => {};
  let crash: Ending = {
    outcome: 'crashed',
    error: { name: 'Runtime.ExitError', message: 'the runtime exited without a reason' },
  };
  let stopped: Ending | undefined;
  let exited = false;
  worker.on('message', (message: RuntimeMessage) => onMessage(message));
  worker.on('error', (thrown: unknown) => {
    crash = { outcome: 'crashed', error: describe(thrown) };
  });
  worker.on('exit', () => {
    exited = true;
    onExit();
  });

  const stopAs = async (ending: Ending) => {
    stopped ??= ending;
    await worker.terminate();
  };
  const stopAfter = (realMs: number, message: string) =>
    setTimeout(
      () => void stopAs({ outcome: 'timed out', error: { name: 'Sandbox.Timedout', message } }),
      realMs,
    );

  return {
    run: (awsRequestId, event) =>
      new Promise((resolve) => {
        const startedAt = performance.now();
        const output: string[] = [];
        let limit = stopAfter(INIT_LIMIT_MS, `Initialisation timed out after ${seconds(INIT_LIMIT_MS)}`);

        function end(ending: Ending): void {
          clearTimeout(limit);
          onMessage = () => {};
          onExit = () => {};
          worker.unref();
          const durationMs = (performance.now() - startedAt) * timeScale;
          resolve({ ...ending, logs: lines(output), durationMs });
        }

        onExit = () => end(stopped ?? crash);
        onMessage = (message) => {
          if (message.type === 'log') output.push(message.text);
          else if (message.type === 'started') {
            clearTimeout(limit);
            limit = stopAfter(timeoutMs / timeScale, `Task timed out after ${seconds(timeoutMs)}`);
          } else if (message.type === 'threw') end({ outcome: 'threw', error: message.error });
          else end({ outcome: 'returned', value: parsed(message.payload) });
        };

        worker.ref();
        worker.postMessage({ awsRequestId, event });
        Atomics.store(frozen, 0, 0);
        Atomics.notify(frozen, 0);
      }),
    // A kill that comes just after the handler returned still ends the thread.
    isWarm: () => !exited && stopped === undefined,
    stop: () =>
      stopAs({ outcome: 'killed', error: { name: 'Sandbox.Killed', message: 'killed from outside' } }),
  };
}

function lines(output: readonly string[]): string[] {
  return output
    .join('')
    .split('\n')
    .filter((line) => line !== '');
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} seconds`;
}

/** Not `instanceof`: what a thread threw may come from another realm than this module's. */
function describe(thrown: unknown): NonNullable<Attempt['error']> {
  if (typeof thrown !== 'object' || thrown === null || !('message' in thrown))
    return { name: 'Error', message: String(thrown) };
  const name = 'name' in thrown ? String(thrown.name) : 'Error';
  const stack = 'stack' in thrown ? { stack: String(thrown.stack) } : {};
  return { name, message: String(thrown.message), ...stack };
}

function parsed(payload: string | undefined): unknown {
  return payload === undefined ? undefined : JSON.parse(payload);
}
