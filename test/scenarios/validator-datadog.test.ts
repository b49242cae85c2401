import type { Stack } from '@aws-sdk/client-cloudformation';
import type { Report } from '../../src/report/report';
import type { Sandbox } from '../sandbox';
import { accountFile, deployerOf, reportsOf, startPatientSandbox } from '../support/account-file';

const API_KEY = '0123456789abcdef0123456789abcdef';
const APP_KEY = '0123456789abcdef0123456789abcdef01234567';
const ACCOUNT = '123456789012';

jest.setTimeout(120_000);

let sandbox: Sandbox;
let stack: Stack;

beforeAll(async () => {
  sandbox = await startPatientSandbox();
  const keys = { DD_API_KEY: API_KEY, DD_APP_KEY: APP_KEY };
  const DatadogKeysSecretArn = sandbox.account().secrets.put('datadog', keys);
  stack = await deployerOf(sandbox).deploy('datadog', accountFile(), { DatadogKeysSecretArn });
});
afterAll(() => sandbox.stop());

const organization = () => sandbox.datadog.organization(API_KEY);

async function report(): Promise<Report> {
  const [only] = await reportsOf(sandbox, stack);
  if (only === undefined) throw new Error('there is no report');
  return only;
}

function verdicts({ checks }: Report): Readonly<Record<string, string>> {
  return Object.fromEntries(
    checks.filter(({ id }) => id.startsWith('datadog-')).map(({ id, status }) => [id, status]),
  );
}

test('x', async () => {
  const r = await report();
  console.log(r.status, verdicts(r), JSON.stringify(r.checks.filter((c) => c.id.startsWith('datadog-')), null, 1));
  const registration = organization().accounts.of(ACCOUNT);
  organization().accounts.regenerateExternalId(registration?.id ?? '');
  await sandbox.datadog.crawl();
  const s = await report();
  console.log(s.status, verdicts(s), JSON.stringify(s.checks.filter((c) => c.id.startsWith('datadog-')), null, 1));
});
