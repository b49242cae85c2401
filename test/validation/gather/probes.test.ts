import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { STSClient } from '@aws-sdk/client-sts';
import { partitions } from '../../../src/aws/partitions';
import { startDeadline } from '../../../src/runtime/deadline';
import { createProbes } from '../../../src/validation/gather/probes';
import { ClockOfTheDay, silentLog } from '../../support/validation/run';
import { EXTERNAL_ID, NOW } from '../../support/validation/situations';
import { type Pace, SlowMachine } from '../../support/validation/slow-machine';

const REGIONS = partitions.find(({ id }) => id === 'aws')?.regions.map(({ region }) => region) ?? [];
const TARGET = { roleArn: 'arn:aws:iam::123456789012:role/DatadogIntegrationRole', externalId: EXTERNAL_ID };
/** What template.yaml gives the function, less what is kept for publishing. */
const RUN_MS = 290_000;
/** Warm connections: on a whole core, as template.yaml gives the function. */
const WARM: Pace = { cpuMs: 3, networkMs: 250 };

/** Clients that have every call answered well, for the price of a promise, and count what STS was asked. */
function answeringAws() {
  const settings = { region: 'us-east-1', credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' } };
  let asked = 0;
  const sts = Object.assign(new STSClient(settings), {
    send: async () => {
      asked += 1;
      return { Credentials: { AccessKeyId: 'ASIA', SecretAccessKey: 'secret', SessionToken: 'token' } };
    },
  });
  const cloudWatch = Object.assign(new CloudWatchClient(settings), { send: async () => ({}) });
  return { sts, regional: { sts: () => sts, cloudWatch: () => cloudWatch }, asked: () => asked };
}

/** The probes of a run, and the clock to let it run by. */
function runOf(pace: Pace, runMs = RUN_MS) {
  const aws = answeringAws();
  const clock = new ClockOfTheDay();
  const machine = new SlowMachine(clock, pace);
  const deadline = startDeadline(clock, runMs, 0);
  const context = { clock, random: () => 0.5, log: silentLog(), deadline };
  const probes = createProbes(
    { sts: machine.client(aws.sts), regional: machine.regional(aws.regional) },
    context,
  );
  const ended = async <T>(work: Promise<T>): Promise<T> => {
    let isOver = false;
    const over = () => {
      isOver = true;
    };
    work.then(over, over);
    while (!isOver) await clock.advance(1_000);
    return work;
  };
  return { aws, clock, machine, probes, ended };
}

test('a hundred integrations of 34 regions are tried within a run, none of them in vain', async () => {
  const { aws, clock, machine, probes, ended } = runOf(WARM);
  const all = Array.from({ length: 100 }, () => REGIONS).flat();

  const results = await ended(
    Promise.all(all.map((region) => probes.tryRegion(region, TARGET, 'assume-role'))),
  );

  expect(results).toHaveLength(3_400);
  expect([...new Set(results.map(({ status }) => status))]).toEqual(['ok']);
  expect(aws.asked()).toBe(3_400);
  expect(machine.mostAtOnce).toBe(40);
  expect(clock.now() - NOW).toBeLessThan(RUN_MS / 2);
});

test('the time of a probe begins with its turn, however long it has waited for that', async () => {
  // Forty at once take eight seconds, and the last of these waits for three times as long.
  const { probes, ended } = runOf({ cpuMs: 0, networkMs: 4_000 });

  const results = await ended(
    Promise.all(
      [...REGIONS, ...REGIONS, ...REGIONS, ...REGIONS].map((region) =>
        probes.tryRegion(region, TARGET, 'assume-role'),
      ),
    ),
  );

  expect([...new Set(results.map(({ status }) => status))]).toEqual(['ok']);
  expect(Math.max(...results.map(({ latencyMs }) => latencyMs ?? 0))).toBe(8_000);
});

test('what is not tried in time says so, whether its turn did not come or its answer', async () => {
  const { aws, probes, ended } = runOf({ cpuMs: 0, networkMs: 9_000 }, 5_000);

  const results = await ended(
    Promise.all([...REGIONS, ...REGIONS].map((region) => probes.tryRegion(region, TARGET, 'assume-role'))),
  );
  const externalId = await ended(probes.tryExternalId(TARGET));

  expect([...new Set(results.map(({ status, cause }) => `${status} ${cause}`))]).toEqual([
    'not-tried not_tried_in_time',
  ]);
  expect(results.map(({ latencyMs }) => latencyMs === null).filter(Boolean)).toHaveLength(28);
  expect(externalId).toEqual({ withoutExternalId: 'inconclusive', withWrongExternalId: 'inconclusive' });
  expect(aws.asked()).toBe(0);
});

test.each(['own-credentials', 'off'] as const)(
  'with the mode %s a region is asked once, and the role counts as not tried',
  async (mode) => {
    const { machine, probes, ended } = runOf(WARM);
    const other = { ...TARGET, roleArn: `${TARGET.roleArn}2` };

    const [first, second] = await ended(
      Promise.all([probes.tryRegion('eu-west-1', TARGET, mode), probes.tryRegion('eu-west-1', other, mode)]),
    );

    expect(first).toMatchObject({
      status: 'not-tried',
      cause: 'role_not_assumed',
      message: expect.stringContaining('sts:GetCallerIdentity worked'),
    });
    expect(second).toBe(first);
    expect(machine.mostAtOnce).toBe(1);
  },
);
