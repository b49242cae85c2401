import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import {
  GetAccountSummaryCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListInstanceProfilesForRoleCommand,
  ListPoliciesCommand,
  ListRolePoliciesCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import { SNSClient } from '@aws-sdk/client-sns';
import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import type { ValidatorClients } from '../../../src/aws/validator-clients';
import type { ObservedIdentity } from '../../../src/iam/role/observed';
import type { IntegrationRecord } from '../../../src/state/integration';
import { ACCOUNT, EXTERNAL_ID, HOUR_MS, NOW, observedAsDesired, recordOf } from './situations';

/** An error as the SDK throws it. */
export function awsError(name: string, message: string, httpStatusCode = 403): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
}

export const DENIED = awsError(
  'AccessDenied',
  'User: arn:aws:sts::123456789012:assumed-role/x/y is not authorized to perform: sts:AssumeRole',
);

/**
 * Every AWS service that the validator calls, answering as for a healthy integration (or for `role`) until a test says
 * otherwise.
 */
export function healthyAws(
  record: IntegrationRecord = recordOf(),
  role: ObservedIdentity = observedAsDesired(record).role,
) {
  const iam = mockClient(IAMClient);
  const sts = mockClient(STSClient);
  const ssm = mockClient(SSMClient);
  const account = mockClient(AccountClient);
  const cloudWatch = mockClient(CloudWatchClient);
  const eventBridge = mockClient(EventBridgeClient);
  const sns = mockClient(SNSClient);
  const cloudFormation = mockClient(CloudFormationClient);

  cloudFormation.on(DescribeStackResourcesCommand).resolves({});
  account.on(ListRegionsCommand).resolves({
    Regions: [
      { RegionName: 'us-east-1', RegionOptStatus: 'ENABLED_BY_DEFAULT' },
      { RegionName: 'eu-west-1', RegionOptStatus: 'ENABLED' },
      { RegionName: 'af-south-1', RegionOptStatus: 'DISABLED' },
    ],
  });
  ssm.on(GetParametersByPathCommand).resolves({
    Parameters: [{ Name: `/datadog-integration-role/${role.name}`, Value: JSON.stringify(record) }],
  });
  sts
    .on(GetCallerIdentityCommand)
    .resolves({ Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/datadog-ValidatorRole/validator` });
  sts.on(AssumeRoleCommand).rejects(DENIED);
  sts.on(AssumeRoleCommand, { ExternalId: EXTERNAL_ID }).resolves({
    Credentials: {
      AccessKeyId: 'ASIA',
      SecretAccessKey: 'secret',
      SessionToken: 'token',
      Expiration: new Date(NOW + HOUR_MS),
    },
  });
  cloudWatch.on(ListMetricsCommand).resolves({});
  iam.on(GetRoleCommand).resolves({
    Role: {
      Arn: role.arn,
      RoleName: role.name,
      Path: role.path,
      RoleId: role.roleId,
      CreateDate: new Date(NOW - 100 * HOUR_MS),
      AssumeRolePolicyDocument: encodeURIComponent(role.trustPolicy),
      MaxSessionDuration: role.maxSessionDurationSeconds,
      Tags: Object.entries(role.tags).map(([Key, Value]) => ({ Key, Value })),
      RoleLastUsed: { LastUsedDate: new Date(NOW - HOUR_MS), Region: 'eu-west-1' },
    },
  });
  iam.on(ListAttachedRolePoliciesCommand).resolves({ AttachedPolicies: [] });
  iam.on(ListInstanceProfilesForRoleCommand).resolves({ InstanceProfiles: [] });
  iam.on(ListRolePoliciesCommand).resolves({ PolicyNames: ['DatadogIntegrationPolicy'] });
  iam.on(GetRolePolicyCommand).resolves({
    PolicyDocument: encodeURIComponent(role.inlinePolicies['DatadogIntegrationPolicy'] ?? ''),
  });
  iam.on(ListPoliciesCommand).resolves({ Policies: [] });
  iam.on(GetAccountSummaryCommand).resolves({ SummaryMap: {} });
  iam.on(SimulatePrincipalPolicyCommand).callsFake(({ ActionNames = [] }: { ActionNames?: string[] }) => ({
    EvaluationResults: ActionNames.map((EvalActionName) => ({ EvalActionName, EvalDecision: 'allowed' })),
  }));

  const regions = new Map<unknown, string>();
  const inRegion = <Client>(client: Client, region: string): Client => {
    regions.set(client, region);
    return client;
  };
  const settings = { region: 'us-east-1', credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' } };
  const clients: ValidatorClients = {
    iam: new IAMClient(settings),
    sts: inRegion(new STSClient(settings), 'us-east-1'),
    ssm: new SSMClient(settings),
    account: new AccountClient(settings),
    eventBridge: new EventBridgeClient(settings),
    sns: new SNSClient(settings),
    cloudFormation: new CloudFormationClient(settings),
    regional: {
      sts: (region) => inRegion(new STSClient({ ...settings, region }), region),
      cloudWatch: (region) => inRegion(new CloudWatchClient({ ...settings, region }), region),
    },
  };
  /** The region of the client that made a call, by the call's `this`. */
  const regionOf = (call: { readonly thisValue: unknown }) => regions.get(call.thisValue);
  return { iam, sts, ssm, account, cloudWatch, eventBridge, sns, cloudFormation, clients, regionOf };
}
