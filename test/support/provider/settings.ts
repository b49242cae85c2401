import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { IAMClient } from '@aws-sdk/client-iam';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { publishedPermissionSets } from '../../../src/datadog/permission-sets';
import type { ProviderSettings } from '../../../src/provider/settings';
import { PROVIDER_ROLE } from '../iam/specs';

/** What a provider is installed with, if nothing else is said: no boundary, no rules of names, a self-test that passes. */
export function settingsWith(others: Partial<ProviderSettings> = {}): ProviderSettings {
  return {
    clients: {
      cloudFormation: new CloudFormationClient({}),
      iam: new IAMClient({}),
      ssm: new SSMClient({}),
      sts: new STSClient({}),
    },
    permissionSets: publishedPermissionSets,
    selfTest: async () => ({ kind: 'passed' }),
    selfTestPrincipals: [PROVIDER_ROLE],
    roleNamePatterns: [],
    attachablePolicyArns: [],
    adoptableRoleNames: ['DatadogIntegrationRole'],
    roleBoundaryArn: null,
    furtherDatadogAccountIds: [],
    ...others,
  };
}
