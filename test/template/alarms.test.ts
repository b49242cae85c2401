import { PUBLISHER_FAILED } from '../../src/publish/publisher';
import { type Alarm, type AlarmState, changesOf, type Sample } from '../support/alarm-model';
import { requiredResource, resolvedTemplate } from '../support/installed-provider';

const PLACE = { partition: 'aws', accountId: '123456789012', region: 'eu-west-1' };
const declaredWith = (parameters: Readonly<Record<string, string>> = {}) =>
  resolvedTemplate(PLACE, { ExternalId: 'abcdef', ...parameters });

const COMPARISONS: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
};

const OF_VALIDATOR = ['ValidatorErrors', 'PublishersFailing', 'ValidatorSilent'] as const;
type AlarmId = (typeof OF_VALIDATOR)[number] | 'IntegrationFailing';

function alarmOf(id: AlarmId, parameters: Readonly<Record<string, string>> = {}): Alarm {
  const { properties } = requiredResource(declaredWith(parameters), id);
  const compare = COMPARISONS[String(properties['ComparisonOperator'])];
  if (compare === undefined) throw new Error(`${id} compares by ${properties['ComparisonOperator']}`);
  const evaluationPeriods = Number(properties['EvaluationPeriods']);
  const tells: readonly (readonly [AlarmState, string])[] = [
    ['OK', 'OKActions'],
    ['ALARM', 'AlarmActions'],
    ['INSUFFICIENT_DATA', 'InsufficientDataActions'],
  ];
  return {
    statistic: properties['Statistic'] as Alarm['statistic'],
    periodSeconds: Number(properties['Period']),
    evaluationPeriods,
    datapointsToAlarm: Number(properties['DatapointsToAlarm'] ?? evaluationPeriods),
    isBreaching: (value) => compare(value, Number(properties['Threshold'])),
    missing: properties['TreatMissingData'] as Alarm['missing'],
    tells: tells.flatMap(([state, actions]) => (properties[actions] === undefined ? [] : state)),
  };
}

/** How often, and how much later than that a run may begin, in minutes. */
const SCHEDULES = [
  { every: '15minutes', minutes: 15, window: 5 },
  { every: '30minutes', minutes: 30, window: 10 },
  { every: '1hour', minutes: 60, window: 15 },
  { every: '3hours', minutes: 180, window: 30 },
  { every: '6hours', minutes: 360, window: 60 },
  { every: '12hours', minutes: 720, window: 60 },
] as const;
type Schedule = (typeof SCHEDULES)[number];

/** Begins of runs in seconds, each as early or late in its window as `at` says, from 0 to 1. */
function runsOf(
  { minutes, window }: Schedule,
  count: number,
  at: (run: number) => number,
): readonly number[] {
  return Array.from({ length: count }, (_, run) => Math.round((run * minutes + at(run) * window) * 60) + 7);
}

/** In turns as late and as early as can be: that makes the longest pauses and the shortest. */
const UNEVEN = (run: number) => (run % 2 === 0 ? 1 : 0);

const RUNS = 8;
const endOf = ({ minutes }: Schedule) => RUNS * minutes * 60;

/** Lambda repeats a run that fails after a minute, and after two more; each may take two. */
const ATTEMPTS = [0, 180, 420];
const SHORT_ATTEMPTS = [0, 61, 183];
const failed = (begin: number, attempts: readonly number[]) =>
  attempts.map((after): Sample => ({ at: begin + after, value: 1 }));
const succeeded = (begin: number): readonly Sample[] => [{ at: begin, value: 0 }];
const invoked = (begin: number): Sample => ({ at: begin, value: 1 });

const toldOf = (alarm: Alarm, samples: readonly Sample[], until: number) =>
  changesOf(alarm, samples, { until }).filter(({ state }) => alarm.tells.includes(state));

