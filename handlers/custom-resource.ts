import { createCall } from '../src/aws/calls';
import { clientSettings, createProviderClients } from '../src/aws/clients';
import { createSecretsClient, secretReader } from '../src/aws/secret';
import { createHandler } from '../src/custom-resource';
import { publishedPermissionSets as permissionSets } from '../src/datadog/permission-sets';
import { DATADOGS_ROLE_NAMES } from '../src/datadog/role-names';
import { secretAccess } from '../src/datadog-api/secret-access';
import { selfTest } from '../src/probe/self-test';
import { integrationResource } from '../src/provider/integration-provider';
import { registrationResource } from '../src/provider/registration/registration-provider';
import { listedIn } from '../src/runtime/listed-in';

const { env } = process;
const { AWS_REGION: region = 'us-east-1', DATADOG_KEYS_SECRET_ARN: secretArn = '' } = env;
const common = clientSettings();
const clients = () => createProviderClients(region, common);
const readKeys = () => secretReader(createSecretsClient(region, common), secretArn, createCall);

/** Lambda's entry point for `Custom::DatadogIntegrationRole` and `Custom::DatadogIntegrationAccount`. */
export const handler = createHandler({
  resources: [
    integrationResource(clients, {
      permissionSets,
      selfTest,
      selfTestPrincipals: listedIn(env['SELF_TEST_PRINCIPALS']),
      // Names of roles may have commas in them.
      roleNamePatterns: listedIn(env['ROLE_NAME_PATTERN'], ' '),
      attachablePolicyArns: listedIn(env['ATTACHABLE_POLICY_ARNS']),
      adoptableRoleNames: listedIn(env['ADOPTABLE_ROLE_NAMES'] ?? DATADOGS_ROLE_NAMES),
      furtherDatadogAccountIds: listedIn(env['ALLOWED_DATADOG_ACCOUNT_IDS']),
      roleBoundaryArn: env['ROLE_BOUNDARY_ARN'] || null,
    }),
    registrationResource(clients, () =>
      secretArn === '' ? undefined : secretAccess(readKeys(), env['DATADOG_ENDPOINT_URL']),
    ),
  ],
  // Whoever redirects the calls to an AWS that is played has its CloudFormation on the same machine.
  allowsLoopback: Boolean(env['AWS_ENDPOINT_URL']),
});
