import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { parse as parseYaml } from 'yaml';
import { version } from '../../package.json';
import { TEMPLATE_BUDGET_BYTES } from '../../scripts/bench/budgets';
import { buildBundles, root } from '../../scripts/build/bundles';
import { buildCli } from '../../scripts/build/cli-bundle';
import { bundledPackages, licenseTexts } from '../../scripts/package/licenses';
import { nextCommands } from '../../scripts/package/next-commands';
import { packagedRelease } from '../../scripts/package/release';
import { hostedTemplate } from '../../scripts/package/templates';
import { type Package, writePackage } from '../../scripts/package/write-package';
import { zipOf } from '../../scripts/package/zip';

const code = Buffer.from('exports.handler = async () => {};\n');
const map = Buffer.from('{}');

describe('a package', () => {
  it('has the files in it, as they are', () => {
    const files = unzipSync(zipOf({ 'index.js': code }));
    expect(Object.keys(files)).toEqual(['index.js']);
    expect(Buffer.from(files['index.js'] ?? []).equals(code)).toBe(true);
  });

  it('has the same bytes whenever and from whatever order of files it is made', () => {
    const one = Buffer.from(zipOf({ 'index.js': code, 'index.js.map': map }));
    const other = Buffer.from(zipOf({ 'index.js.map': map, 'index.js': code }));
    expect(one.equals(other)).toBe(true);
  });

  it('dates its files to the first moment that a zip knows', () => {
    // https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.7: time and date at offset 10, in local time
    const header = Buffer.from(zipOf({ 'index.js': code }));
    expect(header.readUInt16LE(10)).toBe(0);
    expect(header.readUInt16LE(12)).toBe(0x0021);
  });

  it('lets Lambda read the files', () => {
    // 4.3.12: made by Unix, permissions in the upper half of the external attributes
    const zip = Buffer.from(zipOf({ 'index.js': code }));
    const central = zip.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    expect(zip.readUInt8(central + 5)).toBe(3);
    expect(zip.readUInt32LE(central + 38) >>> 16).toBe(0o100_644);
  });
});

describe('the license texts in a package', () => {
  let folder: string;
  const source = (path: string) => join(folder, 'node_modules', path);
  const put = (path: string, text: string) => {
    mkdirSync(dirname(source(path)), { recursive: true });
    writeFileSync(source(path), text);
  };
  const make = (name: string, version: string, files: Readonly<Record<string, string>>, url?: string) => {
    const manifest = { name: name.split('node_modules/').at(-1), version, license: 'MIT' };
    put(`${name}/package.json`, JSON.stringify({ ...manifest, ...(url && { repository: { url } }) }));
    for (const [file, text] of Object.entries(files)) put(`${name}/${file}`, text);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'licenses-'));
    make('b', '2.0.0', { LICENSE: 'Text of MIT\r\n' });
    make('@scope/a', '1.0.0', { 'LICENSE.md': 'Text of MIT', NOTICE: 'Made by a' });
    make('c', '1.0.0', { 'license.txt': 'Text of MIT' });
    make('c/node_modules/b', '1.0.0', { LICENSE: 'Text of another' });
    make('unused', '1.0.0', { LICENSE: 'Nobody asks for this' });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const used = () =>
    ['c/index.js', 'b/lib/x.js', 'b/lib/y.js', '@scope/a/es/z.js', 'c/node_modules/b/i.js'].map(source);

  it('are those of the packages of which something is in the bundle, each text once', () => {
    const text = licenseTexts(bundledPackages([...used(), '/project/src/own.ts']));
    const packages = text.split('\n').filter((line) => line.endsWith('(MIT)'));
    expect(packages).toEqual(['@scope/a 1.0.0 (MIT)', 'b 1.0.0 (MIT)', 'b 2.0.0 (MIT)', 'c 1.0.0 (MIT)']);
    expect(text.match(/Text of MIT/g)).toHaveLength(2);
    expect(text).toContain('Text of MIT\n\nMade by a');
    expect(text).not.toContain('Nobody asks for this');
    expect(text).not.toContain('\r');
  });

  it('are the same in whatever order the files come', () => {
    const texts = [used(), used().reverse()].map((files) => licenseTexts(bundledPackages(files)));
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).not.toContain(folder);
  });

  it('are those of another package of the same repository where one comes without', () => {
    make('bare', '1.0.0', {}, 'https://example.com/sdk');
    make('sibling', '1.0.0', { LICENSE: 'Text of the SDK' }, 'https://example.com/sdk');

    const [bare] = bundledPackages([source('bare/index.js'), source('sibling/index.js'), ...used()]).filter(
      ({ name }) => name === 'bare',
    );

    expect(bare?.text).toBe('Text of the SDK');
  });

  it('must be there', () => {
    make('stranger', '1.0.0', { LICENSE: 'Text of others' }, 'https://example.com/others');
    make('lonely', '1.0.0', {}, 'https://example.com/lonely');
    expect(() => bundledPackages(['stranger/index.js', 'lonely/index.js'].map(source))).toThrow(
      'lonely@1.0.0 is bundled and has no license text',
    );
    make('bare', '1.0.0', {});
    expect(() => bundledPackages([source('bare/index.js')])).toThrow(
      'bare@1.0.0 is bundled and has no license text',
    );
  });
});

