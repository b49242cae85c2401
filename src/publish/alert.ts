import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { throttling, transient } from '../aws/retry-policies';
import type { Report } from '../report/report';
import { type RetryContext, retry } from '../runtime/retry';
import { alertChatJson } from './alert-chat';
import { alertContent } from './alert-content';
import type { Decision } from './alert-decision';
import type { AlertPlace } from './alert-place';
import { alertText } from './alert-text';
import type { Publisher } from './publisher';
import { type TellingClients, tellOnChange } from './tell-on-change';

/** What alerts are published with. */
export interface AlertClients extends TellingClients {
  readonly sns: SNSClient;
}

export interface AlertSettings {
  readonly topicArn: string;
  readonly format: 'Text' | 'ChatJson';
  readonly place: AlertPlace;
}

/** Notifies people by a topic when the status of an integration or its cause changes (`tellOnChange`). */
export function createAlertPublisher(clients: AlertClients, settings: AlertSettings): Publisher {
  return {
    name: 'alert',
    publish: async (report, context) => {
      const channel = {
        address: settings.topicArn,
        tell: (decision: Decision) => publish(clients.sns, settings, decision, report, context),
      };
      await tellOnChange(clients, channel, { report, context });
    },
  };
}

async function publish(
  sns: SNSClient,
  { topicArn, format, place }: AlertSettings,
  { state, untold }: Decision,
  report: Report,
  context: RetryContext,
): Promise<void> {
  const content = alertContent({ report, since: state.since, before: untold.told, place });
  const message = {
    TopicArn: topicArn,
    Subject: content.subject,
    Message: format === 'ChatJson' ? alertChatJson(content, report.roleArn) : alertText(content),
  };
  await retry(context, [throttling, transient], () =>
    sns.send(new PublishCommand(message), { abortSignal: context.deadline.signal }),
  );
}
