import { type AwsPermission, type Sandbox, startSandbox } from '..';
import {
  ACCOUNTS,
  API_KEY,
  APPLICATION_KEY,
  type ClientKeys,
  changing,
  datadogClient,
  registering,
} from './datadog';

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

const OTHER_API_KEY = 'f'.repeat(32);
const OTHER_APPLICATION_KEY = 'f'.repeat(40);

async function statusOf(keys: ClientKeys, path = ACCOUNTS): Promise<number> {
  return (await datadogClient(sandbox, keys)('GET', path)).status;
}

describe('an API key', () => {
  it('is valid on the site where its organization lives, and on no other', async () => {
    sandbox.datadog.organization(API_KEY, { site: 'datadoghq.eu' });

    expect(await statusOf({ site: 'datadoghq.eu' }, '/api/v1/validate')).toBe(200);
    expect(await statusOf({ site: 'datadoghq.com' }, '/api/v1/validate')).toBe(403);
    expect(() => sandbox.datadog.organization(API_KEY, { site: 'us3.datadoghq.com' })).toThrow(
      'lives on datadoghq.eu',
    );
  });

  it('lives where it is first used', async () => {
    expect(await statusOf({ site: 'ap1.datadoghq.com' })).toBe(200);
    expect(await statusOf({ site: 'datadoghq.com' })).toBe(403);
    expect(sandbox.datadog.organization(API_KEY).site).toBe('ap1.datadoghq.com');
  });

  it.each([
    ['is too short', 'abc'],
    ['ends in dead', `${'0'.repeat(28)}dead`],
  ])('that %s is refused, in texts', async (_why, apiKey) => {
    const call = datadogClient(sandbox, { apiKey });

    for (const path of ['/api/v1/validate', ACCOUNTS])
      expect(await call('GET', path)).toMatchObject({
        status: 403,
        type: 'application/json',
        body: { errors: ['Forbidden'] },
      });
  });

  it('must be there', async () => {
    const call = datadogClient(sandbox, { apiKey: undefined });

    expect((await call('GET', '/api/v1/validate')).body).toEqual({ errors: ['API key required'] });
    expect((await call('GET', ACCOUNTS)).status).toBe(403);
  });

  it('can be exchanged for another of the same organization', async () => {
    await datadogClient(sandbox)('POST', ACCOUNTS, registering());
    const organization = sandbox.datadog.organization(API_KEY);
    organization.addApiKey(OTHER_API_KEY);
    organization.revoke(API_KEY);

    const { body } = await datadogClient(sandbox, { apiKey: OTHER_API_KEY })('GET', ACCOUNTS);

    expect(body.data).toHaveLength(1);
    expect(await statusOf({ apiKey: API_KEY })).toBe(403);
  });
});

describe('an application key', () => {
  it.each([
    ['is not there', undefined],
    ['is too short', 'abc'],
    ['ends in beef', `${'0'.repeat(36)}beef`],
    ['ends in dead', `${'0'.repeat(36)}dead`],
  ])('that %s does nothing with accounts', async (_why, applicationKey) => {
    expect(await statusOf({ applicationKey })).toBe(403);
  });

  it('of one organization is nothing with the API key of another', async () => {
    expect(await statusOf({})).toBe(200);
    expect(await statusOf({ apiKey: OTHER_API_KEY })).toBe(403);
    expect(await statusOf({ apiKey: OTHER_API_KEY, applicationKey: OTHER_APPLICATION_KEY })).toBe(200);
  });

  it('that was revoked is nothing any more', async () => {
    sandbox.datadog.organization(API_KEY).revoke(APPLICATION_KEY);

    expect(await statusOf({})).toBe(403);
    expect(await statusOf({}, '/api/v1/validate')).toBe(200);
  });

  it.each<[AwsPermission, readonly string[]]>([
    ['aws_configuration_read', ['list', 'get', 'namespaces', 'logs', 'v1']],
    ['aws_configurations_manage', ['create', 'delete']],
    ['aws_configuration_edit', ['external id', 'update']],
  ])('with %s alone may %j', async (permission, expected) => {
    const organization = sandbox.datadog.organization(API_KEY);
    const { id } = organization.accounts.add({ accountId: '123456789012', roleName: 'R' });
    organization.permit(APPLICATION_KEY, [permission]);
    const call = datadogClient(sandbox);
    const other = registering({ aws_account_id: '210987654321' });
    const attempts = {
      list: () => call('GET', ACCOUNTS),
      get: () => call('GET', `${ACCOUNTS}/${id}`),
      namespaces: () => call('GET', '/api/v2/integration/aws/available_namespaces'),
      logs: () => call('GET', '/api/v2/integration/aws/logs/services'),
      v1: () => call('GET', '/api/v1/integration/aws'),
      create: () => call('POST', ACCOUNTS, other),
      'external id': () => call('POST', '/api/v2/integration/aws/generate_new_external_id'),
      update: () => call('PATCH', `${ACCOUNTS}/${id}`, changing({})),
      delete: () => call('DELETE', `${ACCOUNTS}/${id}`),
    };
    const allowed: string[] = [];
    for (const [name, attempt] of Object.entries(attempts)) {
      const { status } = await attempt();
      if (status === 403) continue;
      expect(status).toBeLessThan(300);
      allowed.push(name);
    }

    expect(allowed.sort()).toEqual([...expected].sort());
  });
});

it('permission lists are for everybody', async () => {
  const call = datadogClient(sandbox, { apiKey: undefined, applicationKey: undefined });
  const path = '/api/v2/integration/aws/iam_permissions';
  const [all, standard, resources, chunked] = await Promise.all([
    call('GET', path),
    call('GET', `${path}/standard`),
    call('GET', `${path}/resource_collection`),
    call('GET', `${path}/resource_collection?chunked=true`),
  ]);

  expect(all?.type).toBe('application/vnd.api+json');
  expect(standard?.body.data).toMatchObject({ id: 'permissions', type: 'permissions' });
  expect(standard?.body.data.attributes.permissions).toHaveLength(110);
  expect(resources?.body.data.attributes.permissions).toHaveLength(719);
  expect(new Set(all?.body.data.attributes.permissions)).toEqual(
    new Set([...standard.body.data.attributes.permissions, ...resources.body.data.attributes.permissions]),
  );
  expect(chunked?.body.data.attributes.permissions).toHaveLength(4);
  expect(chunked?.body.data.attributes.permissions.flat()).toEqual(
    resources?.body.data.attributes.permissions,
  );
});

it('permission lists are what a test says', async () => {
  sandbox.datadog.publishPermissions({ standard: ['new:Action'] });
  const { body } = await datadogClient(sandbox)('GET', '/api/v2/integration/aws/iam_permissions/standard');

  expect(body.data.attributes.permissions).toEqual(['new:Action']);
});

it('services and namespaces are listed under their recorded ids', async () => {
  const call = datadogClient(sandbox);
  const namespaces = await call('GET', '/api/v2/integration/aws/available_namespaces');
  const services = await call('GET', '/api/v2/integration/aws/logs/services');

  expect(namespaces.body.data.id).toBe('namespaces');
  expect(namespaces.body.data.attributes.namespaces).toContain('AWS/Network Manager');
  expect(services.body.data.id).toBe('get_logs_services');
  expect(services.body.data.attributes.logs_services).toContain('lambda');
});
