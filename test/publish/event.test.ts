import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { createEventPublisher } from '../../src/publish/event';
import type { Report } from '../../src/report/report';
import { BLOCKED, failing, PASSING, reportWith } from '../support/reports';
import { ClockOfTheDay, contextWith } from '../support/validation/run';

const LIMIT_BYTES = 256 * 1_024;

async function publishedEntry(report: Report) {
  const eventBridge = mockClient(EventBridgeClient);
  eventBridge.on(PutEventsCommand).resolves({ Entries: [{ EventId: '1' }] });
  const publisher = createEventPublisher(new EventBridgeClient({ region: 'us-east-1' }), 'default');
  await publisher.publish(report, contextWith(new ClockOfTheDay()));
  const [entry] = eventBridge.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries ?? [];
  if (entry === undefined) throw new Error('no event was published');
  return entry;
}

function bytesOf(entry: Awaited<ReturnType<typeof publishedEntry>>): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  return 14 + texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);
}

describe('the event of a report', () => {
  test('carries the whole report under the project’s source', async () => {
    const report = failing(BLOCKED);

    const entry = await publishedEntry(report);

    expect(entry).toMatchObject({
      Source: 'datadog-integration-role',
      DetailType: 'Datadog Integration Validation',
      EventBusName: 'default',
      Resources: [report.roleArn],
      Time: new Date(report.generatedAt),
    });
    expect(JSON.parse(entry.Detail ?? '')).toEqual(report);
  });

  test.each([
    [
      'drift',
      (text: string) =>
        reportWith({ drift: [{ path: 'p', kind: 'different', expected: text, actual: text }] }),
      'values of drift',
    ],
    [
      'evidence of what passes',
      (text: string) => reportWith({ checks: [{ ...PASSING, evidence: [text] }] }),
      'evidence of checks that pass',
    ],
    [
      'messages of regions',
      (text: string) =>
        reportWith({
          regions: [{ region: 'é', status: 'throttled', cause: 'c', message: text, latencyMs: 1 }],
        }),
      'messages',
    ],
    [
      'the number of drift items',
      (text: string) =>
        reportWith({
          drift: text.split('').map((path) => ({ path, kind: 'missing', expected: 1, actual: null })),
        }),
      'drift beyond',
    ],
    [
      'the number of checks’ lines',
      (text: string) =>
        reportWith({
          checks: Array.from({ length: 400 }, (_, index) => ({
            ...BLOCKED,
            id: `c${index}`,
            evidence: ['a', 'b', 'c'].map(() => text.slice(0, 1_000)),
          })),
        }),
      'all evidence',
    ],
  ])(
    'leaves out as little as possible when %s make it too large, and says what',
    async (_, reportOf, leftOut) => {
      const report = reportOf('é'.repeat(200_000));

      const entry = await publishedEntry(report);

      const detail = JSON.parse(entry.Detail ?? '');
      expect(bytesOf(entry)).toBeLessThanOrEqual(LIMIT_BYTES);
      expect(detail.leftOut.at(-1)).toContain(leftOut);
      expect(detail).toMatchObject({ schemaVersion: 1, status: report.status, roleArn: report.roleArn });
      expect(detail.checks.map(({ id, status }: { id: string; status: string }) => [id, status])).toEqual(
        report.checks.map(({ id, status }) => [id, status]),
      );
      expect(detail.regions.map(({ status }: { status: string }) => status)).toEqual(
        report.regions.map(({ status }) => status),
      );
    },
  );

  test('counts as not published when the bus refuses it', async () => {
    const eventBridge = mockClient(EventBridgeClient);
    eventBridge.on(PutEventsCommand).resolves({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'no' }],
    });
    const publisher = createEventPublisher(new EventBridgeClient({ region: 'us-east-1' }), 'central');

    await expect(publisher.publish(reportWith(), contextWith(new ClockOfTheDay()))).rejects.toThrow(
      'central refused the event: NotAuthorizedForSourceException',
    );
  });
});
