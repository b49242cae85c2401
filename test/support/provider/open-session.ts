import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { IAMClient } from '@aws-sdk/client-iam';
import { SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import type { ResourceRequest } from '../../../src/custom-resource';
import { openSession, type Session } from '../../../src/provider/session';
import type { ProviderSettings } from '../../../src/provider/settings';
import { emptyAccount, type ModelAccount } from '../iam/model-iam';
import { ServedAccount } from '../iam/served-account';
import { OWNER } from '../iam/specs';
import { memoryParameters } from '../memory-parameters';
import { startInvocation } from '../passing-time';
import { settingsWith } from './settings';

/** What every event of this resource has. */
export const EVENT = {
  stackId: OWNER.stackId,
  stack: { partition: 'aws', region: 'us-east-1', accountId: '123456789012', name: 'monitoring' },
  requestId: 'request',
  logicalResourceId: OWNER.logicalId,
  resourceType: 'Custom::DatadogIntegrationRole',
  properties: {},
  oldProperties: {},
  sentAt: undefined,
  awaitedUntil: undefined,
};

export interface SessionOptions {
  readonly requestType?: ResourceRequest['requestType'];
  readonly physicalId?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly account?: ModelAccount;
  readonly settings?: Partial<ProviderSettings>;
  readonly totalMs?: number;
}

/** The session of one event, for what works on a part of it: before an account in memory, whose stack is being updated. */
export function sessionOf({
  requestType = 'Create',
  physicalId = 'DatadogIntegrationRole',
  properties = {},
  account = emptyAccount(),
  settings = {},
  totalMs,
}: SessionOptions = {}) {
  const cloudFormation = mockClient(CloudFormationClient);
  cloudFormation.on(DescribeStacksCommand).resolves({
    Stacks: [{ StackName: 'monitoring', CreationTime: undefined, StackStatus: 'UPDATE_IN_PROGRESS' }],
  });
  cloudFormation.on(DescribeStackResourcesCommand).resolves({ StackResources: [] });
  cloudFormation
    .on(DescribeStackResourcesCommand, { StackName: OWNER.stackId, LogicalResourceId: OWNER.logicalId })
    .resolves({
      StackResources: [
        {
          LogicalResourceId: OWNER.logicalId,
          ResourceType: EVENT.resourceType,
          ResourceStatus: 'UPDATE_IN_PROGRESS',
          Timestamp: undefined,
        },
      ],
    });
  const iam = mockClient(IAMClient);
  const ssm = mockClient(SSMClient);
  const served = new ServedAccount(iam, account);
  const { store, parameters } = memoryParameters();
  const invocation = startInvocation(totalMs);
  const event = { ...EVENT, properties };
  const request: ResourceRequest =
    requestType === 'Create'
      ? { ...event, requestType }
      : { ...event, requestType, physicalResourceId: physicalId };
  const opened = openSession(settingsWith(settings), request, {
    ...invocation.context,
    claim: () => undefined,
    hide: () => undefined,
    replySize: () => ({ bytes: 0, maxBytes: 4_096 }),
  });
  const session: Session = { ...opened, store };
  return { session, cloudFormation, iam, ssm, served, parameters, store, ...invocation };
}
