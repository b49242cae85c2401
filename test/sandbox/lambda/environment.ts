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

/** Who wants to know when a function that skips its waits waits for nothing but answers. */
export interface Watch {
  begin(): void;
  /** `sent`: its calls to AWS since the event began. */
  waitsAfter(sent: number): void;
}

/** A function's place in the time that it shares with others. */
export interface SharedSlot {
  readonly buffer: SharedArrayBuffer;
  readonly slot: number;
  /** Gives the place up. */
  readonly release: () => void;
}

export interface EnvironmentSettings {
  readonly bundlePath: string;
  /** What an earlier environment has made of the bundle; without it this one tells through `onCompiled`. */
  readonly compiled: Uint8Array | undefined;
  readonly onCompiled: (code: Uint8Array) => void;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly timeScale: number;
  /** Where the function's time passes in its waits alone, and those take none: see skipped-time.cjs and shared-time.cjs. */
  readonly sharedTime: SharedSlot | undefined;
  readonly timeOriginMs: number;
  readonly watch: Watch | undefined;
  /** The part of the handler's context that is the same for every invocation. */
  readonly context: Readonly<Record<string, string>>;
}

/** An event as its bytes arrive: one that is nested too deep to be handed from thread to thread otherwise. */
export class JsonText {
  constructor(readonly text: string) {}
}

/** What differs from one invocation to the next. */
export interface EnvironmentRequest {
  readonly awsRequestId: string;
  /** With the qualifier that the caller gave, if any: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
  readonly invokedFunctionArn: string;
  readonly event: unknown;
}

/** One Lambda execution environment: it runs one event at a time and is frozen in between. */
export interface Environment {
  /** Runs the handler; resolves when it has ended or, after a time-out, kill or crash, when nothing runs any more. */
  run(request: EnvironmentRequest): Promise<Attempt>;
  /** Whether it can take another event. */
  isWarm(): boolean;
  /** Stops everything at once; resolves when the thread is gone. */
  stop(): Promise<void>;
}

type RuntimeMessage =
  | { readonly type: 'started' }
  | { readonly type: 'compiled'; readonly code: Uint8Array }
  | { readonly type: 'waiting'; readonly sent: number }
  | { readonly type: 'log'; readonly text: string }
  | { readonly type: 'returned'; readonly payload: string | undefined; readonly durationMs: number }
  | { readonly type: 'threw'; readonly error: NonNullable<Attempt['error']>; readonly durationMs: number }
  | { readonly type: 'timed out' };

/** `durationMs` where the function itself could tell. */
type Ending = Omit<Attempt, 'logs' | 'durationMs'> & Partial<Pick<Attempt, 'durationMs'>>;

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html: the Init phase, in real time here. */
const INIT_LIMIT_MS = 10_000;
/** Where waits are skipped, the function's clock stands still in code that does not come to an end: this one does not. */
const ENDLESS_LIMIT_MS = 60_000;

/** Starts a worker thread that loads the bundle. A bundle that cannot be loaded shows in the first `run`. */
export function startEnvironment(settings: EnvironmentSettings): Environment {
  const { bundlePath, compiled, timeScale, timeOriginMs, timeoutMs, context } = settings;
  const { release, ...sharedTime } = settings.sharedTime ?? {};
  const skipsWaits = settings.sharedTime !== undefined;
  const frozen = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const worker = new Worker(join(__dirname, 'runtime.cjs'), {
    workerData: {
      bundlePath,
      compiled,
      timeScale,
      sharedTime: skipsWaits ? sharedTime : undefined,
      timeOriginMs,
      timeoutMs,
      context,
      frozen,
    },
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
    release?.();
    onExit();
  });

  const stopAs = async (ending: Ending) => {
    stopped ??= ending;
    await worker.terminate();
  };
  const timeOut = (message: string) =>
    void stopAs({ outcome: 'timed out', error: { name: 'Sandbox.Timedout', message } });
  const stopAfter = (realMs: number, message: string) => setTimeout(() => timeOut(message), realMs);
  const taskTimedOut = `Task timed out after ${seconds(timeoutMs)}`;

  return {
    run: (request) =>
      new Promise((resolve) => {
        const startedAt = performance.now();
        const output: string[] = [];
        let limit = stopAfter(INIT_LIMIT_MS, `Initialisation timed out after ${seconds(INIT_LIMIT_MS)}`);

        function end(ending: Ending): void {
          clearTimeout(limit);
          onMessage = () => {};
          onExit = () => {};
          worker.unref();
          const durationMs = ending.durationMs ?? (performance.now() - startedAt) * timeScale;
          resolve({ ...ending, logs: lines(output), durationMs });
        }

        onExit = () => end(stopped ?? crash);
        onMessage = (message) => {
          if (message.type === 'log') output.push(message.text);
          else if (message.type === 'waiting') settings.watch?.waitsAfter(message.sent);
          else if (message.type === 'compiled') settings.onCompiled(message.code);
          else if (message.type === 'started') {
            settings.watch?.begin();
            clearTimeout(limit);
            limit = stopAfter(skipsWaits ? ENDLESS_LIMIT_MS : timeoutMs / timeScale, taskTimedOut);
          } else if (message.type === 'timed out') timeOut(taskTimedOut);
          else if (message.type === 'threw')
            end({ outcome: 'threw', error: message.error, durationMs: message.durationMs });
          else end({ outcome: 'returned', value: parsed(message.payload), durationMs: message.durationMs });
        };

        worker.ref();
        const { event, ...rest } = request;
        worker.postMessage(event instanceof JsonText ? { ...rest, text: event.text } : request);
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
