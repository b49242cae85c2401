import { IAMClient } from '@aws-sdk/client-iam';
import { SSMClient } from '@aws-sdk/client-ssm';
import { startSandbox } from '../../test/sandbox';
import { startCloudFormation } from '../../test/sandbox/cloudformation/cloudformation';
import type { TemplateValue } from '../../test/sandbox/cloudformation/request';
import { createLambda } from '../../test/sandbox/lambda/lambda';
import { EXTERNAL_ID, LOGICAL_ID, RESOURCE_TYPE } from '../../test/support/customer-account';
import { REGION } from '../../test/support/declared-integration';
import { BUNDLE_PATH } from '../../test/support/installed-provider';
import type { Tally } from '../counted-checks/tally';
import { readAccount } from './read-account';

const TIMEOUT_MS = 120_000;
const SECURITY_AUDIT = 'arn:aws:iam::aws:policy/SecurityAudit';
const CREDENTIALS = { accessKeyId: 'moto', secretAccessKey: 'moto' };

/** Takes an integration from its creation to its end, and looks at moto after each operation. */
export async function checkBundleOnMoto(endpoint: string, tally: Tally): Promise<void> {
  const client = { endpoint, region: REGION, credentials: CREDENTIALS };
  // Moto knows nothing of the driver's stacks: that they are being worked on the provider hears from the sandbox.
  const sandbox = await startSandbox();
  const account = readAccount(new IAMClient(client), new SSMClient(client));
  const provider = createLambda({
    name: 'provider',
    bundlePath: BUNDLE_PATH,
    timeoutMs: TIMEOUT_MS,
    region: REGION,
    environment: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ENDPOINT_URL_CLOUDFORMATION: sandbox.endpoint,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    },
  });
  const cloudFormation = await startCloudFormation({
    region: REGION,
    publisher: sandbox.account().stacks,
  });
  const stack = cloudFormation.stack({ name: 'moto' });
  const deploy = (properties: Readonly<Record<string, TemplateValue>>, force = false) =>
    stack.deploy({
      resources: {
        [LOGICAL_ID]: {
          type: RESOURCE_TYPE,
          serviceToken: provider,
          properties: { ExternalId: EXTERNAL_ID, ...properties },
        },
      },
      ...(force ? { force } : {}),
    });
  const reasons = () =>
    stack.events
      .map(({ reason }) => reason ?? '')
      .join(' ')
      .trim();
  try {
    const full = { Permissions: 'Full', ResourceCollection: 'true' };
    const created = await deploy(full);
    tally.check('Create: CREATE_COMPLETE', created === 'CREATE_COMPLETE', `${created} ${reasons()}`);
    if (created !== 'CREATE_COMPLETE') return;
    const trust = await account.trustPolicy();
    tally.check(
      'Create: the trust policy names the external id',
      trust?.includes(EXTERNAL_ID) ?? false,
      trust,
    );
    const attached = await account.attached();
    tally.check(
      'Create: the permissions and SecurityAudit are attached',
      attached.length > 1 && attached.includes(SECURITY_AUDIT),
      attached.join(', '),
    );
    const selfTest = String(stack.attribute(LOGICAL_ID, 'SelfTestResult'));
    tally.check(
      'Create: the self-test sees that moto does not enforce external ids',
      selfTest.includes('external_id_not_enforced'),
      selfTest,
    );
    tally.check('Create: the record is there', (await account.parameters()).length === 1);

    // From here on without it: moto will never enforce what the self-test would wait for.
    const quiet = { ...full, SelfTest: 'Off' };
    const switchedOff = await deploy(quiet);
    tally.check('Update to SelfTest Off: UPDATE_COMPLETE', switchedOff === 'UPDATE_COMPLETE', reasons());
    const guideTrust = await account.trustPolicy();
    tally.check(
      'Update to SelfTest Off: the trust policy is the guide’s alone',
      guideTrust !== undefined && !guideTrust.includes('SelfTest'),
      guideTrust,
    );

    const unchanged = await deploy(quiet, true);
    tally.check('Update of nothing: UPDATE_COMPLETE', unchanged === 'UPDATE_COMPLETE', reasons());
    tally.check(
      'Update of nothing: the attachments are the same',
      (await account.attached()).join() === attached.join(),
    );

    const updated = await deploy({
      Permissions: 'Core',
      SelfTest: 'Off',
      Tags: [{ Key: 'team', Value: 'platform' }],
    });
    tally.check('Update Full to Core: UPDATE_COMPLETE', updated === 'UPDATE_COMPLETE', reasons());
    const left = await account.attached();
    tally.check('Update Full to Core: nothing is attached any more', left.length === 0, left.join(', '));

    const deleted = await stack.delete();
    tally.check('Delete: DELETE_COMPLETE', deleted === 'DELETE_COMPLETE', reasons());
    tally.check('Delete: the role is gone', (await account.trustPolicy()) === undefined);
    const policies = await account.ownPolicies();
    tally.check('Delete: no policy is left', policies.length === 0, policies.join(', '));
    tally.check('Delete: no parameter is left', (await account.parameters()).length === 0);
  } finally {
    await provider.close();
    await cloudFormation.close();
    await sandbox.stop();
  }
}
