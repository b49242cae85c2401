import { type AccountVisit, type Sandbox, startSandbox } from '..';
import { API_KEY, datadogClient } from './datadog';
import { ACCOUNT, allow, deny, policy, trusting } from './harness';

const EXTERNAL_ID = '0f9bb8a3d2c14c6e9a7b5d1e3f2a4c6d';
const DATADOG = 'arn:aws:iam::464622532012:root';
const OPT_IN = ['af-south-1', 'me-south-1'];

let now = 1_800_000_000_000;
let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox({ now: () => now });
});
afterEach(() => sandbox.stop());

const requiring = (externalId: string, principal = DATADOG) =>
  trusting(principal, { StringEquals: { 'sts:ExternalId': externalId } });

function seedRole(
  role: { name?: string; path?: string; trust?: string; inline?: Record<string, string> } = {},
) {
  sandbox.account().seed({
    roles: [
      {
        name: 'DatadogIntegrationRole',
        trust: requiring(EXTERNAL_ID),
        inline: { datadog: allow('cloudwatch:List*') },
        ...role,
      },
    ],
  });
}

function register(roleName = 'DatadogIntegrationRole', settings = {}) {
  const { accounts } = sandbox.datadog.organization(API_KEY);
  return accounts.add({ accountId: ACCOUNT, roleName, externalId: EXTERNAL_ID, settings });
}

async function visit(): Promise<AccountVisit> {
  const [only, ...others] = await sandbox.datadog.crawl();
  if (only === undefined || others.length > 0) throw new Error('exactly one account is registered');
  return only;
}

/** The regions that Datadog got nothing from, and what it was told there. */
function lost({ regions }: AccountVisit) {
  return regions.flatMap((found) => (found.data ? [] : [found]));
}

async function errors(): Promise<readonly string[]> {
  const { body } = await datadogClient(sandbox)('GET', `/api/v1/integration/aws?account_id=${ACCOUNT}`);
  return body.accounts[0].errors;
}

describe('Datadog comes', () => {
  it('into all 34 regions of an account, and has nothing to say', async () => {
    seedRole();
    register();
    const found = await visit();

    expect(found).toMatchObject({
      accountId: ACCOUNT,
      site: 'datadoghq.com',
      roleName: 'DatadogIntegrationRole',
    });
    expect(found.regions).toHaveLength(34);
    expect(found.regions.every(({ data }) => data)).toBe(true);
    expect(await errors()).toEqual([]);
  });

  it('into the regions that are registered, or those that the account has enabled', async () => {
    seedRole();
    const { id } = register('DatadogIntegrationRole', { aws_regions: { include_only: ['eu-west-1'] } });
    const named = await visit();
    sandbox.configure({ accounts: { [ACCOUNT]: { regionsOff: OPT_IN } } });
    const { accounts } = sandbox.datadog.organization(API_KEY);
    accounts.edit(id, { settings: { aws_regions: { include_all: true } } });
    const enabled = await visit();

    expect(named.regions).toEqual([{ region: 'eu-west-1', data: true }]);
    expect(enabled.regions).toHaveLength(32);
    expect(lost(enabled)).toEqual([]);
  });

  it.each([
    ['under its path', 'team/DatadogIntegrationRole'],
    ['under its path with a slash before it', '/team/DatadogIntegrationRole'],
  ])('to a role that is registered %s', async (_how, roleName) => {
    seedRole({ path: '/team/' });
    register(roleName);

    expect(lost(await visit())).toEqual([]);
  });

  it.each([
    ['ap1.datadoghq.com', 'aws', '417141415827'],
    ['ddog-gov.com', 'aws-us-gov', '065115117704'],
  ])('of %s into %s from %s', async (site, partition, from) => {
    const accountId = '111122223333';
    sandbox.configure({ accounts: { [accountId]: { partition } } });
    sandbox.account(accountId).seed({
      roles: [
        {
          name: 'R',
          trust: requiring(EXTERNAL_ID, `arn:${partition}:iam::${from}:root`),
          inline: { datadog: allow('cloudwatch:ListMetrics') },
        },
      ],
    });
    const { accounts } = sandbox.datadog.organization(API_KEY, { site });
    accounts.add({ accountId, partition, roleName: 'R', externalId: EXTERNAL_ID });
    const found = await visit();

    expect(found.regions.length).toBeGreaterThan(1);
    expect(lost(found)).toEqual([]);
  });

  it('not with access keys, and not where it has no account to come from', async () => {
    await datadogClient(sandbox)('POST', '/api/v2/integration/aws/accounts', {
      data: {
        type: 'account',
        attributes: {
          aws_account_id: '111122223333',
          aws_partition: 'aws',
          auth_config: { access_key_id: 'AKIA' },
        },
      },
    });
    sandbox.configure({ accounts: { '444455556666': { partition: 'aws-cn' } } });
    const { accounts } = sandbox.datadog.organization(API_KEY);
    accounts.add({ accountId: '444455556666', partition: 'aws-cn', roleName: 'R' });
    const found = await visit();

    expect(found.accountId).toBe('444455556666');
    expect(lost(found)).toHaveLength(found.regions.length);
    expect(lost(found)[0]?.error).toContain('no AWS account');
  });
});