describe('a package of this very build', () => {
  const folders = ['one', 'other'].map((name) => mkdtempSync(join(tmpdir(), `package-${name}-`)));
  const [folder = ''] = folders;
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const packageIn = async (into: string) =>
    writePackage(await buildBundles(into), await buildCli(join(into, 'cli', 'index.js')));
  let packages: readonly Package[];
  beforeAll(async () => {
    packages = await Promise.all(folders.map(packageIn));
  });
  afterAll(() => {
    for (const made of folders) rmSync(made, { recursive: true });
  });

  it('has the same bytes as another one of the same sources, wherever it is made', () => {
    expect(packages[0]).toEqual(packages[1]);
    expect(packages[0]?.release).toMatch(/^\d+\.\d+\.\d+\+[0-9a-f]{12}$/);
  });

  it('has the license texts of the SDK in the zips and beside the template', () => {
    for (const zip of ['custom-resource.zip', 'validator.zip']) {
      const files = unzipSync(readFileSync(join(folder, zip)));
      expect(Object.keys(files)).toEqual(['THIRD-PARTY-LICENSES.txt', 'index.js']);
      const text = Buffer.from(files['THIRD-PARTY-LICENSES.txt'] ?? []).toString();
      for (const name of ['@aws-sdk/client-iam', '@smithy/core', 'Apache License'])
        expect(text).toContain(name);
    }
    expect(read('THIRD-PARTY-LICENSES.txt')).toContain('@aws-sdk/client-sns');
    expect(read('account.yaml').split('\nAWSTemplateFormatVersion')[0]).toContain('# @aws-sdk/client-sns ');
  });

  it('says by checksums what its files have to be', () => {
    const lines = read('checksums.txt').trim().split('\n');
    expect(lines).toHaveLength(6);
    for (const line of lines) {
      const [sha256, file = ''] = line.split('  ');
      expect(
        createHash('sha256')
          .update(readFileSync(join(folder, file)))
          .digest('hex'),
      ).toBe(sha256);
    }
  });

  it('lists what functions and program are made of, and nothing that differs from one machine to the next', () => {
    const bill = JSON.parse(read('sbom.cdx.json'));
    const names = bill.components.map(({ name }: { name: string }) => name);
    expect(names).toContain('@aws-sdk/client-iam');
    for (const name of ['@aws-sdk/credential-providers', '@smithy/core', 'valibot'])
      expect(names).toContain(name);
    for (const name of ['jest', 'esbuild', 'aws-sdk-client-mock']) expect(names).not.toContain(name);
    expect(bill).toMatchObject({
      bomFormat: 'CycloneDX',
      metadata: { component: { name: 'datadog-integration-role' } },
    });
    expect(Object.keys(bill)).not.toContain('serialNumber');
    // npm marks so what a package's users do not install.
    expect(read('sbom.cdx.json')).not.toContain('cdx:npm:package:development');
    expect(read('sbom.cdx.json')).not.toContain(root);
  });

  describe('is one file to deploy', () => {
    const source = () => parse(readFileSync(join(root, 'template.yaml'), 'utf8'));
    const account = () => parse(read('account.yaml'));

    it('with the code that all tests run, for each function', () => {
      const { Resources } = account();
      for (const [logicalId, bundle] of Object.entries({
        Provider: 'custom-resource',
        Validator: 'validator',
      })) {
        const code = read(`${bundle}/index.js`).replace(/\n\/\/# sourceMappingURL=.*\n/, '');
        expect(Resources[logicalId].Properties.Code).toEqual({ ZipFile: code });
        expect(Resources[logicalId].Properties).toMatchObject({ Handler: 'index.handler' });
      }
    });

    it('that is template.yaml in all else, but for where code is hosted', () => {
      const [template, packaged] = [source(), account()];
      const { CodeBucket, CodePrefix, ...parameters } = template.Parameters;
      expect([CodeBucket, CodePrefix]).not.toContain(undefined);
      expect(packaged.Parameters).toEqual(parameters);
      for (const logicalId of ['Provider', 'Validator']) {
        const [made] = packages;
        expect(template.Resources[logicalId].Properties.Code.S3Bucket).toBeDefined();
        packaged.Resources[logicalId].Properties.Code = template.Resources[logicalId].Properties.Code;
        expect(packaged.Description).toBe(`${template.Description} Release ${made?.release}.`);
      }
      for (const logicalId of ['DatadogAccount', 'DatadogIntegration'])
        packaged.Resources[logicalId].Properties.Release = version;
      expect(packaged.Resources).toEqual(template.Resources);
      const { Parameters: _, Resources: __, Description: ___, Metadata: ____, ...others } = template;
      expect(packaged).toMatchObject(others);
      for (const name of ['CodeBucket', 'CodePrefix'])
        expect(read('account.yaml').includes(name)).toBe(false);
    });

    it('that CloudFormation takes: ASCII, within the budget of its 1 MB, without a transform or a nested stack', () => {
      const text = read('account.yaml');
      expect(/[^\n\t\x20-\x7e]/.exec(text)?.[0]).toBeUndefined();
      expect(text.length).toBeLessThan(TEMPLATE_BUDGET_BYTES);
      expect(/^Transform:|AWS::CloudFormation::Stack$/m.exec(text)?.[0]).toBeUndefined();
    });

    it('whose release is another one when anything in it is', () => {
      const [made] = packages;
      for (const logicalId of ['DatadogAccount', 'DatadogIntegration'])
        expect(account().Resources[logicalId].Properties.Release).toBe(made?.release);
      expect(packagedRelease(['template', 'one'])).not.toBe(packagedRelease(['template', 'other']));
      expect(packagedRelease(['a', 'b'])).not.toBe(packagedRelease(['ab', '']));
    });
  });

  it('has a template for those who host its zips, which finds them where the commands put them', () => {
    const [made] = packages;
    const hosted = parse(read('hosted.yaml'));
    const prefix = hosted.Parameters.CodePrefix.Default;
    expect(nextCommands(made?.release ?? '')).toContain(
      `aws s3 cp dist/custom-resource.zip "s3://$BUCKET/${prefix}custom-resource.zip"`,
    );
    for (const logicalId of ['DatadogAccount', 'DatadogIntegration'])
      expect(hosted.Resources[logicalId].Properties.Release).toBe(made?.release);
    const { CodePrefix: _, ...parameters } = hosted.Parameters;
    expect(parse(readFileSync(join(root, 'template.yaml'), 'utf8')).Parameters).toMatchObject(parameters);
  });

  it('is not made of a template that has changed where it would be changed', () => {
    const source = { template: 'Description: x\n', release: `${version}+0` };
    expect(() => hostedTemplate(source)).toThrow(/template\.yaml has 0 places like .*Release/);
  });
});

/** Without the short forms of intrinsic functions, whose tags are left out. */
function parse(text: string) {
  return parseYaml(text, { logLevel: 'silent' });
}

describe('the commands that deploy it', () => {
  it('send the template by a bucket, as it is too long for a request, and so does the README', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    for (const text of [nextCommands('1.2.3+0'), readme])
      for (const [command] of text.matchAll(/aws cloudformation deploy(?:.*\\\n)+.*/g)) {
        expect(command).toMatch(/--s3-bucket ("\$BUCKET"|YOUR-BUCKET)/);
        expect(command).toContain('--capabilities CAPABILITY_IAM');
      }
  });

  it('use another prefix for another release, for CloudFormation does not notice otherwise', () => {
    expect(nextCommands('1.2.3+0')).not.toBe(nextCommands('1.2.3+1'));
  });
});
