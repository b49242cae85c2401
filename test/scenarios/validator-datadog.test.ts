import type { Stack } from '@aws-sdk/client-cloudformation';
import { GetRoleCommand, IAMClient, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import type { CheckResult, Report } from '../../src/report/report';
import type { Sandbox } from '../sandbox';
import type { VirtualTime } from '../sandbox/lambda/virtual-time';
import { accountFile, type Deployer, reportsOf } from '../support/account-file';
import { ROLE } from '../support/customer-account';
import { startKeyedCustomer } from '../support/keyed-customer';
import { ACCOUNT_ID, type DatadogSide, dataOf } from '../support/registration';

const HOUR_MS = 3_600_000;
const BLOCK_SAO_PAULO = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    {
      Effect: 'Deny',
      NotAction: 'sts:*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:RequestedRegion': 'sa-east-1' } },
    },
  ],
};

jest.setTimeout(180_000);

let sandbox: Sandbox;
let time: VirtualTime;
let deployer: Deployer;
let datadog: DatadogSide;
let stack: Stack;

beforeAll(async () => {
  const customer = await startKeyedCustomer();
  ({ sandbox, time, deployer, datadog } = customer);
  stack = await deployer.deploy('datadog', accountFile(), {
    DatadogKeysSecretArn: customer.secretArn,
    ExcludeBlockedRegions: 'Apply',
  });
  time.pass(2 * HOUR_MS);
});
afterAll(() => sandbox.stop());

const accounts = () => datadog.organization.accounts;

function registration() {
  const found = accounts().of(ACCOUNT_ID);
  if (found === undefined) throw new Error('the account is not registered');
  return found;
}

async function report(): Promise<Report> {
  const [only] = await reportsOf(sandbox, stack);
  if (only === undefined) throw new Error('there is no report');
  return only;
}

function found({ checks }: Report, id: string): CheckResult {
  const check = checks.find((one) => one.id === id);
  if (check === undefined) throw new Error(`the report has no ${id}`);
  return check;
}

/** What Datadog's checks say, by their ids. */
function verdicts({ checks }: Report): Readonly<Record<string, string>> {
  const ofDatadog = checks.filter(({ id }) => id.startsWith('datadog-'));
  return Object.fromEntries(ofDatadog.map(({ id, status }) => [id, status]));
}

async function regionsWithData(): Promise<number> {
  const [visit] = await sandbox.datadog.crawl();
  return dataOf(visit).data;
}

/** Puts the role and the registration right, as the remedy says. */
async function update(): Promise<void> {
  stack = await deployer.change('datadog', { Revision: String(time.now()) });
  time.pass(2 * HOUR_MS);
}

test('where both sides agree, Datadog gets data and every check passes', async () => {
  expect(await regionsWithData()).toBe(34);
  const healthy = await report();
  expect(healthy.status).toBe('healthy');
  expect(verdicts(healthy)).toEqual({
    'datadog-registered': 'pass',
    'datadog-role-name': 'pass',
    'datadog-external-id': 'pass',
    'datadog-regions': 'pass',
    'datadog-reports': 'pass',
  });
});

test('an external id that was generated anew in Datadog: the stack has to get it, and one update does', async () => {
  accounts().regenerateExternalId(registration().id);
  expect(await regionsWithData()).toBe(0);

  const failing = await report();
  expect(failing.status).toBe('failing');
  expect(verdicts(failing)).toMatchObject({ 'datadog-external-id': 'fail', 'datadog-reports': 'warn' });
  expect(found(failing, 'datadog-external-id').summary).toBe(
    'Datadog comes with another external id than the stack has, and the trust policy does not accept it.',
  );
  expect(found(failing, 'datadog-external-id').remedy.join('\n')).toContain(
    'aws cloudformation update-stack',
  );
  expect(found(failing, 'datadog-reports').evidence.join('\n')).toContain(
    'Datadog is not authorized to perform action sts:AssumeRole',
  );
  // Only commands may have an external id whole.
  const { auth_config: auth } = registration().attributes;
  expect(JSON.stringify(failing)).not.toContain('external_id' in auth ? auth.external_id : 'no external id');

  await update();
  expect(await regionsWithData()).toBe(34);
  expect((await report()).status).toBe('healthy');
});

test('another role name in Datadog is named with the request that changes it, and an update does so, too', async () => {
  accounts().edit(registration().id, { roleName: 'datadogintegrationrole' });
  expect(await regionsWithData()).toBe(0);

  const failing = await report();
  const check = found(failing, 'datadog-role-name');
  expect(check).toMatchObject({ status: 'fail', summary: 'Datadog asks for a role of another name.' });
  expect(check.evidence.join(' ')).toContain('letter case');
  const command = check.remedy.find((step) => step.startsWith('curl ')) ?? '';
  expect(command).toContain(`/api/v2/integration/aws/accounts/${registration().id}`);
  expect(command).toContain('"auth_config":{"role_name":"DatadogIntegrationRole"}');

  await update();
  expect(await regionsWithData()).toBe(34);
});

