import { ACCOUNTS, API_KEY, changing, datadogClient, registering } from './datadog';
import { datadogOfEachTest } from './datadog-of-each-test';

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

const datadog = datadogOfEachTest();
const { call, registered } = datadog;

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
    expect(datadog.sandbox.datadog.organization(API_KEY).accounts.list()).toEqual([]);
  });

  it('what it does not know, in its own form', async () => {
    for (const [method, path] of [
      ['GET', '/api/v2/integration/aws/everything'],
      ['PUT', ACCOUNTS],
      ['GET', '/'],
    ] as const)
      expect(await call(method, path)).toMatchObject({ status: 404, body: { errors: ['Not found'] } });
    expect(
      await datadogClient(datadog.sandbox, { site: 'datadog.example' })('GET', '/api/v1/validate'),
    ).toMatchObject({ status: 404 });
  });
});
