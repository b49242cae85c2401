import { AwsError } from '../aws-error';
import type { ScheduleRunner } from '../machines';
import { assumeForService } from '../service-session';
import type { Account } from '../state';
import type { World } from '../world';
import type { Schedule } from './schedule';

const RATE = /^rate\((\d+) (minute|hour|day)s?\)$/;
const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Milliseconds between two runs; undefined for what is no rate. */
export function periodOf(expression: string): number | undefined {
  const [, count, unit = ''] = RATE.exec(expression) ?? [];
  return count === undefined ? undefined : Number(count) * (UNIT_MS[unit] ?? 0);
}

/** @param runs whether schedules run at all, or wait for somebody to invoke their targets */
export function createScheduleRunner(world: World, runs: boolean): ScheduleRunner {
  const timers = new Map<string, NodeJS.Timeout>();
  const end = ({ arn }: Schedule) => {
    clearInterval(timers.get(arn));
    timers.delete(arn);
  };
  return {
    start: (account, region, schedule) => {
      const isNew = !timers.has(schedule.arn);
      end(schedule);
      const period = periodOf(schedule.expression);
      if (!runs || period === undefined || schedule.state !== 'ENABLED') return;
      const run = () => void invokeTarget(world, account, region, schedule);
      if (isNew) setImmediate(run);
      timers.set(schedule.arn, setInterval(run, period).unref());
    },
    end,
    close: () => {
      for (const timer of timers.values()) clearInterval(timer);
    },
  };
}

/** With the permissions of the schedule's role, as Scheduler does; a target that cannot be called is called at the next run. */
async function invokeTarget(
  world: World,
  account: Account,
  region: string,
  { target, name }: Schedule,
): Promise<void> {
  try {
    const { accessKeyId } = assumeForService(world, account, target.roleArn, { name: name.slice(0, 64) });
    const call = world.machines.calls({ accessKeyId, region });
    await call('lambda', 'Invoke', { FunctionName: target.arn, InvocationType: 'Event' }, target.input);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
  }
}
