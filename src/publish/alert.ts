import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { SSMClient } from '@aws-sdk/client-ssm';
import { createFailFastCall } from '../aws/fail-fast-call';
import { throttling, transient } from '../aws/retry-policies';
import { retry } from '../runtime/retry';
import { alertStateOf, readAlertState, writeAlertState } from '../state/alert';
import { createParameterStore } from '../state/ssm-parameter-store';
import { alertSubject, alertText } from './alert-text';
import type { Publisher } from './publisher';

/**
 * Notifies people when the status of an integration or its cause changes, and at nothing else. What they were told is
 * stored only after they were: a notification that fails is tried again by the next run.
 */
export function createAlertPublisher(sns: SNSClient, ssm: SSMClient, topicArn: string): Publisher {
  return {
    name: 'alert',
    async publish(report, context) {
      const store = createParameterStore(ssm, createFailFastCall(context));
      const before = await readAlertState(store, report.roleName);
      const now = alertStateOf(report);
      if (before?.status === now.status && (now.status === 'healthy' || before.cause === now.cause)) return;
      const isGoodFromTheStart = before === undefined && now.status === 'healthy';
      if (!isGoodFromTheStart) {
        const message = {
          TopicArn: topicArn,
          Subject: alertSubject(report),
          Message: alertText(report, before),
        };
        await retry(context, [throttling, transient], () =>
          sns.send(new PublishCommand(message), { abortSignal: context.deadline.signal }),
        );
      }
      await writeAlertState(store, report.roleName, now);
    },
  };
}
