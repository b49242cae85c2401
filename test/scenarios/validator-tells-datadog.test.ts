import type { Stack } from '@aws-sdk/client-cloudformation';
import type { Sandbox } from '../sandbox';
import type { VirtualTime } from '../sandbox/lambda/virtual-time';
import { accountFile, reportsOf } from '../support/account-file';
import { startKeyedCustomer } from '../support/keyed-customer';
import { ACCOUNT_ID, type DatadogSide } from '../support/registration';

/*
 * What the deployed validator tells Datadog, with the permissions that the template gives it.
 */

const HOUR_MS = 3_600_000;
const TAGS = [`aws_account:${ACCOUNT_ID}`, 'role_name:DatadogIntegrationRole', 'datadog_site:datadoghq.com'];

jest.setTimeout(180_000);

let sandbox: Sandbox;
let time: VirtualTime;
let datadog: DatadogSide;
let stack: Stack;

beforeAll(async () => {
  const { deployer, secretArn, ...customer } = await startKeyedCustomer();
  ({ sandbox, time, datadog } = customer);
  stack = await deployer.deploy('datadog', accountFile(), { DatadogKeysSecretArn: secretArn });
  time.pass(2 * HOUR_MS);
});
afterAll(() => sandbox.stop());

const organization = () => datadog.organization;
const run = () => reportsOf(sandbox, stack);

test('of a healthy integration: a service check and gauges with every run, and no event', async () => {
  await run();

  expect(organization().checks).toEqual([
    expect.objectContaining({ check: 'datadog_integration_role.can_assume', status: 0, tags: TAGS }),
  ]);
  expect(organization().series).toContainEqual(
    expect.objectContaining({
      metric: 'datadog_integration_role.regions',
      points: [expect.objectContaining({ value: 34 })],
      tags: [...TAGS, 'status:ok'],
    }),
  );
  expect(organization().series).toHaveLength(13);
  expect(organization().events).toEqual([]);
});

test('of access that was lost, and is back: one event each, however often it is found', async () => {
  const { accounts } = organization();
  const registration = accounts.of(ACCOUNT_ID);
  accounts.edit(registration?.id ?? '', { roleName: 'datadogintegrationrole' });
  await run();
  time.pass(HOUR_MS);
  await run();
  accounts.edit(registration?.id ?? '', { roleName: 'DatadogIntegrationRole' });
  time.pass(HOUR_MS);
  await run();

  expect(organization().checks.map((check) => (check as { status: number }).status)).toEqual([0, 2, 2, 0]);
  expect(organization().checks[1]).toMatchObject({ message: expect.stringContaining('datadog-role-name') });
  expect(organization().events).toEqual([
    expect.objectContaining({ alert_type: 'error', tags: TAGS }),
    expect.objectContaining({ alert_type: 'success', tags: TAGS }),
  ]);
});

test('nothing that is secret: neither keys nor the external id', () => {
  const { accounts, checks, series, events } = organization();
  const auth = accounts.of(ACCOUNT_ID)?.attributes.auth_config ?? {};
  const told = JSON.stringify([checks, series, events]);

  expect('external_id' in auth && auth.external_id).toMatch(/^[0-9a-f]{32}$/);
  for (const secret of [...Object.values(datadog.keys), 'external_id' in auth ? auth.external_id : ''])
    expect(told).not.toContain(secret);
});