test('a registration that somebody has removed is made again, with its new external id', async () => {
  accounts().delete(registration().id);
  const failing = await report();
  expect(verdicts(failing)).toMatchObject({ 'datadog-registered': 'fail', 'datadog-role-name': 'unknown' });

  await update();
  expect(await regionsWithData()).toBe(34);
  expect((await report()).status).toBe('healthy');
});

/** What the role's administrator does to it. */
const iam = () =>
  new IAMClient({
    endpoint: sandbox.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: ACCOUNT_ID, secretAccessKey: 'any' },
  });

async function trust(change: (policy: string) => string): Promise<void> {
  const { Role: role } = await iam().send(new GetRoleCommand({ RoleName: ROLE }));
  const PolicyDocument = change(decodeURIComponent(role?.AssumeRolePolicyDocument ?? ''));
  await iam().send(new UpdateAssumeRolePolicyCommand({ RoleName: ROLE, PolicyDocument }));
}

/** What Datadog's page on the error names, each with the number of regions that are left, and the checks that say so. */
test.each<[string, () => Promise<void> | void, number, string[]]>([
  [
    'extra characters in the role name',
    () => void accounts().edit(registration().id, { roleName: 'DatadogIntegrationRole2' }),
    0,
    ['datadog-role-name'],
  ],
  [
    'another principal in the trust policy',
    () => trust((policy) => policy.replaceAll('464622532012', '417141415827')),
    0,
    ['trust-principal'],
  ],
  [
    'another external id in the trust policy',
    () =>
      trust((policy) =>
        policy.replaceAll(/("sts:ExternalId":")[^"]+/g, '$10123456789abcdef0123456789abcdef'),
      ),
    0,
    ['external-id', 'datadog-external-id'],
  ],
  [
    'a new external id in Datadog',
    () => void accounts().regenerateExternalId(registration().id),
    0,
    ['datadog-external-id'],
  ],
  [
    'a service control policy for one region',
    () => sandbox.configure({ accounts: { [ACCOUNT_ID]: { scps: [BLOCK_SAO_PAULO] } } }),
    33,
    ['regions'],
  ],
  [
    'STS deactivated in one region',
    () => sandbox.configure({ accounts: { [ACCOUNT_ID]: { stsDeactivated: ['eu-south-2'] } } }),
    33,
    ['regions'],
  ],
])('%s: Datadog loses what it should, and the report names exactly that', async (_, mistake, left, fails) => {
  try {
    await mistake();
    expect(await regionsWithData()).toBe(left);
    const failing = await report();
    const failed = failing.checks.filter(({ status }) => status === 'fail').map(({ id }) => id);
    expect(failed.sort()).toEqual([...fails].sort());
  } finally {
    sandbox.configure({ accounts: { [ACCOUNT_ID]: { scps: [], stsDeactivated: [] } } });
    await update();
  }
  expect(await regionsWithData()).toBe(34);
});

test('a region that stays blocked is taken out of the registration, and comes back', async () => {
  sandbox.configure({ accounts: { [ACCOUNT_ID]: { scps: [BLOCK_SAO_PAULO] } } });
  for (let runs = 0; runs < 3; runs++) await report();

  expect(registration().attributes.aws_regions).toMatchObject({
    include_only: expect.not.arrayContaining(['sa-east-1']),
  });
  expect(await regionsWithData()).toBe(33);
  expect(found(await report(), 'datadog-regions')).toMatchObject({
    status: 'pass',
    evidence: expect.arrayContaining([expect.stringContaining('Taken out while it is blocked: sa-east-1')]),
  });

  sandbox.configure({ accounts: { [ACCOUNT_ID]: { scps: [] } } });
  await report();
  expect(registration().attributes.aws_regions).toEqual({ include_all: true });
  expect(await regionsWithData()).toBe(34);
});

test('where Datadog does not answer, what AWS says stands by itself', async () => {
  const outage = sandbox.faults.add({ match: { service: 'datadog' }, effect: { type: 'serverError' } });
  const unknown = await report();
  outage.remove();

  expect(unknown.status).toBe('healthy');
  expect(verdicts(unknown)).toEqual({
    'datadog-registered': 'unknown',
    'datadog-role-name': 'unknown',
    'datadog-external-id': 'unknown',
    'datadog-regions': 'unknown',
  });
});
