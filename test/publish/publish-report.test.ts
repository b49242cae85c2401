import { metricsLine } from '../../src/publish/metrics';
import { createPublish } from '../../src/publish/publish-report';
import type { Publisher } from '../../src/publish/publisher';
import type { CheckStatus, RegionStatus, Report } from '../../src/report/report';
import { BLOCKED, failing, reportWith } from '../support/reports';
import { ClockOfTheDay, contextWith } from '../support/validation/run';

describe('the metrics of a report', () => {
  test('are counts by role and nothing else, in CloudWatch’s embedded format', () => {
    const report = reportWith({
      status: 'failing',
      checks: [BLOCKED],
      drift: [{ path: 'p', kind: 'missing', expected: 1, actual: null }],
      regions: [
        ...reportWith().regions,
        { region: 'eu-west-2', status: 'session-denied', cause: 'c', message: 'm', latencyMs: 1 },
      ],
    });

    const line = JSON.parse(metricsLine(report, 0));

    const { Namespace, Dimensions, Metrics } = line._aws.CloudWatchMetrics[0];
    expect(line._aws.Timestamp).toBe(Date.parse(report.generatedAt));
    expect(Namespace).toBe('DatadogIntegrationRole');
    expect(Dimensions).toEqual([['RoleName']]);
    expect(Metrics.map(({ Name, Unit }: { Name: string; Unit: string }) => [Name, Unit, line[Name]])).toEqual(
      [
        ['RegionsOk', 'Count', 2],
        ['RegionsFailing', 'Count', 1],
        ['RegionsUnknown', 'Count', 0],
        ['ChecksFailing', 'Count', 1],
        ['ChecksUnknown', 'Count', 0],
        ['DriftItems', 'Count', 1],
        ['PublishersFailing', 'Count', 0],
      ],
    );
    expect(line.RoleName).toBe('DatadogIntegrationRole');
  });

  test.each<[RegionStatus, object]>([
    ['ok', { RegionsOk: 1, RegionsFailing: 0, RegionsUnknown: 0 }],
    ['session-denied', { RegionsOk: 0, RegionsFailing: 1, RegionsUnknown: 0 }],
    ['sts-not-activated', { RegionsOk: 0, RegionsFailing: 1, RegionsUnknown: 0 }],
    ['region-not-enabled', { RegionsOk: 0, RegionsFailing: 0, RegionsUnknown: 0 }],
    ['throttled', { RegionsOk: 0, RegionsFailing: 0, RegionsUnknown: 1 }],
    ['unreachable', { RegionsOk: 0, RegionsFailing: 0, RegionsUnknown: 1 }],
    ['not-tried', { RegionsOk: 0, RegionsFailing: 0, RegionsUnknown: 1 }],
  ])('count a region that is %s where it belongs', (status, expected) => {
    const regions = [{ region: 'eu-west-1', status, cause: null, message: null, latencyMs: null }];
    expect(JSON.parse(metricsLine(reportWith({ regions }), 0))).toMatchObject(expected);
  });

  test.each<[CheckStatus, string, object]>([
    ['fail', 'trust-principal', { RegionsFailing: 1, RegionsUnknown: 0 }],
    ['fail', 'regions', { RegionsFailing: 1, RegionsUnknown: 0 }],
    ['unknown', 'trust-principal', { RegionsFailing: 0, RegionsUnknown: 1 }],
    ['fail', 'drift-tags', { RegionsFailing: 0, RegionsUnknown: 1 }],
  ])('count a refusal as Datadog’s where a check proves it: %s of %s', (status, id, expected) => {
    const refused = { region: 'eu-west-1', status: 'assume-role-denied' as const, cause: 'c', message: 'm' };
    const report = reportWith({
      checks: [{ ...BLOCKED, id, status }],
      regions: [{ ...refused, latencyMs: 1 }],
    });
    expect(JSON.parse(metricsLine(report, 0))).toMatchObject(expected);
  });

  test('tell a run that saw nothing from a healthy one', () => {
    const unknown = (id: string) => ({ ...BLOCKED, id, status: 'unknown' as const });
    const blind = reportWith({ status: 'unknown', checks: [unknown('role-exists'), unknown('last-used')] });
    const healthy = reportWith({ checks: [{ ...BLOCKED, status: 'pass' }, unknown('last-used')] });

    expect(JSON.parse(metricsLine(blind, 0))).toMatchObject({ ChecksFailing: 0, ChecksUnknown: 1 });
    expect(JSON.parse(metricsLine(healthy, 0))).toMatchObject({ ChecksFailing: 0, ChecksUnknown: 0 });
  });
});

describe('a publisher that fails', () => {
  test('stops no other, and is reported by metric and log', async () => {
    const taken: Report[] = [];
    const publishers: Publisher[] = [
      { name: 'event', publish: async () => Promise.reject(new Error('the bus is gone')) },
      { name: 'alert', publish: async (report) => void taken.push(report) },
    ];
    const [raw, log]: [string[], string[]] = [[], []];

    await createPublish(publishers, (line) => raw.push(line))(
      reportWith(),
      contextWith(new ClockOfTheDay(), log),
    );

    expect(taken).toHaveLength(1);
    expect(JSON.parse(raw[0] ?? '')).toMatchObject({ PublishersFailing: 1 });
    const lines = log.map((line) => JSON.parse(line));
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: 'error',
        publisher: 'event',
        error: expect.objectContaining({ message: 'the bus is gone' }),
      }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({ message: 'validated', failedPublishers: ['event'] }),
    );
  });
});

describe('the line of the log', () => {
  test('has the report, cut to what CloudWatch Logs takes', async () => {
    const log: string[] = [];
    const huge = failing({ ...BLOCKED, evidence: ['x'.repeat(400_000)] });

    await createPublish([], () => undefined)(huge, contextWith(new ClockOfTheDay(), log));

    expect(Buffer.byteLength(log[0] ?? '')).toBeLessThan(256 * 1_024);
    expect(JSON.parse(log[0] ?? '')).toMatchObject({ status: 'failing', report: { status: 'failing' } });
  });
});
