import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { parseArn } from '../aws/arn';
import { clientSettings } from '../aws/clients';
import { createSecretsClient } from '../aws/secret';
import { type AlertClients, createAlertPublisher } from './alert';
import { alertPlaceOf } from './alert-place';
import { createDatadogPublisher } from './datadog';
import { createEventPublisher } from './event';
import type { Publisher } from './publisher';

export interface PublisherClients extends AlertClients {
  readonly eventBridge: EventBridgeClient;
}

/**
 * The publishers that the validator's environment asks for:
 *
 * - `EVENT_BUS_NAME`: where events go; the default bus without it.
 * - `TOPIC_ARN`, `ALERT_FORMAT` (`Text`, `ChatJson`): whom alerts reach; nobody without the topic.
 * - `DATADOG_KEYS_SECRET_ARN`, `DATADOG_SITE`: Datadog's keys, and their site; Datadog is told nothing without keys.
 *   `DATADOG_ENDPOINT_URL` puts another API in the place of Datadog's.
 */
export function publishersFor(
  environment: Readonly<Record<string, string | undefined>>,
  clients: PublisherClients,
  region: string,
): readonly Publisher[] {
  const value = (name: string) => environment[name] ?? '';
  const topicArn = value('TOPIC_ARN');
  const keysSecretArn = value('DATADOG_KEYS_SECRET_ARN');
  const place = alertPlaceOf(region, environment);
  const publishers = [createEventPublisher(clients.eventBridge, value('EVENT_BUS_NAME') || 'default')];
  if (topicArn !== '') {
    const format = value('ALERT_FORMAT') === 'ChatJson' ? 'ChatJson' : 'Text';
    publishers.push(createAlertPublisher(clients, { topicArn, format, place }));
  }
  if (keysSecretArn !== '') {
    const common = { ...clientSettings(), credentials: clients.sts.config.credentials };
    const secrets = createSecretsClient(parseArn(keysSecretArn)?.region || region, common);
    const settings = {
      keysSecretArn,
      keysSite: value('DATADOG_SITE'),
      endpointOverride: value('DATADOG_ENDPOINT_URL'),
      place,
    };
    publishers.push(createDatadogPublisher({ ...clients, secrets }, settings));
  }
  return publishers;
}
