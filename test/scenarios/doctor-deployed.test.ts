import { type CustomerAccount, EXTERNAL_ID, openCustomerAccount, ROLE } from '../support/customer-account';
import { API_KEY, type DoctorBench, openDoctorBench } from '../support/doctor-bench';
import { usualRegions } from '../support/usual-regions';

/*
 * The command `doctor` about roles that a stack of this project has made: both sides are compared with what the stack says.
 */

const ACCOUNT = '123456789012';

let customer: CustomerAccount;
let bench: DoctorBench;

beforeAll(async () => {
  customer = await openCustomerAccount({
    skipsWaits: true,
    // What is made counts as settled: the program goes by the real clock.
    sandbox: { ...usualRegions(), now: () => Date.now() - 150_000 },
  });
  bench = openDoctorBench(customer.sandbox);
});
beforeEach(async () => {
  customer.reset();
  await customer.deploy(customer.stack());
});
afterEach(() => registered().restore([]));
afterAll(async () => {
  bench.close();
  await customer.close();
});

const registered = () => customer.sandbox.datadog.organization(API_KEY).accounts;
const enter = (change: { roleName?: string; externalId?: string } = {}) =>
  registered().add({ accountId: ACCOUNT, roleName: ROLE, externalId: EXTERNAL_ID, ...change });

async function only() {
  const { code, output, errors } = await bench.run(['--json']);
  if (output === '') throw new Error(errors);
  const { accounts } = JSON.parse(output);
  expect(accounts).toHaveLength(1);
  return { code, ...accounts[0] };
}

it('finds both sides in order, as far as it can tell from a laptop', async () => {
  enter();

  const found = await only();

  expect(found).toMatchObject({ code: 2, datadog: { status: 'healthy' }, aws: { status: 'unknown' } });
  expect(found.report.stackId).toContain(':stack/datadog/');
});

it('says that Datadog’s side is the wrong one where the external id was generated anew there', async () => {
  const { id } = enter();
  const anew = registered().regenerateExternalId(id);

  const found = await only();

  expect(found).toMatchObject({ code: 1, datadog: { status: 'failing' }, aws: { status: 'unknown' } });
  expect(found.datadog.summary).toContain('datadog-external-id');
  expect(JSON.stringify(found)).not.toContain(anew);
});

it('says what to change in Datadog where another role is entered', async () => {
  enter({ roleName: 'DatadogRole' });

  const found = await only();

  expect(found).toMatchObject({ code: 1, roleName: 'DatadogRole', datadog: { status: 'failing' } });
  expect(found.toDo.join('\n')).toContain(ROLE);
});

it('finds the role that is not entered in Datadog at all', async () => {
  const found = await only();

  expect(found).toMatchObject({ code: 1, accountId: ACCOUNT, roleName: ROLE, configId: null });
  expect(found.datadog).toMatchObject({ status: 'failing' });
  expect(found.toDo.join('\n')).toContain('add the account in Datadog');
});

it('leaves a role to the keys of its own site', async () => {
  const { output, errors, code } = await bench.run([], {
    DD_SITE: 'datadoghq.eu',
    DD_API_KEY: 'b'.repeat(32),
    DD_APP_KEY: 'b'.repeat(40),
  });

  expect(output).toBe('');
  expect(errors).toContain('no AWS account');
  expect(code).toBe(2);
});
