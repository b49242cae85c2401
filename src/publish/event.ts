import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { throttling, transient } from '../aws/retry-policies';
import { shrinkToFit } from '../report/shrink';
import { retry } from '../runtime/retry';
import type { Publisher } from './publisher';

const SOURCE = 'datadog-integration-role';
const DETAIL_TYPE = 'Datadog Integration Validation';

/**
 * An entry may have 256 KB, of which source, detail type and resources take less than the difference.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html
 */
const DETAIL_MAX_BYTES = 255 * 1_024;

/** EventBridge took the request and refused the event. */
export class EventRefused extends Error {
  override readonly name = 'EventRefused';
}

/** One event a report, so that customers route findings where they like. */
export function createEventPublisher(eventBridge: EventBridgeClient, eventBusName: string): Publisher {
  return {
    name: 'event',
    async publish(report, context) {
      const entry = {
        Source: SOURCE,
        DetailType: DETAIL_TYPE,
        EventBusName: eventBusName,
        Time: new Date(report.generatedAt),
        Resources: report.roleArn === '' ? [] : [report.roleArn],
        Detail: JSON.stringify(shrinkToFit(report, DETAIL_MAX_BYTES)),
      };
      const { Entries = [] } = await retry(context, [throttling, transient], () =>
        eventBridge.send(new PutEventsCommand({ Entries: [entry] }), {
          abortSignal: context.deadline.signal,
        }),
      );
      const refused = Entries.find(({ ErrorCode }) => ErrorCode !== undefined);
      if (refused !== undefined) {
        throw new EventRefused(
          `The event bus ${eventBusName} refused the event: ${refused.ErrorCode}: ${refused.ErrorMessage}`,
        );
      }
    },
  };
}
