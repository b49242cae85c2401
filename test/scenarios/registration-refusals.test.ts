import type { AwsPermission } from '../sandbox';
import { KEYS_SECRET, type Stack } from '../support/customer-account';
import {
  ACCOUNT_ID,
  byHand,
  type DatadogSide,
  datadogWrites,
  failuresOf,
  NOT_REGISTERED_ID,
  newKeys,
  newOrganization,
  openRegisteringCustomer,
  REGISTRATION,
  type RegisteringCustomer,
  registrationRecords,
} from '../support/registration';

/* What can be known before the first write is said before it: one FAILED, nothing touched on either side, and the way out. */

type Properties = Readonly<Record<string, unknown>>;

let account: RegisteringCustomer;
let datadog: DatadogSide;
let stack: Stack;

beforeAll(async () => {
  account = await openRegisteringCustomer({ retryDelaysMs: [] });
});
beforeEach(() => {
  datadog = account.renew();
  stack = account.customer.stack();
});
afterAll(() => account.close());

/** What the stack's events say of a Create that is refused before anything is written, anywhere. */
async function refusal(properties: Properties = {}): Promise<string> {
  const before = datadog.organization.accounts.list();
  expect(await account.register(stack, properties)).toBe('ROLLBACK_COMPLETE');
  expect(datadogWrites(account.customer)).toEqual([]);
  expect(account.customer.writes()).toEqual([]);
  expect(datadog.organization.accounts.list()).toEqual(before);
  expect(stack.requests.map(({ RequestType }) => RequestType)).toEqual(['Create', 'Delete']);
  expect(stack.requests.at(-1)?.PhysicalResourceId).toBe(NOT_REGISTERED_ID);
  const [reason = '', ...more] = failuresOf(stack);
  expect(more).toEqual([]);
  for (const key of Object.values(datadog.keys)) expect(reason).not.toContain(key);
  return reason;
}

const may = (...permissions: readonly AwsPermission[]) =>
  datadog.organization.permit(datadog.keys.DD_APP_KEY, permissions);

describe('keys', () => {
  it('that were revoked, or are of another site', async () => {
    datadog.organization.revoke(datadog.keys.DD_API_KEY);
    expect(await refusal()).toMatch(/does not take the API key, .*revoked.*Set DatadogSite .*DD_API_KEY/);
  });

  it('that are another site’s', async () => {
    expect(await refusal({ DatadogSite: 'datadoghq.eu' })).toMatch(
      /datadoghq\.eu does not take the API key.*of another site.*Set DatadogSite/,
    );
  });

  it('of which the application key was revoked', async () => {
    datadog.organization.revoke(datadog.keys.DD_APP_KEY);
    expect(await refusal()).toMatch(/takes the API key and refuses the application key.*revoked.*DD_APP_KEY/);
  });

  it('of which the application key is another organization’s', async () => {
    const other = newOrganization(account.customer.sandbox);
    other.organization.permit(other.keys.DD_APP_KEY, []);
    account.putSecret({ ...datadog.keys, DD_APP_KEY: other.keys.DD_APP_KEY });
    expect(await refusal()).toContain('of another organization');
  });

  it('that may not read', async () => {
    may('aws_configurations_manage', 'aws_configuration_edit');
    expect(await refusal()).toMatch(
      /lacks the permission aws_configuration_read.*Organization Settings, Roles/,
    );
  });

  it('that may not manage: nothing is registered, and no record stays', async () => {
    may('aws_configuration_read', 'aws_configuration_edit');
    expect(await account.register(stack)).toBe('ROLLBACK_COMPLETE');
    expect(failuresOf(stack).join()).toContain('lacks the permission aws_configurations_manage');
    expect(datadog.organization.accounts.list()).toEqual([]);
    expect(registrationRecords(account.customer)).toEqual([]);
  });

  it('that may not edit: an update fails, is taken back, and can be repeated when they may', async () => {
    await account.register(stack, { AccountTags: ['one'] });
    const before = datadog.organization.accounts.digest();
    may('aws_configuration_read', 'aws_configurations_manage');
    expect(await account.register(stack, { AccountTags: ['two'] })).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(failuresOf(stack).join()).toContain('lacks the permission aws_configuration_edit');
    expect(datadog.organization.accounts.digest()).toEqual(before);
    may('aws_configuration_read', 'aws_configurations_manage', 'aws_configuration_edit');
    expect(await account.register(stack, { AccountTags: ['two'] })).toBe('UPDATE_COMPLETE');
  });

  it('that may not manage any more: Delete fails and says so, and succeeds when they may', async () => {
    await account.register(stack);
    may('aws_configuration_read');
    expect(await stack.delete()).toBe('DELETE_FAILED');
    expect(failuresOf(stack).join()).toContain('lacks the permission aws_configurations_manage');
    expect(datadog.organization.accounts.of(ACCOUNT_ID)).toBeDefined();
    may('aws_configuration_read', 'aws_configurations_manage');
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(datadog.organization.accounts.list()).toEqual([]);
  });
});

