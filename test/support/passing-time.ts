import { type Call, createCall } from '../../src/aws/calls';
import { startDeadline } from '../../src/runtime/deadline';
import { createLogger, type LogLevel } from '../../src/runtime/log';
import type { RetryContext } from '../../src/runtime/retry';
import { createSecrets } from '../../src/runtime/secrets';
import { FakeClock } from './fake-clock';

export interface LogLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly [field: string]: unknown;
}

/** What one invocation shares, with a clock that a test moves and a log that it reads. */
export interface Invocation {
  readonly clock: FakeClock;
  readonly context: RetryContext;
  readonly call: Call;
  readonly lines: readonly LogLine[];
  /** Lets time pass until the promise has ended, and gives what it came to. */
  ended<T>(promise: Promise<T>): Promise<T>;
}

/** Jitter is off: every wait is half of what the backoff says. */
export function startInvocation(totalMs = 300_000): Invocation {
  const clock = new FakeClock();
  const lines: LogLine[] = [];
  const log = createLogger((line) => lines.push(JSON.parse(line)), createSecrets());
  const context = { clock, deadline: startDeadline(clock, totalMs, 0), random: () => 0, log };
  return {
    clock,
    context,
    lines,
    call: createCall(context),
    ended: async (promise) => {
      const end = promise.then(
        () => true,
        () => true,
      );
      while (!(await Promise.race([end, clock.advance(125).then(() => false)])));
      return promise;
    },
  };
}
