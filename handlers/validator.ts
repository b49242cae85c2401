import { createValidatorClients } from '../src/aws/validator-clients';
import { publishedPermissionSets } from '../src/datadog/permission-sets';
import { createFailFastCall } from '../src/aws/fail-fast-call';
import { createSecretsClient, secretReader } from '../src/aws/secret';
import { secretAccess } from '../src/datadog-api/secret-access';
import { createPublish } from '../src/publish/publish-report';
import { publishersFor } from '../src/publish/publishers';
import { createValidatorHandler } from '../src/validation/handler';

const { AWS_REGION: region = 'us-east-1', SELF_TEST_PRINCIPALS: principals = '' } = process.env;

const clients = createValidatorClients(region);

/** Lambda's entry point for EventBridge Scheduler: `{}` validates every integration, `{"roleName": "..."}` one. */
export const handler = createValidatorHandler({
  settings: {
    clients,
    region,
    permissionSets: publishedPermissionSets,
    selfTestPrincipals: principals.split(',').filter((arn) => arn !== ''),
  },
  publish: createPublish(publishersFor(process.env, clients, region)),
});
