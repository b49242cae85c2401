import { type Sandbox, startSandbox } from '..';
import {
  ACCOUNTS,
  API_KEY,
  APPLICATION_KEY,
  changing,
  type DatadogClient,
  datadogClient,
  registering,
} from './datadog';

let sandbox: Sandbox;
let call: DatadogClient;

beforeEach(async () => {
  sandbox = await startSandbox();
  call = datadogClient(sandbox);
});
afterEach(() => sandbox.stop());

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

async function registered(attributes: object = {}) {
  const { status, body } = await call('POST', ACCOUNTS, registering(attributes));
  expect(status).toBe(200);
  return body.data;
}

describe('an account that is registered', () => {
  it('is answered with 200, an external id of its own, and what was not given', async () => {
    const { status, type, body } = await call('POST', ACCOUNTS, registering());

    expect([status, type]).toEqual([200, 'application/vnd.api+json']);
    expect(body.data).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      type: 'account',
      attributes: {
        account_tags: null,
        auth_config: {
          role_name: 'DatadogIntegrationRole',
          external_id: expect.stringMatching(/^[0-9a-f]{32}$/),
        },
        aws_account_id: '123456789012',
        aws_partition: 'aws',
        aws_regions: { include_all: true },
        created_at: expect.any(String),
        logs_config: { lambda_forwarder: {} },
        metrics_config: {
          enabled: true,
          automute_enabled: true,
          collect_custom_metrics: false,
          collect_cloudwatch_alarms: false,
          namespace_filters: { exclude_only: ['AWS/SQS', 'AWS/ElasticMapReduce'] },
        },
        modified_at: expect.any(String),
        resources_config: { cloud_security_posture_management_collection: false, extended_collection: true },
        traces_config: { xray_services: { include_only: [] } },
      },
    });
  });

  it('shows lists of nothing as null or not at all', async () => {
    const { attributes } = await registered({
      account_tags: [],
      logs_config: { lambda_forwarder: { lambdas: [], sources: [], log_source_config: { tag_filters: [] } } },
      metrics_config: { tag_filters: [] },
    });

    expect(attributes.account_tags).toBeNull();
    expect(attributes.logs_config).toEqual({ lambda_forwarder: {} });
    expect(attributes.metrics_config).not.toHaveProperty('tag_filters');
  });

  it('keeps what was given', async () => {
    const given = {
      account_tags: ['team:a'],
      aws_regions: { include_only: ['eu-west-1'] },
      logs_config: {
        lambda_forwarder: {
          lambdas: ['arn:aws:lambda:us-east-1:123456789012:function:F'],
          sources: ['s3'],
          log_source_config: { tag_filters: [{ source: 's3', tags: ['a:b'] }] },
        },
      },
      metrics_config: {
        enabled: false,
        automute_enabled: false,
        collect_custom_metrics: true,
        collect_cloudwatch_alarms: true,
        namespace_filters: { include_only: ['AWS/EC2'] },
        tag_filters: [{ namespace: 'AWS/EC2', tags: ['a:b'] }],
        metric_name_filters: [{ namespace: 'AWS/EC2', exclude_only: ['aws.ec2.status*'] }],
      },
      resources_config: { cloud_security_posture_management_collection: true, extended_collection: true },
      traces_config: { xray_services: { include_all: true } },
    };
    const { attributes } = await registered(given);

    expect(attributes).toMatchObject(given);
  });

  it('with access keys shows the id of the key alone', async () => {
    const auth_config = { access_key_id: 'AKIAEXAMPLE', secret_access_key: 'secret' };
    const { attributes } = await registered({ auth_config });

    expect(attributes.auth_config).toEqual({ access_key_id: 'AKIAEXAMPLE' });
  });

  it('has more digits in its dates when they are written than when they are read', async () => {
    const written = await registered();
    const path = `${ACCOUNTS}/${written.id}`;
    const read = (await call('GET', path)).body.data;
    const patched = (await call('PATCH', path, changing({ account_tags: ['a:b'] }))).body.data;

    for (const [date, digits] of [
      [written.attributes.created_at, /\.\d{8,9}Z$/],
      [written.attributes.modified_at, /\.\d{8,9}Z$/],
      [read.attributes.created_at, /\.\d{5,6}Z$/],
      [read.attributes.modified_at, /\.\d{5,6}Z$/],
      [patched.attributes.created_at, /\.\d{5,6}Z$/],
      [patched.attributes.modified_at, /\.\d{8,9}Z$/],
    ]) {
      expect(date).toMatch(digits);
      expect(Math.abs(new Date(date).getTime() - Date.now())).toBeLessThan(600_000);
    }
    expect(written.attributes.created_at).toContain(read.attributes.created_at.slice(0, 24));
    expect(read.attributes.modified_at).not.toBe(patched.attributes.modified_at);
  });

  it('is found by its id, also in quotation marks, and in the list, also by its AWS account', async () => {
    const { id } = await registered();
    await registered({ aws_account_id: '210987654321' });

    expect((await call('GET', `${ACCOUNTS}/${id}`)).body.data.id).toBe(id);
    expect((await call('GET', `${ACCOUNTS}/%22${id}%22`)).body.data.id).toBe(id);
    expect((await call('GET', ACCOUNTS)).body.data).toHaveLength(2);
    expect((await call('GET', `${ACCOUNTS}?aws_account_id=123456789012`)).body.data).toMatchObject([{ id }]);
    expect((await call('GET', `${ACCOUNTS}?aws_account_id=000000000000`)).body).toEqual({ data: [] });
  });

  it('is deleted once, without body or content type', async () => {
    const { id } = await registered();
    const deleted = await call('DELETE', `${ACCOUNTS}/${id}`);
    const again = await call('DELETE', `${ACCOUNTS}/${id}`);

    expect([deleted.status, deleted.type, deleted.text]).toEqual([204, null, '']);
    expect(again.status).toBe(404);
    expect(again.body.errors).toEqual([
      { status: '404', title: 'Account not found', detail: 'AWS account with provided id is not integrated' },
    ]);
  });
});