describe.each(SCHEDULES)('with a run every $every, CloudWatch', (schedule) => {
  const parameters = { ValidationEvery: schedule.every };
  const runs = runsOf(schedule, RUNS, UNEVEN);
  const errors = alarmOf('ValidatorErrors', parameters);
  const silent = alarmOf('ValidatorSilent', parameters);
  const until = endOf(schedule);

  it('takes the alarm for one', () => {
    for (const id of OF_VALIDATOR) {
      const { periodSeconds, evaluationPeriods } = alarmOf(id, parameters);
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
      expect(periodSeconds * evaluationPeriods).toBeLessThanOrEqual(periodSeconds < 3_600 ? 86_400 : 604_800);
    }
  });

  it('tells nothing from the first deployment on as long as all is well', () => {
    expect(toldOf(silent, runs.map(invoked), until)).toEqual([]);
    expect(toldOf(errors, runs.flatMap(succeeded), until)).toEqual([]);
    expect(toldOf(alarmOf('PublishersFailing', parameters), [], until)).toEqual([]);
  });

  it.each([
    ['time-outs', ATTEMPTS],
    ['throws', SHORT_ATTEMPTS],
  ])('tells of %s once, with the first run that fails for good, until one succeeds', (_, attempts) => {
    const samples = [
      ...runs.slice(0, 2).flatMap(succeeded),
      ...runs.slice(2, 6).flatMap((begin) => failed(begin, attempts)),
      ...runs.slice(6).flatMap(succeeded),
    ];

    const told = toldOf(errors, samples, until + 3_600);

    expect(told).toHaveLength(1);
    const after = (told[0]?.at ?? 0) - (runs[2] ?? 0);
    expect(after).toBeGreaterThan(0);
    expect(after).toBeLessThan(600);
  });

  it('tells nothing of a run that a repetition makes good', () => {
    const samples = runs.flatMap((begin, run) =>
      run === 3 ? [{ at: begin, value: 1 }, ...succeeded(begin + 61)] : succeeded(begin),
    );

    expect(toldOf(errors, samples, until)).toEqual([]);
  });

  it('tells of publishers once as long as they fail in every run', () => {
    const samples = runs.slice(1).map((begin): Sample => ({ at: begin + 30, value: 1 }));

    expect(toldOf(alarmOf('PublishersFailing', parameters), samples, until)).toHaveLength(1);
  });

  it('tells nothing of one run that is missed, and of silence once, before three are', () => {
    const missed = runs.filter((_, run) => run !== 3);
    expect(toldOf(silent, missed.map(invoked), until)).toEqual([]);

    const last = runs[3] ?? 0;
    const told = toldOf(silent, runs.slice(0, 4).map(invoked), last + 6 * schedule.minutes * 60 + 7_200);

    expect(told).toHaveLength(1);
    const after = (told[0]?.at ?? 0) - last;
    expect(after).toBeGreaterThan((2 * schedule.minutes + schedule.window) * 60 - 60);
    expect(after).toBeLessThan((2 * schedule.minutes + schedule.window) * 60 + 3.5 * 3_600);
  });
});

it('the state of an integration is that of its last run five minutes later, and tells nobody', () => {
  const alarm = alarmOf('IntegrationFailing');
  const samples = [0, 2, 2, 0, 0].map((value, run): Sample => ({ at: run * 3_600 + 7, value }));

  const changes = changesOf(alarm, samples, { until: 5 * 3_600 });

  expect(alarm.tells).toEqual([]);
  expect(changes.map(({ state }) => state)).toEqual(['OK', 'ALARM', 'OK']);
  expect(changes.map(({ at }) => Math.floor(at / 3_600))).toEqual([0, 1, 3]);
  for (const { at } of changes) expect(at % 3_600).toBeLessThanOrEqual(420);
});

describe('alarms on the validator itself', () => {
  it.each([{}, { DeployIntegration: 'false' }])('are there with %j, and tell the topic', (parameters) => {
    const declared = declaredWith(parameters);

    for (const id of OF_VALIDATOR) {
      expect(alarmOf(id, parameters).tells).toHaveLength(1);
      expect(requiredResource(declared, id).properties['OKActions']).toBeUndefined();
    }
    expect(declared.resource('IntegrationFailing') === undefined).toBe('DeployIntegration' in parameters);
  });

  it('are there only with it', () => {
    const declared = declaredWith({ DeployValidator: 'false' });

    for (const id of [...OF_VALIDATOR, 'FailedPublishers', 'IntegrationFailing'])
      expect(() => requiredResource(declared, id)).toThrow();
  });

  it('count what the log says of publishers that failed, by the words that it uses', () => {
    const { properties } = requiredResource(declaredWith(), 'FailedPublishers');

    expect(properties['FilterPattern']).toBe(`{ $.message = "${PUBLISHER_FAILED}" }`);
    const [metric] = properties['MetricTransformations'] as readonly Record<string, unknown>[];
    const alarm = requiredResource(declaredWith(), 'PublishersFailing').properties;
    expect([alarm['Namespace'], alarm['MetricName']]).toEqual([
      metric?.['MetricNamespace'],
      metric?.['MetricName'],
    ]);
  });

  it.each([...OF_VALIDATOR, 'IntegrationFailing'] as const)(
    '%s is another one where what it looks at is another: the function, or the role after a rename',
    (id) => {
      const { AlarmName: name, Dimensions: dimensions } = requiredResource(declaredWith(), id).properties;
      const [{ Value: subject } = {}] = (dimensions ?? []) as readonly Record<string, unknown>[];

      expect(name).toContain(subject ?? 'Validator');
    },
  );
});
