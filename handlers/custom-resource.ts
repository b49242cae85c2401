import { createAwsClients } from '../src/aws/clients';
import { createHandler } from '../src/custom-resource';
import { publishedPermissionSets } from '../src/datadog/permission-sets';
import { selfTest } from '../src/probe/self-test';
import { createIntegrationProvider } from '../src/provider/integration-provider';
import { NOT_CREATED_ID } from '../src/provider/physical-id';

const DEFAULT_REGION = 'us-east-1';

/** Lambda's entry point for `Custom::DatadogIntegrationRole`. */
export const handler = createHandler({
  resourceType: 'Custom::DatadogIntegrationRole',
  notCreatedId: NOT_CREATED_ID,
  provider: () => {
    const { AWS_REGION: region = DEFAULT_REGION, SELF_TEST_PRINCIPALS: principals = '' } = process.env;
    const clients = createAwsClients(region);
    return createIntegrationProvider({
      clients,
      permissionSets: publishedPermissionSets,
      selfTest: (target, context) => selfTest(clients.sts, target, context),
      selfTestPrincipals: principals.split(',').filter((arn) => arn !== ''),
    });
  },
});