describe('a change', () => {
  it('leaves alone what it does not name', async () => {
    const before = await registered({
      aws_regions: { include_only: ['us-east-1'] },
      metrics_config: { namespace_filters: { include_only: ['AWS/EC2'] } },
      traces_config: { xray_services: { include_only: ['AWS/AppSync'] } },
    });
    const { body } = await call(
      'PATCH',
      `${ACCOUNTS}/${before.id}`,
      changing({
        auth_config: { role_name: 'Renamed' },
        metrics_config: { enabled: false },
        traces_config: {},
      }),
    );

    expect(body.data.attributes).toEqual({
      ...before.attributes,
      auth_config: { ...before.attributes.auth_config, role_name: 'Renamed' },
      metrics_config: { ...before.attributes.metrics_config, enabled: false },
      created_at: expect.any(String),
      modified_at: expect.any(String),
    });
  });

  it('empties a list that it sends empty', async () => {
    const { id } = await registered({
      account_tags: ['a:b'],
      metrics_config: { tag_filters: [{ tags: ['a:b'] }] },
    });
    const { body } = await call(
      'PATCH',
      `${ACCOUNTS}/${id}`,
      changing({ account_tags: [], metrics_config: { tag_filters: [] } }),
    );

    expect(body.data.attributes.account_tags).toBeNull();
    expect(body.data.attributes.metrics_config).not.toHaveProperty('tag_filters');
  });

  it('moves the account neither to another partition nor to another number', async () => {
    const { id } = await registered();
    const moving = changing({ aws_account_id: '210987654321', aws_partition: 'aws-us-gov' });
    const { body } = await call('PATCH', `${ACCOUNTS}/${id}`, moving);

    expect(body.data.attributes).toMatchObject({ aws_account_id: '123456789012', aws_partition: 'aws' });
  });

  it('of access keys exchanges them', async () => {
    const { id } = await registered({
      auth_config: { access_key_id: 'AKIAOLD', secret_access_key: 'secret' },
    });
    const { body } = await call(
      'PATCH',
      `${ACCOUNTS}/${id}`,
      changing({ auth_config: { access_key_id: 'AKIANEW', secret_access_key: 'secret' } }),
    );

    expect(body.data.attributes.auth_config).toEqual({ access_key_id: 'AKIANEW' });
  });
});

