/*
 * How CloudWatch evaluates an alarm, as far as its pages say:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
 */

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** An alarm's properties, as the template declares them. */
export interface Alarm {
  readonly statistic: 'Sum' | 'Maximum';
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly isBreaching: (value: number) => boolean;
  readonly missing: 'missing' | 'ignore' | 'breaching' | 'notBreaching';
  /** States on whose begin the alarm tells somebody. */
  readonly tells: readonly AlarmState[];
}

/** A value of the metric at a time, in seconds. */
export interface Sample {
  readonly at: number;
  readonly value: number;
}

/** That many more periods are taken into account than the alarm has: the page shows five for three, and promises nothing. */
const FURTHER_PERIODS = 2;

/**
 * The alarm's changes of state, evaluated every minute over a window that slides with it.
 *
 * @param delay seconds until a value can be seen
 */
export function changesOf(
  alarm: Alarm,
  samples: readonly Sample[],
  { until, delay = 120 }: { readonly until: number; readonly delay?: number },
): readonly { readonly at: number; readonly state: AlarmState }[] {
  const changes: { at: number; state: AlarmState }[] = [];
  let state: AlarmState = 'INSUFFICIENT_DATA';
  for (let now = 60; now <= until; now += 60) {
    const next = evaluate(
      alarm,
      samples.filter(({ at }) => at + delay <= now),
      now,
      state,
    );
    if (next !== state) changes.push({ at: now, state: next });
    state = next;
  }
  return changes;
}

function evaluate(alarm: Alarm, seen: readonly Sample[], now: number, before: AlarmState): AlarmState {
  const { evaluationPeriods, datapointsToAlarm, periodSeconds, missing } = alarm;
  const points = Array.from({ length: evaluationPeriods + FURTHER_PERIODS }, (_, index) => {
    const end = now - index * periodSeconds;
    const values = seen.filter(({ at }) => at < end && at >= end - periodSeconds).map(({ value }) => value);
    return values.length === 0 ? undefined : statisticOf(alarm, values);
  });
  // The newest first; of those that there are, as many as the alarm has periods.
  const real = points.flatMap((point) => point ?? []).slice(0, evaluationPeriods);
  const breaching = real.filter(alarm.isBreaching).length;
  const filled = evaluationPeriods - real.length;
  if (breaching + (missing === 'breaching' ? filled : 0) >= datapointsToAlarm) return 'ALARM';
  if (real.length > 0 || missing === 'notBreaching' || missing === 'breaching') return 'OK';
  return missing === 'ignore' ? before : 'INSUFFICIENT_DATA';
}

function statisticOf({ statistic }: Alarm, values: readonly number[]): number {
  return statistic === 'Sum' ? values.reduce((sum, value) => sum + value, 0) : Math.max(...values);
}
