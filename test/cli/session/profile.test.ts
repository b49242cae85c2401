import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readProfile } from '../../../src/cli/session/profile';

const CONFIG = `[default]
region = eu-west-1
[profile work]
region = us-west-2
source_profile = gone
credential_process = /opt/vault --for "work"
[sso-session company]
sso_region = us-east-1
`;

let folder: string;
const before = { ...process.env };

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'profiles-'));
  writeFileSync(join(folder, 'config'), CONFIG);
  writeFileSync(join(folder, 'credentials'), '[keys]\naws_access_key_id = x\naws_secret_access_key = y\n');
  // The SDK reads these from the process.
  process.env['AWS_CONFIG_FILE'] = join(folder, 'config');
  process.env['AWS_SHARED_CREDENTIALS_FILE'] = join(folder, 'credentials');
});
afterAll(() => {
  process.env = before;
  rmSync(folder, { recursive: true });
});

test.each([
  ['an option', 'work', { AWS_PROFILE: 'keys' }, 'work', 'us-west-2'],
  ['AWS_PROFILE', undefined, { AWS_PROFILE: 'work', AWS_DEFAULT_PROFILE: 'keys' }, 'work', 'us-west-2'],
  ['AWS_DEFAULT_PROFILE', undefined, { AWS_PROFILE: '', AWS_DEFAULT_PROFILE: 'keys' }, 'keys', undefined],
  ['nothing', undefined, {}, undefined, 'eu-west-1'],
])('a profile is chosen by %s', async (_, chosen, environment, name, region) => {
  await expect(readProfile(chosen, environment)).resolves.toMatchObject({ name, region });
});

test('what its credentials rest on is known', async () => {
  await expect(readProfile('work', {})).resolves.toMatchObject({
    lacksSource: 'gone',
    process: '/opt/vault',
  });
  await expect(readProfile('keys', {})).resolves.toMatchObject({
    lacksSource: undefined,
    process: undefined,
  });
});

test.each([
  ['wrok', 'Did you mean work?'],
  ['customer', 'list-profiles'],
  ['company', 'There is no profile "company"'],
])('the profile %s is refused', async (name, text) => {
  await expect(readProfile(name, {})).rejects.toThrow(text);
});
