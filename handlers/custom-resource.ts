import { createProviderClients } from '../src/aws/clients';
import { createHandler } from '../src/custom-resource';
import { publishedPermissionSets } from '../src/datadog/permission-sets';
import { selfTest } from '../src/probe/self-test';
import { createIntegrationProvider } from '../src/provider/integration-provider';
import { NOT_CREATED_ID } from '../src/provider/physical-id';

const DEFAULT_REGION = 'us-east-1';
/** What Datadog's own templates call the role. */
const DATADOGS_ROLE_NAMES = 'DatadogIntegrationRole,DatadogAWSIntegrationRole';

/** Lambda's entry point for `Custom::DatadogIntegrationRole`. */
export const handler = createHandler({
  resourceType: 'Custom::DatadogIntegrationRole',
  notCreatedId: NOT_CREATED_ID,
  // Whoever redirects the calls to an AWS that is played has its CloudFormation on the same machine.
  allowsLoopback: Boolean(process.env['AWS_ENDPOINT_URL']),
  provider: () => {
    const { AWS_REGION: region = DEFAULT_REGION, ROLE_BOUNDARY_ARN: roleBoundaryArn = '' } = process.env;
    const clients = createProviderClients(region);
    return createIntegrationProvider({
      clients,
      permissionSets: publishedPermissionSets,
      selfTest: (target, context) => selfTest(clients.sts, target, context),
      selfTestPrincipals: listIn('SELF_TEST_PRINCIPALS'),
      roleNamePatterns: listIn('ROLE_NAME_PATTERN', '', ' '),
      attachablePolicyArns: listIn('ATTACHABLE_POLICY_ARNS'),
      adoptableRoleNames: listIn('ADOPTABLE_ROLE_NAMES', DATADOGS_ROLE_NAMES),
      furtherDatadogAccountIds: listIn('ALLOWED_DATADOG_ACCOUNT_IDS'),
      roleBoundaryArn: roleBoundaryArn === '' ? null : roleBoundaryArn,
    });
  },
});

/** An environment variable with several entries; names of roles may have commas in them. */
function listIn(name: string, fallback = '', separator = ','): readonly string[] {
  return (process.env[name] ?? fallback).split(separator).filter((entry) => entry !== '');
}