describe('the secret', () => {
  it.each([
    ['is no JSON', 'DD_API_KEY=abc', /is not JSON.*\{"DD_API_KEY"/],
    ['is a list', '[]', /is not a JSON object/],
    ['lacks a key', { DD_API_KEY: 'a'.repeat(32) }, /lacks DD_APP_KEY/],
    ['has other names', { api_key: 'a', app_key: 'b' }, /lacks DD_API_KEY and lacks DD_APP_KEY/],
    [
      'has a key with a line break in it',
      { DD_API_KEY: 'a\r\nb', DD_APP_KEY: 'c' },
      /has a DD_API_KEY that is no key/,
    ],
    ['has a number', { DD_API_KEY: 1, DD_APP_KEY: 'c' }, /has a DD_API_KEY that is no key/],
  ])('%s', async (_, value, says) => {
    account.putSecret(value);
    expect(await refusal()).toMatch(says);
  });

  it('takes blanks around a key for what a paste has left', async () => {
    const { DD_API_KEY, DD_APP_KEY } = datadog.keys;
    account.putSecret({ DD_API_KEY: ` ${DD_API_KEY}\n`, DD_APP_KEY: `${DD_APP_KEY} ` });
    expect(await account.register(stack)).toBe('CREATE_COMPLETE');
  });

  it('is denied', async () => {
    account.customer.sandbox.faults.add({
      match: { service: 'secretsmanager' },
      effect: { type: 'accessDenied' },
    });
    expect(await refusal()).toMatch(/secretsmanager:GetSecretValue/);
  });

  it('is deleted: Create says so, and a Delete that has something to delete fails until it is back', async () => {
    const { secrets } = account.customer.account;
    await account.register(stack);
    secrets.delete(KEYS_SECRET, { recoverable: true });
    expect(await stack.delete()).toBe('DELETE_FAILED');
    expect(failuresOf(stack).join()).toMatch(/secret/i);
    secrets.restore(KEYS_SECRET);
    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    secrets.delete(KEYS_SECRET, { recoverable: true });
    stack = account.customer.stack('another');
    account.customer.sandbox.journal.clear();
    expect(await refusal()).toMatch(/secret/i);
    secrets.restore(KEYS_SECRET);
  });

  it('is rotated between two calls, and the old key revoked: the new one is used, and the stack completes', async () => {
    const next = newKeys();
    account.customer.sandbox.faults.add({
      match: { service: 'datadog', operation: 'CreateAWSAccount', nth: 1 },
      effect: {
        type: 'run',
        when: 'before',
        run: () => {
          datadog.organization.addApiKey(next.DD_API_KEY);
          account.putSecret(next);
          datadog.organization.revoke(datadog.keys.DD_API_KEY);
          datadog.organization.revoke(datadog.keys.DD_APP_KEY);
        },
      },
    });
    expect(await account.register(stack)).toBe('CREATE_COMPLETE');
    expect(datadog.organization.accounts.list()).toHaveLength(1);
    expect(stack.requests).toHaveLength(1);
  });

  it('has keys of another organization by the time of Delete: what is not there is deleted, and nobody’s is touched', async () => {
    await account.register(stack);
    const other = newOrganization(account.customer.sandbox);
    const others = other.organization.accounts.add(byHand);
    account.putSecret(other.keys);
    await stack.delete();
    expect(other.organization.accounts.list()).toEqual([others]);
  });
});

describe('names', () => {
  it.each<[Properties, RegExp]>([
    [{ Regions: ['cn-north-1'] }, /cn-north-1.*partition aws/],
    [{ Metrics: { NamespaceFilters: { IncludeOnly: ['AWS/Ec2'] } } }, /AWS\/Ec2.*Did you mean AWS\/EC2\?/],
    [
      { Metrics: { TagFilters: [{ Namespace: 'AWS/Nothing', Tags: ['a'] }] } },
      /AWS\/Nothing.*It knows \d+, such as/,
    ],
    [{ Logs: { Sources: ['nowhere'] } }, /nowhere.*no log source that Datadog knows/],
    [{ DatadogSite: 'datadoghq.org' }, /datadoghq\.org.*no such site/],
    [{ AccountTag: ['a'] }, /AccountTag/],
  ])('%j', async (properties, says) => {
    expect(await refusal(properties)).toMatch(says);
  });
});

it('a partition that the site does not serve is refused without a call to Datadog, with the sites that do', async () => {
  const place = { partition: 'aws-us-gov', region: 'us-gov-west-1' };
  const other = await openRegisteringCustomer({ ...place, retryDelaysMs: [] });
  try {
    const { organization } = other.renew();
    stack = other.customer.stack();
    expect(await other.register(stack, { DatadogSite: 'datadoghq.com' })).toBe('ROLLBACK_COMPLETE');
    expect(failuresOf(stack).join()).toMatch(
      /does not offer role delegation in the partition aws-us-gov.*ddog-gov\.com/,
    );
    expect(other.customer.sandbox.journal.calls().filter(({ service }) => service === 'datadog')).toEqual([]);
    expect(organization.accounts.list()).toEqual([]);
  } finally {
    await other.close();
  }
});

it('a site is not exchanged in an update, and the old registration stays', async () => {
  await account.register(stack);
  const before = datadog.organization.accounts.list();
  expect(await account.register(stack, { DatadogSite: 'us3' })).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(failuresOf(stack).join()).toMatch(/DatadogSite is "us3\.datadoghq\.com" and was "datadoghq\.com"/);
  expect(datadog.organization.accounts.list()).toEqual(before);
  expect(stack.ref(REGISTRATION)).toBe(before[0]?.id);
});

it('somebody else’s registration is named by its role, and neither rollback nor Delete touches it', async () => {
  datadog.organization.accounts.add({ ...byHand, roleName: 'OfTheTeam' });
  expect(await refusal()).toMatch(/with the role "OfTheTeam".*Set ExistingRegistration to Adopt/);
  expect(await stack.delete()).toBe('DELETE_COMPLETE');
  expect(datadog.organization.accounts.list()).toHaveLength(1);
});
