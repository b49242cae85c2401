import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { leanSchemas, leanSdkSchemas } from '../../scripts/build/sdk-schemas';
import { type Sandbox, startSandbox } from '../sandbox';

const root = join(__dirname, '..', '..');
const FILE = 'schemas_0.js';

const BASE = '_s_registry.registerError(IAMServiceException$, IAMServiceException);\n';
const USED = 'n0_registry.registerError(NoSuchEntityException$, NoSuchEntityException);\n';
const UNUSED = 'n0_registry.registerError(KeyPairMismatchException$, KeyPairMismatchException);\n';
const SCHEMA = 'export var Tag$ = [3, n0, _T,\n    0,\n    [() => Key$, { [_e]: _c }]\n];\n';

describe('what a bundle keeps of the SDK', () => {
  const lean = (text: string, ...named: string[]) => leanSchemas(text, new Set(named), FILE);

  it('are the base class, the error classes that the product names, and no other', () => {
    const text = lean(SCHEMA + BASE + USED + UNUSED, 'NoSuchEntityException');
    expect(text).toContain(BASE);
    expect(text).toContain(USED);
    expect(text).not.toContain('KeyPairMismatch');
  });

  it('are schemas that something refers to: the others may be dropped', () => {
    expect(lean(SCHEMA + BASE)).toContain('export var Tag$ = /* @__PURE__ */ (() => [3, n0, _T,');
  });

  it('is a declaration that does something, whatever refers to it', () => {
    const active = 'var Registered = [3, n0, register(_T)];\n';
    expect(lean(SCHEMA + active + BASE)).toContain(active);
  });
});

describe('a build with another SDK than this one', () => {
  it.each([
    ['registers errors in another way', `${SCHEMA + BASE}registry.registerError({ schema: Foo$ });\n`],
    ['registers none at all', SCHEMA],
    ['declares its schemas in another way', `export const Tag$ = struct(n0, _T);\n${BASE}`],
  ])('fails when it %s, and says which file and what to do', (_case, text) => {
    expect(() => leanSchemas(text, new Set(), FILE)).toThrow(
      /schemas_0\.js .*adapt scripts\/build\/sdk-schemas\.ts/,
    );
  });

  it('fails when its files lie elsewhere', async () => {
    const building = build({
      stdin: { contents: 'export const nothing = 1;' },
      write: false,
      logLevel: 'silent',
      plugins: [leanSdkSchemas([join(root, 'src')])],
    });
    await expect(building).rejects.toThrow('no file of the AWS SDK matched');
  });
});

describe('errors of AWS, in a bundle', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lean-sdk-'));
  let sandbox: Sandbox;
  const outfile = join(folder, 'bundle.js');

  /** In a process of its own: the SDK imports dynamically, which jest's modules cannot. */
  async function askIam(what: 'role' | 'document'): Promise<unknown> {
    const { stdout } = await promisify(execFile)(process.execPath, [outfile, what, sandbox.endpoint]);
    return JSON.parse(stdout);
  }

  beforeAll(async () => {
    sandbox = await startSandbox();
    await build({
      stdin: { contents: ENTRY, resolveDir: root },
      outfile,
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'cjs',
      mainFields: ['module', 'main'],
      logLevel: 'error',
      plugins: [leanSdkSchemas([join(root, 'src')])],
    });
  });

  afterAll(async () => {
    await sandbox.stop();
    rmSync(folder, { recursive: true });
  });

  it('are instances of the classes that the product names', async () => {
    expect(await askIam('role')).toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The role with name nobody cannot be found.',
      status: 404,
      isNoSuchEntity: true,
      isOfIam: true,
    });
  });

  it('have AWS’s code, words and status where the product does not name their class', async () => {
    expect(await askIam('document')).toMatchObject({
      name: 'MalformedPolicyDocument',
      message: 'This policy contains invalid Json',
      status: 400,
      isNoSuchEntity: false,
      isOfIam: true,
    });
  });
});

const ENTRY = `
import { CreateRoleCommand, GetRoleCommand, IAMClient, IAMServiceException, NoSuchEntityException } from '@aws-sdk/client-iam';
const [, , what, endpoint] = process.argv;
const credentials = { accessKeyId: '123456789012', secretAccessKey: 'not-checked' };
const iam = new IAMClient({ endpoint, region: 'us-east-1', credentials });
const command = what === 'role'
  ? new GetRoleCommand({ RoleName: 'nobody' })
  : new CreateRoleCommand({ RoleName: 'somebody', AssumeRolePolicyDocument: '{' });
iam.send(command).catch((error) => {
  const { name, message, $metadata } = error;
  const isNoSuchEntity = error instanceof NoSuchEntityException;
  const isOfIam = error instanceof IAMServiceException;
  process.stdout.write(JSON.stringify({ name, message, status: $metadata.httpStatusCode, isNoSuchEntity, isOfIam }));
});
`;
