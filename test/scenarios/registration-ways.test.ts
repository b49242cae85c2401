import type { Stack } from '@aws-sdk/client-cloudformation';
import type { Sandbox } from '../sandbox';
import { accountFile, type Deployer, eventsIn } from '../support/account-file';
import { ROLE } from '../support/customer-account';
import { guideRole } from '../support/guide-role';
import { startKeyedCustomer } from '../support/keyed-customer';
import { ACCOUNT_ID, byHand, type DatadogSide, dataOf, newOrganization } from '../support/registration';

/* The ways of docs/datadog.md between a registration of the stack and one that people keep by hand, and to other keys. */

const FILE = accountFile();
const LIMIT_MS = 240_000;
const REGIONS = 34;
const ALL_DATA = { data: REGIONS, regions: REGIONS, errors: [] };

let sandbox: Sandbox;
let deployer: Deployer;
let datadog: DatadogSide;
let secretArn: string;

beforeEach(async () => {
  ({ sandbox, deployer, datadog, secretArn } = await startKeyedCustomer());
});

afterEach(() => sandbox.stop());

const deploy = (parameters: Readonly<Record<string, string>> = {}) =>
  deployer.deploy('datadog', FILE, { DeployValidator: 'false', ...parameters });
const withKeys = () => ({ DatadogKeysSecretArn: secretArn });
const change = async (parameters: Readonly<Record<string, string>>) =>
  (await deployer.change('datadog', parameters)).StackStatus;

const registered = (side = datadog) => side.organization.accounts.of(ACCOUNT_ID);
const externalId = (side = datadog) => {
  const auth = registered(side)?.attributes.auth_config;
  return auth !== undefined && 'external_id' in auth ? (auth.external_id ?? '') : '';
};
const visits = async () => (await sandbox.datadog.crawl()).map(dataOf);
const recordNames = () =>
  Object.keys(sandbox.account().digest().parameters['us-east-1'] ?? {}).filter((name) =>
    name.startsWith('/datadog-integration-registration/'),
  );

const failedDeletions = (stack: Stack) =>
  eventsIn(sandbox, stack).filter(({ status }) => status === 'DELETE_FAILED');

it(
  'from an entry by hand to one of the stack: adopted with its external id, so that Datadog comes all the time',
  async () => {
    const id = 'a'.repeat(32);
    datadog.organization.accounts.add({ ...byHand, externalId: id });
    await deploy({ ExternalId: id });
    expect(await visits()).toEqual([ALL_DATA]);

    expect(await change({ ...withKeys(), ExistingRegistration: 'Adopt' })).toBe('UPDATE_COMPLETE');
    expect(externalId()).toBe(id);
    expect(await visits()).toEqual([ALL_DATA]);
    expect(recordNames()).toHaveLength(1);

    expect(await change({ DatadogKeysSecretArn: '', ExternalId: id })).toBe('UPDATE_COMPLETE');
    expect(await visits()).toEqual([ALL_DATA]);
  },
  LIMIT_MS,
);

it(
  'back to an entry by hand: without keys in one update the entry stays with its external id, and its record',
  async () => {
    const stack = await deploy(withKeys());
    const entry = registered()?.attributes;

    expect(await change({ DatadogKeysSecretArn: '', ExternalId: externalId() })).toBe('UPDATE_COMPLETE');
    expect(registered()?.attributes).toEqual(entry);
    expect(await visits()).toEqual([ALL_DATA]);
    const [failed] = failedDeletions(stack);
    expect(failed?.logicalId).toBe('DatadogAccount');
    expect(failed?.reason).toContain('This provider has no keys to Datadog');
    expect(recordNames()).toHaveLength(1);

    await deployer.delete('datadog');
    expect(registered()?.attributes).toEqual(entry);
  },
  LIMIT_MS,
);

it(
  'and so that nothing of it stays: the integration goes first, with the keys, and comes back without',
  async () => {
    const stack = await deploy(withKeys());
    expect(await change({ DeployIntegration: 'false' })).toBe('UPDATE_COMPLETE');
    expect(registered()).toBeUndefined();
    expect(recordNames()).toEqual([]);

    const id = 'b'.repeat(32);
    datadog.organization.accounts.add({ ...byHand, externalId: id });
    expect(await change({ DatadogKeysSecretArn: '', ExternalId: id, DeployIntegration: 'true' })).toBe(
      'UPDATE_COMPLETE',
    );
    expect(await visits()).toEqual([ALL_DATA]);
    expect(failedDeletions(stack)).toEqual([]);
  },
  LIMIT_MS,
);

it(
  'to another organization: with its keys in the secret an update registers the account there, and the old entry stays behind',
  async () => {
    await deploy(withKeys());
    const other = newOrganization(sandbox);
    sandbox.account().secrets.put('datadog-keys', other.keys);

    expect(await change({ Revision: '2' })).toBe('UPDATE_COMPLETE');
    expect(registered(other)).toBeDefined();
    expect(registered()).toBeDefined();
    const left = await visits();
    expect(left).toContainEqual(ALL_DATA);
    expect(left.filter(({ data }) => data === 0)).toHaveLength(1);

    await deployer.delete('datadog');
    expect(registered(other)).toBeUndefined();
    expect(registered()).toBeDefined();
  },
  LIMIT_MS,
);

it(
  'to another site: the integration goes, the keys are exchanged, and it comes back there',
  async () => {
    await deploy(withKeys());
    expect(await change({ DatadogSite: 'datadoghq.eu' })).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await change({ DeployIntegration: 'false' })).toBe('UPDATE_COMPLETE');
    expect(registered()).toBeUndefined();

    const there = newOrganization(sandbox, 'datadoghq.eu');
    sandbox.account().secrets.put('datadog-keys', there.keys);
    expect(await change({ DatadogSite: 'datadoghq.eu', DeployIntegration: 'true' })).toBe('UPDATE_COMPLETE');
    expect(registered(there)).toBeDefined();
    expect(await visits()).toEqual([ALL_DATA]);
  },
  LIMIT_MS,
);

it(
  'an update that brings the keys and fails elsewhere: its way back has no keys, and the next one takes over what it has left',
  async () => {
    sandbox.account().seed({ roles: [guideRole] });
    const id = 'a'.repeat(32);
    const own = { RoleName: 'DatadogIntegrationRoleOfOurs' };
    const stack = await deploy({ ...own, ExternalId: id });
    expect(await change({ ...withKeys(), RoleName: ROLE })).toBe('UPDATE_ROLLBACK_COMPLETE');
    const left = registered();
    const [, failed] = failedDeletions(stack);
    expect(failed?.reason).toContain(`the registration ${left?.id} at datadoghq.com stays`);

    expect(await change({ ...withKeys(), ...own })).toBe('UPDATE_COMPLETE');
    expect(registered()?.id).toBe(left?.id);
    expect(await visits()).toEqual([ALL_DATA]);

    await deployer.delete('datadog');
    expect(registered()).toBeUndefined();
    expect(recordNames()).toEqual([]);
  },
  LIMIT_MS,
);
