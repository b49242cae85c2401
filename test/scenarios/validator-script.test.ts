import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../src/report/report';
import { type CustomerAccount, openCustomerAccount, ROLE } from '../support/customer-account';
import { editDatadogsTrust } from '../support/role-edits';
import { runProgram } from '../support/run-program';
import { usualRegions } from '../support/usual-regions';
import { findings } from '../support/validator-run';

const SCRIPT = join(__dirname, '..', '..', 'scripts', 'validate.ts');
/** A profile as `aws configure` writes it. */
const CONFIG = `[profile customer]
region = us-east-1
aws_access_key_id = 123456789012
aws_secret_access_key = not-checked
`;

let customer: CustomerAccount;
let home: string;

beforeAll(async () => {
  customer = await openCustomerAccount({
    skipsWaits: true,
    // What is made counts as settled: the program goes by the real clock.
    sandbox: { ...usualRegions(), now: () => Date.now() - 150_000 },
  });
  home = mkdtempSync(join(tmpdir(), 'validate-'));
  writeFileSync(join(home, 'config'), CONFIG);
});
beforeEach(() => customer.reset());
afterAll(async () => {
  rmSync(home, { recursive: true });
  await customer.close();
});

/** `npm run validate` on a laptop with the ordinary credentials of a person in the account. */
const runScript = (...args: readonly string[]) =>
  runProgram(process.execPath, ['--import', 'tsx', SCRIPT, ...args], {
    PATH: process.env['PATH'],
    HOME: home,
    AWS_CONFIG_FILE: join(home, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(home, 'none'),
    AWS_ENDPOINT_URL: customer.sandbox.endpoint,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });

/** What anybody has changed or published since the last reset. */
const writes = () =>
  customer.sandbox.journal.calls().filter(({ write, service }) => write && service !== 'sts');

describe('npm run validate', () => {
  it('ends with 2 and a report for people when nothing is wrong and the role could not be tried, and publishes nothing', async () => {
    await customer.deploy(customer.stack());
    customer.sandbox.journal.clear();

    const { status, stdout, stderr } = await runScript('--profile', 'customer', '--role-name', ROLE);

    expect(stderr).toBe('tried 17 regions\n');
    expect(status).toBe(2);
    expect(stdout).toContain(`arn:aws:iam::123456789012:role/${ROLE} (datadoghq.com)\n\nREGIONS\n`);
    expect(stdout).toMatch(/^REGIONS\n(.*\n)*.*\beu-west-1\b(.*\n)*\nCHECKS\n/m);
    expect(stdout).toMatch(/^ {2}pass +trust-principal +The trust policy names Datadog's principal/m);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('Status: unknown');
    expect(writes()).toEqual([]);
  });

  it('ends with 1 when it is not, and --json gives the reports alone', async () => {
    await customer.deploy(customer.stack());
    await customer.deploy(customer.stack('other'), { RoleName: `${ROLE}-2` });
    await editDatadogsTrust(customer, ({ Condition: _, ...open }) => open);

    const { status, stdout } = await runScript('--profile', 'customer', '--json');

    const reports: readonly Report[] = JSON.parse(stdout);
    expect(status).toBe(1);
    expect(reports.map((report) => [report.roleName, findings(report)])).toEqual([
      [ROLE, { 'external-id-enforced': 'fail', 'drift-trust-policy': 'warn', regions: 'unknown' }],
      [`${ROLE}-2`, { regions: 'unknown' }],
    ]);
  });

  it('ends with 2 when it cannot tell, as with SelfTest Off', async () => {
    await customer.deploy(customer.stack(), { SelfTest: 'Off' });

    const { status, stdout } = await runScript('--profile', 'customer');

    expect(status).toBe(2);
    expect(stdout).toMatch(/^ {2}unknown +regions +STS answers in every region/m);
    expect(stdout).toContain('> To have access proven, set the property SelfTest of the stack to Report.');
  });

  it.each([
    ['there is no such integration', ['--role-name', 'Nobody'], 'There is no record of an integration'],
    ['the name is none', ['--role-name', 'No body'], 'roleName is "No body"'],
    ['an option is unknown', ['--rolename', 'x'], "Unknown option '--rolename'"],
  ])('ends with 2 and says why when %s', async (_, args, text) => {
    const { status, stderr } = await runScript('--profile', 'customer', ...args);

    expect(status).toBe(2);
    expect(stderr).toContain(text);
  });
});
