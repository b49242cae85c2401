import { clientSettings } from '../src/aws/clients';
import { createFailFastCall } from '../src/aws/fail-fast-call';
import { createSecretsClient, secretReader } from '../src/aws/secret';
import { createValidatorClients } from '../src/aws/validator-clients';
import { publishedPermissionSets as permissionSets } from '../src/datadog/permission-sets';
import { createDatadogAccess } from '../src/datadog-api/access';
import { livePermissionsFrom } from '../src/datadog-api/live-permissions';
import { secretAccess } from '../src/datadog-api/secret-access';
import { createPublish } from '../src/publish/publish-report';
import { publishersFor } from '../src/publish/publishers';
import { listedIn } from '../src/runtime/listed-in';
import { createValidatorHandler } from '../src/validation/handler';

const { env } = process;
const {
  AWS_REGION: region = 'us-east-1',
  DATADOG_ENDPOINT_URL: endpointUrl,
  DATADOG_KEYS_SECRET_ARN: secretArn = '',
  DATADOG_SITE: keysSite = '',
} = env;
const common = clientSettings();
const clients = createValidatorClients(region, common);
const openAccess = createDatadogAccess(() => undefined, endpointUrl);
const readKeys = () => secretReader(createSecretsClient(region, common), secretArn, createFailFastCall);

/** Lambda's entry point for EventBridge Scheduler: `{}` validates every integration, `{"roleName": "..."}` one. */
export const handler = createValidatorHandler({
  settings: {
    clients,
    region,
    permissionSets,
    selfTestPrincipals: listedIn(env['SELF_TEST_PRINCIPALS']),
    excludeBlockedRegions: env['EXCLUDE_BLOCKED_REGIONS'] === 'Apply' ? 'Apply' : 'Off',
    ...(env['LIVE_PERMISSIONS'] === 'true' ? { livePermissions: livePermissionsFrom(openAccess) } : {}),
    ...(keysSite === '' ? {} : { keysSite }),
    ...(secretArn === '' ? {} : { datadog: secretAccess(readKeys(), endpointUrl) }),
  },
  publish: createPublish(publishersFor(env, clients, region)),
});
