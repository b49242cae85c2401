import { ACCOUNTS, API_KEY, APPLICATION_KEY, changing, datadogClient, registering } from './datadog';
import { datadogOfEachTest } from './datadog-of-each-test';

const datadog = datadogOfEachTest();
const { call, registered } = datadog;

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

it('everything of an organization shows to tests, and is nobody else’s', async () => {
  await registered();
  const { accounts, site } = datadog.sandbox.datadog.organization(API_KEY);
  const other = datadogClient(datadog.sandbox, { apiKey: 'f'.repeat(32), applicationKey: 'f'.repeat(40) });

  expect(site).toBe('datadoghq.com');
  expect(accounts.digest()).toMatchObject([
    { aws_account_id: '123456789012', roleName: 'DatadogIntegrationRole' },
  ]);
  expect((await other('GET', ACCOUNTS)).body.data).toEqual([]);
  expect(JSON.stringify(datadog.sandbox.journal.calls())).not.toMatch(
    new RegExp(`${API_KEY}|${APPLICATION_KEY}`),
  );
});