describe('Datadog loses every region', () => {
  it.each<[string, () => void]>([
    ['when its external id is not the role’s', () => seedRole({ trust: requiring('another-external-id') })],
    ['when there is no such role', () => undefined],
    ['when the role lies under a path that is not registered', () => seedRole({ path: '/team/' })],
    [
      'when the role trusts another account',
      () => seedRole({ trust: requiring(EXTERNAL_ID, 'arn:aws:iam::417141415827:root') }),
    ],
  ])('%s', async (_when, arrange) => {
    arrange();
    register();
    const found = await visit();

    expect(lost(found)).toHaveLength(34);
    expect(lost(found)[0]).toEqual({
      region: 'af-south-1',
      data: false,
      action: 'sts:AssumeRole',
      error:
        'AccessDenied: User: arn:aws:iam::464622532012:user/administrator is not authorized to perform: sts:AssumeRole ' +
        `on resource: arn:aws:iam::${ACCOUNT}:role/DatadogIntegrationRole`,
    });
    now += 14 * 60_000;
    expect(await errors()).toEqual([
      'Datadog is not authorized to perform action sts:AssumeRole \n' +
        `Account affected: ${ACCOUNT}\nRegions affected: every region \nError was last seen 14m ago`,
    ]);
  });

  it('when the role lets nobody list metrics', async () => {
    seedRole({ inline: { datadog: allow('ec2:Describe*') } });
    register();

    expect(lost(await visit())).toHaveLength(34);
    expect(await errors()).toEqual([
      'Datadog is not authorized to perform action cloudwatch:ListMetrics \n' +
        `Account affected: ${ACCOUNT}\nRegions affected: every region \nError was last seen 0m ago`,
    ]);
  });

  it('when somebody changes the external id in Datadog, until the role has it', async () => {
    seedRole();
    const { id } = register();
    const { accounts } = sandbox.datadog.organization(API_KEY);
    const externalId = accounts.regenerateExternalId(id);
    const before = await visit();
    sandbox.account().restore({ ...sandbox.account().snapshot(), roles: {} });
    seedRole({ trust: requiring(externalId) });

    expect(lost(before)).toHaveLength(34);
    expect(lost(await visit())).toEqual([]);
    expect(await errors()).toEqual([]);
  });

  it('when somebody changes the role’s name in Datadog', async () => {
    seedRole();
    const { id } = register();
    sandbox.datadog.organization(API_KEY).accounts.edit(id, { roleName: 'Typo' });

    expect(lost(await visit())).toHaveLength(34);
  });
});