describe('Datadog refuses', () => {
  it.each([
    ['GET', 'no-uuid'],
    ['PATCH', 'no-uuid'],
    ['DELETE', 'no-uuid'],
  ])('%s of an id that is none', async (method, id) => {
    const { status, type, body } = await call(
      method,
      `${ACCOUNTS}/${id}`,
      method === 'PATCH' ? changing({}) : undefined,
    );

    expect([status, type]).toEqual([400, 'application/vnd.api+json']);
    expect(body.errors).toEqual([
      {
        status: '400',
        title: 'Invalid Parameter',
        detail: 'invalid parameter "aws_account_config_id" in "path"; expected type "uuid"',
      },
    ]);
  });

  it.each(['GET', 'PATCH', 'DELETE'])('%s of an account that is not there', async (method) => {
    const { status, body } = await call(
      method,
      `${ACCOUNTS}/${UNKNOWN}`,
      method === 'PATCH' ? changing({}) : undefined,
    );

    expect(status).toBe(404);
    expect(body.errors[0]).toMatchObject({ status: '404', title: 'Account not found' });
  });

  it('an account that is there, whatever else is wrong with the request', async () => {
    await registered();
    const { status, body } = await call(
      'POST',
      ACCOUNTS,
      registering({ aws_partition: 'aws-invalid', auth_config: {} }),
    );

    expect(status).toBe(409);
    expect(body.errors).toEqual([
      {
        status: '409',
        title: 'Account already exists',
        detail: 'AWS account with provided id already exists',
      },
    ]);
  });

  it('a partition that AWS has not', async () => {
    const { status, body } = await call('POST', ACCOUNTS, registering({ aws_partition: 'aws-invalid' }));

    expect(status).toBe(400);
    expect(body.errors).toEqual([
      {
        status: '400',
        title: 'Bad Request',
        detail: 'invalid value',
        meta: { aws_partition: 'invalid partition: aws-invalid' },
      },
    ]);
  });

  it.each([
    [{ role_name: 'R' }, { access_key_id: 'AKIAEXAMPLE', secret_access_key: 'secret' }],
    [{ access_key_id: 'AKIAEXAMPLE', secret_access_key: 'secret' }, { role_name: 'R' }],
  ])('to change %j to %j', async (first, then) => {
    const { id } = await registered({ auth_config: first });
    const { status, body } = await call('PATCH', `${ACCOUNTS}/${id}`, changing({ auth_config: then }));

    expect(status).toBe(400);
    expect(body.errors).toEqual([
      { title: 'Generic Error', detail: 'cannot switch between role and key based auth' },
    ]);
  });

  it.each([
    ['no JSON', '{'],
    ['no attributes', { data: { type: 'account' } }],
    ['no role', registering({ auth_config: {} })],
    ['a role name that is too long', registering({ auth_config: { role_name: 'r'.repeat(577) } })],
    ['regions of both kinds', registering({ aws_regions: { include_all: true, include_only: [] } })],
    ['a switch that is a text', registering({ metrics_config: { enabled: 'true' } })],
  ])('%s', async (_what, body) => {
    expect((await call('POST', ACCOUNTS, body)).status).toBe(400);
    expect(sandbox.datadog.organization(API_KEY).accounts.list()).toEqual([]);
  });

  it('what it does not know, in its own form', async () => {
    for (const [method, path] of [
      ['GET', '/api/v2/integration/aws/everything'],
      ['PUT', ACCOUNTS],
      ['GET', '/'],
    ] as const)
      expect(await call(method, path)).toMatchObject({ status: 404, body: { errors: ['Not found'] } });
    expect(
      await datadogClient(sandbox, { site: 'datadog.example' })('GET', '/api/v1/validate'),
    ).toMatchObject({ status: 404 });
  });
});

describe('an external id', () => {
  const path = '/api/v2/integration/aws/generate_new_external_id';

  it('is the same for everybody who asks within 48 hours, and serves for registrations', async () => {
    let now = 1_800_000_000_000;
    const own = await startSandbox({ now: () => now });
    const ask = datadogClient(own);
    const first = await ask('POST', path);
    const other = await datadogClient(own, { applicationKey: 'f'.repeat(40) })('POST', path);
    const { external_id } = first.body.data.attributes;
    const used = await ask('POST', ACCOUNTS, registering({ auth_config: { role_name: 'R', external_id } }));
    now += 48 * 3_600_000;
    const late = await ask(
      'POST',
      ACCOUNTS,
      registering({ aws_account_id: '210987654321', auth_config: { role_name: 'R', external_id } }),
    );
    const next = await ask('POST', path);
    await own.stop();

    expect(first.body.data).toEqual({ id: external_id, type: 'external_id', attributes: { external_id } });
    expect(external_id).toMatch(/^[0-9a-f]{32}$/);
    expect(other.body).toEqual(first.body);
    expect(used.body.data.attributes.auth_config.external_id).toBe(external_id);
    expect(late.status).toBe(400);
    expect(late.body.errors).toEqual([
      { status: '400', title: 'Bad Request', detail: 'invalid External ID' },
    ]);
    expect(next.body.data.id).not.toBe(external_id);
  });

  it('of anybody else is refused', async () => {
    const { id } = await registered();
    const auth_config = { role_name: 'R', external_id: 'my-own-external-id' };

    const created = await call(
      'POST',
      ACCOUNTS,
      registering({ aws_account_id: '210987654321', auth_config }),
    );
    const changed = await call('PATCH', `${ACCOUNTS}/${id}`, changing({ auth_config }));

    expect([created.status, changed.status]).toEqual([400, 400]);
  });

  it('that an account has may be sent again', async () => {
    const { id, attributes } = await registered();
    const { status } = await call(
      'PATCH',
      `${ACCOUNTS}/${id}`,
      changing({ auth_config: attributes.auth_config }),
    );

    expect(status).toBe(200);
  });
});

it('everything of an organization shows to tests, and is nobody else’s', async () => {
  await registered();
  const { accounts, site } = sandbox.datadog.organization(API_KEY);
  const other = datadogClient(sandbox, { apiKey: 'f'.repeat(32), applicationKey: 'f'.repeat(40) });

  expect(site).toBe('datadoghq.com');
  expect(accounts.digest()).toMatchObject([
    { aws_account_id: '123456789012', roleName: 'DatadogIntegrationRole' },
  ]);
  expect((await other('GET', ACCOUNTS)).body.data).toEqual([]);
  expect(JSON.stringify(sandbox.journal.calls())).not.toMatch(new RegExp(`${API_KEY}|${APPLICATION_KEY}`));
});
