import { readFileSync } from 'node:fs';
import { main } from '../../src/cli/main';
import core from '../../src/datadog/permissions/core.json';
import { type Sandbox, startSandbox } from '../sandbox';
import { fakeTerminal } from '../support/fake-terminal';
import { adoptableRole } from '../support/guide-role';

/*
 * docs/troubleshooting.md: the points of Datadog's page about its error, each asked of a role as the page says, with what Datadog
 * shows.
 */

const ROLE = 'DatadogIntegrationRole';
const OF_THE_ROLE = '0f9bb8a3d2c14c6e9a7b5d1e3f2a4c6d';
const OF_DATADOG = '1f9bb8a3d2c14c6e9a7b5d1e3f2a4c6d';

let sandbox: Sandbox;
const environmentBefore = { ...process.env };

beforeAll(async () => {
  // What is made counts as settled: the program goes by the real clock.
  sandbox = await startSandbox({ now: () => Date.now() - 150_000 });
  sandbox.account('123456789012').seed({
    roles: [{ name: ROLE, trust: adoptableRole.trust, inline: { Core: core } }],
  });
  process.env = {
    ...environmentBefore,
    AWS_ENDPOINT_URL: sandbox.endpoint,
    AWS_ACCESS_KEY_ID: '123456789012',
    AWS_SECRET_ACCESS_KEY: 'any',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
});
afterAll(async () => {
  process.env = environmentBefore;
  await sandbox.stop();
});

async function validate(...options: readonly string[]): Promise<string> {
  const terminal = fakeTerminal({ environment: process.env });
  await main(['validate', '--permissions', 'Core', ...options], terminal);
  return terminal.output() + terminal.errors();
}

test.each([
  ['role-exists', ['--role-name', 'DatadogAWSIntegrationRole', '--external-id', OF_THE_ROLE]],
  ['role-name', ['--role-name', ROLE.toLowerCase(), '--external-id', OF_THE_ROLE]],
  ['role-name', ['--role-name', `team/${ROLE}`, '--external-id', OF_THE_ROLE]],
  ['trust-principal', ['--role-name', ROLE, '--external-id', OF_THE_ROLE, '--site', 'ap1']],
  ['external-id', ['--role-name', ROLE, '--external-id', OF_DATADOG]],
])('%s finds it where Datadog has %j', async (check, options) => {
  await expect(validate(...options)).resolves.toMatch(new RegExp(`^FAIL ${check}: `, 'm'));
});

test('a blank behind the name is refused at once', async () => {
  await expect(validate('--role-name', `${ROLE} `, '--external-id', OF_THE_ROLE)).resolves.toContain(
    'it begins or ends with a blank, which makes Datadog look for a role of another name: remove the blank.',
  );
});

test('the page shows what is printed of another external id', async () => {
  const [, shown = ''] =
    /```\n(FAIL external-id: .*?)\n```/s.exec(readFileSync('docs/troubleshooting.md', 'utf8')) ?? [];

  const output = await validate('--role-name', ROLE, '--external-id', OF_DATADOG);

  const [before = '', after = ''] = shown.split('[...]');
  expect(output).toContain(before);
  expect(output).toContain(`${after}\n`);
});
