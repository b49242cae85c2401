import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { throttling, transient } from '../aws/retry-policies';
import { eventOf } from '../report/event';
import { retry } from '../runtime/retry';
import { UserError } from '../runtime/user-error';
import type { Publisher } from './publisher';

/** EventBridge took the request and refused the event. */
export class EventRefused extends UserError {
  override readonly name = 'EventRefused';
}

/** One event a report, so that customers route findings where they like. */
export function createEventPublisher(eventBridge: EventBridgeClient, eventBusName: string): Publisher {
  return {
    name: 'event',
    async publish(report, context) {
      const entry = { ...eventOf(report), EventBusName: eventBusName };
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
