import type { ValidatorClients } from '../../../src/aws/validator-clients';
import { publishedPermissionSets } from '../../../src/datadog/permission-sets';
import type { Report } from '../../../src/report/report';
import type { Clock } from '../../../src/runtime/clock';
import { startDeadline } from '../../../src/runtime/deadline';
import { createLogger } from '../../../src/runtime/log';
import type { RetryContext } from '../../../src/runtime/retry';
import { createSecrets } from '../../../src/runtime/secrets';
import type { GatherSettings } from '../../../src/validation/gather/settings';
import { runValidator } from '../../../src/validation/run';
import { FakeClock } from '../fake-clock';
import type { healthyAws } from './aws-answers';
import { NOW } from './situations';

/** A clock that starts on the day on which the tests take place. */
export class ClockOfTheDay extends FakeClock {
  override now(): number {
    return NOW + super.now();
  }
}

export function silentLog(lines: string[] = []) {
  return createLogger((line) => lines.push(line), createSecrets());
}

/** What calls are made with, an hour before any deadline. */
export function contextWith(clock: Clock, lines: string[] = []): RetryContext {
  return { clock, random: () => 0.5, log: silentLog(lines), deadline: startDeadline(clock, 3_600_000, 0) };
}

export function settingsFor(
  aws: ReturnType<typeof healthyAws>,
  change: Partial<GatherSettings> = {},
): GatherSettings {
  return {
    clients: aws.clients,
    region: 'us-east-1',
    permissionSets: publishedPermissionSets,
    selfTestPrincipals: [],
    ...change,
  };
}

export interface Run {
  readonly reports: readonly Report[];
  readonly published: readonly Report[];
  readonly log: readonly string[];
  readonly clock: ClockOfTheDay;
}

export interface RunOptions extends Partial<GatherSettings> {
  readonly leavesOthers?: boolean;
  /** Milliseconds until the run is stopped from outside. */
  readonly remainingMs?: number;
  /** What stands between the run and AWS's answers. */
  readonly through?: (clients: ValidatorClients, clock: Clock) => ValidatorClients;
}

/** Runs the validator while time passes in steps of a tenth of a second. */
export async function validate(
  aws: ReturnType<typeof healthyAws>,
  roleName?: string,
  { leavesOthers = false, remainingMs = 60_000, through = (clients) => clients, ...change }: RunOptions = {},
): Promise<Run> {
  const clock = new ClockOfTheDay();
  const published: Report[] = [];
  const log: string[] = [];
  const running = runValidator(
    {
      settings: settingsFor(aws, { clients: through(aws.clients, clock), ...change }),
      leavesOthers,
      publish: async (report) => {
        published.push(report);
      },
      clock,
      random: () => 0.5,
      log: silentLog(log),
      remainingMs,
    },
    { roleName },
  );
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  running.then(over, over);
  while (!isOver) await clock.advance(100);
  return { reports: await running, published, log, clock };
}
