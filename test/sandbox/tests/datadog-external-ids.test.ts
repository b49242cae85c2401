import { startSandbox } from '..';
import { ACCOUNTS, changing, datadogClient, registering } from './datadog';
import { datadogOfEachTest } from './datadog-of-each-test';

const datadog = datadogOfEachTest();
const { call, registered } = datadog;

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
