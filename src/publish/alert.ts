import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import type { Call } from '../aws/calls';
import { createFailFastCall } from '../aws/fail-fast-call';
import { throttling, transient } from '../aws/retry-policies';
import { allSettled } from '../runtime/all-settled';
import { retry } from '../runtime/retry';
import { alertStateOf, readAlertState, toldBy, writeAlertState } from '../state/alert';
import { createParameterStore } from '../state/ssm-parameter-store';
import { alertSubject, alertText } from './alert-text';
import type { Publisher } from './publisher';

/** What alerts are published with. */
export interface AlertClients {
  readonly sns: SNSClient;
  readonly ssm: SSMClient;
  readonly sts: STSClient;
}

/**
 * Notifies people when the status of an integration or its cause changes, and at nothing else. What they were told is
 * stored only after they were: a notification that fails is tried again by the next run.
 */
export function createAlertPublisher({ sns, ssm, sts }: AlertClients, topicArn: string): Publisher {
  return {
    name: 'alert',
    async publish(report, context) {
      const call = createFailFastCall(context);
      const store = createParameterStore(ssm, call);
      const [sealKey, stored] = await allSettled([
        ownUniqueId(sts, call),
        readAlertState(store, report.roleName),
      ]);
      const before = toldBy(sealKey, report.roleName, stored);
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
      await writeAlertState(store, report.roleName, now, { sealKey, before: stored });
    },
  };
}

/**
 * IAM's unique id of the role that the validator runs as, before the session's name: nobody learns it who may not read IAM.
 *
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
async function ownUniqueId(sts: STSClient, call: Call): Promise<string> {
  const { UserId = '' } = await call((options) => sts.send(new GetCallerIdentityCommand({}), options));
  return UserId.split(':')[0] ?? '';
}
