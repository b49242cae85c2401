import type { Stack } from '@aws-sdk/client-cloudformation';
import type { Sandbox } from '../sandbox';
import { accountFile, type Deployer, failuresIn } from '../support/account-file';
import { ROLE } from '../support/customer-account';
import { datadogTrust, guideRole } from '../support/guide-role';
import { startKeyedCustomer } from '../support/keyed-customer';
import { ACCOUNT_ID, byHand, type DatadogSide, dataOf } from '../support/registration';

/* The file that customers get, deployed with Datadog's keys in a secret: both sides in one deploy, and Datadog comes. */

const FILE = accountFile();
const LIMIT_MS = 240_000;
/** All that there are in the partition, and that an account has when it has enabled them. */
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

const deploy = (parameters: Readonly<Record<string, string>> = {}, name = 'datadog') =>
  deployer.deploy(name, FILE, { DatadogKeysSecretArn: secretArn, ...parameters });

const registered = () => datadog.organization.accounts.of(ACCOUNT_ID);

async function datadogComes() {
  const [visit] = await sandbox.datadog.crawl();
  return dataOf(visit);
}

const reasonsOf = (stack: Stack) => failuresIn(sandbox, stack).join('\n');

it(
  'registers the account and makes the role in one deploy; Datadog gets data from every region, and Delete takes both away',
  async () => {
    const stack = await deploy({ AccountTags: 'env:prod,team:platform' });
    expect(reasonsOf(stack)).toBe('');
    expect(stack.StackStatus).toBe('CREATE_COMPLETE');
    expect(registered()?.attributes).toMatchObject({
      auth_config: { role_name: ROLE },
      account_tags: ['env:prod', 'team:platform'],
      aws_regions: { include_all: true },
    });
    expect(await datadogComes()).toEqual(ALL_DATA);

    expect((await deployer.delete('datadog')).StackStatus).toBe('DELETE_COMPLETE');
    expect(datadog.organization.accounts.list()).toEqual([]);
    const left = sandbox.account().digest();
    expect(left.roles).toEqual({});
    expect(left.parameters).toEqual({});
  },
  LIMIT_MS,
);

it(
  'brings a changed name, path, tags and regions to both sides, and Datadog keeps coming',
  async () => {
    await deploy();
    const first = registered();
    const updated = await deployer.change('datadog', {
      RoleName: 'DatadogIntegrationRoleNew',
      RolePath: '/monitoring/',
      Regions: 'us-east-1,eu-west-1',
      AccountTags: 'env:prod',
    });
    expect(reasonsOf(updated)).toBe('');
    expect(updated.StackStatus).toBe('UPDATE_COMPLETE');
    const now = registered();
    expect(now?.id).toBe(first?.id);
    expect(now?.attributes).toMatchObject({
      auth_config: {
        role_name: 'monitoring/DatadogIntegrationRoleNew',
        external_id: externalIdOf(first),
      },
      aws_regions: { include_only: ['eu-west-1', 'us-east-1'] },
      account_tags: ['env:prod'],
    });
    expect(await datadogComes()).toEqual({ data: 2, regions: 2, errors: [] });
  },
  LIMIT_MS,
);