describe('Datadog loses one region', () => {
  const inRegion = { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } };
  const denying = (action: string) => ({
    Effect: 'Deny',
    Action: action,
    Resource: '*',
    Condition: inRegion,
  });

  it.each([
    ['a service control policy', { scps: [policy(denying('*'))] }, 'cloudwatch:ListMetrics'],
    [
      'a resource control policy',
      { rcps: [policy({ ...denying('sts:AssumeRole'), Principal: '*' })] },
      'sts:AssumeRole',
    ],
    ['a deactivated STS', { stsDeactivated: ['eu-west-1'] }, 'sts:AssumeRole'],
  ])('to %s', async (_what, settings, action) => {
    seedRole();
    register();
    sandbox.configure({ accounts: { [ACCOUNT]: settings } });
    const found = await visit();

    expect(lost(found)).toMatchObject([{ region: 'eu-west-1', action }]);
    expect(await errors()).toEqual([expect.stringContaining('Regions affected: eu-west-1 \n')]);
  });

  it('that is registered and that the account has off', async () => {
    seedRole();
    register('DatadogIntegrationRole', { aws_regions: { include_only: ['af-south-1', 'eu-west-1'] } });
    sandbox.configure({ accounts: { [ACCOUNT]: { regionsOff: ['af-south-1'] } } });

    expect(lost(await visit())).toMatchObject([{ region: 'af-south-1', action: 'sts:AssumeRole' }]);
  });
});

it('says of each call that was refused where that was', async () => {
  seedRole({ inline: { datadog: allow('cloudwatch:*'), no: deny('cloudwatch:ListMetrics') } });
  register('DatadogIntegrationRole', {
    aws_regions: { include_only: ['eu-west-1', 'us-east-1', 'us-east-2'] },
  });
  sandbox.configure({ accounts: { [ACCOUNT]: { stsDeactivated: ['eu-west-1'] } } });
  await visit();

  expect(await errors()).toEqual([
    expect.stringContaining(
      'sts:AssumeRole \nAccount affected: 123456789012\nRegions affected: eu-west-1 \n',
    ),
    expect.stringMatching(/cloudwatch:ListMetrics .*\n.*\nRegions affected: us-east-1, us-east-2 \n/),
  ]);
});

it('its visits are in no journal', async () => {
  seedRole();
  register();
  await visit();

  expect(sandbox.journal.calls()).toEqual([]);
});

describe('a person in Datadog’s pages', () => {
  it('enters an account, changes it and takes it out, which the API shows', async () => {
    const { accounts } = sandbox.datadog.organization(API_KEY);
    const { id } = register();
    accounts.edit(id, { roleName: 'Renamed', settings: { account_tags: ['a:b'] } });
    const { body } = await datadogClient(sandbox)('GET', `/api/v2/integration/aws/accounts/${id}`);
    accounts.delete(id);

    expect(body.data.attributes).toMatchObject({
      account_tags: ['a:b'],
      auth_config: { role_name: 'Renamed', external_id: EXTERNAL_ID },
    });
    expect(accounts.of(ACCOUNT)).toBeUndefined();
    expect(() => accounts.delete(id)).toThrow(`no registration ${id}`);
  });

  it('cannot enter one twice', () => {
    register();

    expect(() => register()).toThrow('is registered already');
  });

  it('leaves what a test can compare and put back', () => {
    const { accounts } = sandbox.datadog.organization(API_KEY);
    const { id } = register();
    const [before, digest] = [accounts.list(), accounts.digest()];
    accounts.regenerateExternalId(id);
    const regenerated = accounts.digest();
    accounts.edit(id, { roleName: 'Renamed' });
    const renamed = accounts.digest();
    accounts.restore(before);

    expect(regenerated).toEqual(digest);
    expect(renamed).not.toEqual(digest);
    expect(JSON.stringify(digest)).not.toMatch(new RegExp(`${id}|${EXTERNAL_ID}`));
    expect(accounts.list()).toEqual(before);
  });
});