it(
  'takes the registration back when the role cannot be made, and back to what it was when an update fails elsewhere',
  async () => {
    sandbox.account().seed({ roles: [guideRole] });
    const refused = await deploy();
    expect(refused.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(reasonsOf(refused)).toContain('DatadogIntegration:');
    expect(datadog.organization.accounts.list()).toEqual([]);
    expect(sandbox.account().digest().roles[ROLE]).toMatchObject({ description: guideRole.description });
    await deployer.delete('datadog');

    await deploy({ RoleName: 'DatadogIntegrationRoleOfOurs', AccountTags: 'env:prod' });
    const before = datadog.organization.accounts.list();
    const failed = await deployer.change('datadog', { RoleName: ROLE, AccountTags: 'env:test' });
    expect(failed.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(reasonsOf(failed)).toContain('DatadogIntegration:');
    expect(registered()?.id).toBe(before[0]?.id);
    expect(registered()?.attributes).toEqual(before[0]?.attributes);
    expect(await datadogComes()).toEqual(ALL_DATA);
  },
  LIMIT_MS,
);

it(
  'registers the account anew when somebody has deleted it in Datadog, and the role gets the new external id',
  async () => {
    await deploy();
    const gone = registered();
    datadog.organization.accounts.delete(gone?.id ?? '');
    const updated = await deployer.change('datadog', { Revision: '2' });
    expect(reasonsOf(updated)).toBe('');
    expect(updated.StackStatus).toBe('UPDATE_COMPLETE');
    expect(registered()?.id).not.toBe(gone?.id);
    expect(externalIdOf(registered())).not.toBe(externalIdOf(gone));
    expect(await datadogComes()).toEqual(ALL_DATA);
    await deployer.delete('datadog');
    expect(datadog.organization.accounts.list()).toEqual([]);
  },
  LIMIT_MS,
);

it(
  'adopts a role and a registration that were made by hand, and hands both back as they were found',
  async () => {
    const externalId = 'a'.repeat(32);
    sandbox.account().seed({
      roles: [{ ...guideRole, trust: datadogTrust(externalId) }],
    });
    datadog.organization.accounts.add({
      ...byHand,
      externalId,
      settings: { account_tags: ['env:by-hand'], metrics_config: { automute_enabled: false } },
    });
    expect(await datadogComes()).toEqual(ALL_DATA);
    const found = { here: sandbox.account().digest(), there: datadog.organization.accounts.list() };

    const stack = await deploy({
      ExistingRole: 'Adopt',
      ExistingRegistration: 'Adopt',
      AccountTags: 'env:prod',
      Regions: 'us-east-1',
      PermissionsBoundary: 'None',
    });
    expect(reasonsOf(stack)).toBe('');
    expect(stack.StackStatus).toBe('CREATE_COMPLETE');
    expect(await datadogComes()).toEqual({ data: 1, regions: 1, errors: [] });
    expect(registered()?.attributes).toMatchObject({
      account_tags: ['env:prod'],
      metrics_config: { automute_enabled: false },
    });

    expect((await deployer.delete('datadog')).StackStatus).toBe('DELETE_COMPLETE');
    const left = sandbox.account().digest();
    expect(left.roles).toEqual(found.here.roles);
    expect(left.parameters).toEqual(found.here.parameters);
    expect(datadog.organization.accounts.list().map(withoutDates)).toEqual(found.there.map(withoutDates));
    expect(await datadogComes()).toEqual(ALL_DATA);
  },
  LIMIT_MS,
);

it(
  'refuses a registration of somebody else’s with its role and how to adopt it, and the rollback leaves it alone',
  async () => {
    datadog.organization.accounts.add({ ...byHand, roleName: 'RoleOfTheTeam' });
    const before = datadog.organization.accounts.list();
    const stack = await deploy();
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(reasonsOf(stack)).toContain('RoleOfTheTeam');
    expect(reasonsOf(stack)).toContain('Set ExistingRegistration to Adopt');
    expect(datadog.organization.accounts.list()).toEqual(before);
    expect(sandbox.account().digest().roles).toEqual({});
    await deployer.delete('datadog');
    expect(datadog.organization.accounts.list()).toEqual(before);
  },
  LIMIT_MS,
);

it(
  'lets one of two stacks register the account, and the other one fail without harm to it',
  async () => {
    const other = { RoleName: 'DatadogIntegrationRole2', PublishProvider: 'false', DeployValidator: 'false' };
    const stacks = await Promise.all([deploy({ DeployValidator: 'false' }), deploy(other, 'other')]);
    expect(stacks.map(({ StackStatus: status }) => status).sort()).toEqual([
      'CREATE_COMPLETE',
      'ROLLBACK_COMPLETE',
    ]);
    expect(datadog.organization.accounts.list()).toHaveLength(1);
    expect(await datadogComes()).toEqual(ALL_DATA);
    const loser = stacks.find(({ StackStatus: status }) => status === 'ROLLBACK_COMPLETE');
    await deployer.delete(loser?.StackName ?? '');
    expect(datadog.organization.accounts.list()).toHaveLength(1);
    expect(await datadogComes()).toEqual(ALL_DATA);
  },
  LIMIT_MS,
);

function externalIdOf(registration: ReturnType<typeof registered>): string | undefined {
  const auth = registration?.attributes.auth_config;
  return auth !== undefined && 'external_id' in auth ? auth.external_id : undefined;
}

function withoutDates({ id, attributes }: NonNullable<ReturnType<typeof registered>>) {
  return { id, attributes };
}
