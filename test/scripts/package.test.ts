import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { buildBundles } from '../../scripts/build/bundles';
import { bundledPackages, licenseTexts } from '../../scripts/package/licenses';
import { nextCommands } from '../../scripts/package/next-commands';
import { writePackage } from '../../scripts/package/write-package';
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
  const make = (name: string, version: string, files: Readonly<Record<string, string>>) => {
    put(
      `${name}/package.json`,
      JSON.stringify({ name: name.split('node_modules/').at(-1), version, license: 'MIT' }),
    );
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

  it('must be there', () => {
    make('bare', '1.0.0', {});
    expect(() => bundledPackages([source('bare/index.js')])).toThrow(
      'bare@1.0.0 is bundled and has no license text',
    );
  });
});

describe('the zips of this very build', () => {
  it('have the license texts of the SDK in them, and two builds the same bytes', async () => {
    const folders = ['one', 'other'].map((name) => mkdtempSync(join(tmpdir(), `package-${name}-`)));
    const [one = [], other = []] = await Promise.all(
      folders.map(async (folder) => (await buildBundles(folder)).map(writePackage)),
    );
    expect(one).toEqual(other);
    for (const { file } of one) {
      const files = unzipSync(readFileSync(join(folders[0] ?? '', file)));
      expect(Object.keys(files)).toEqual(['THIRD-PARTY-LICENSES.txt', 'index.js']);
      const text = Buffer.from(files['THIRD-PARTY-LICENSES.txt'] ?? []).toString();
      for (const name of ['@aws-sdk/client-iam', '@smithy/core', 'Apache License'])
        expect(text).toContain(name);
    }
    for (const folder of folders) rmSync(folder, { recursive: true });
  }, 60_000);
});

describe('the commands that deploy it', () => {
  const made = { file: 'custom-resource.zip', bytes: 1, sha256: 'a'.repeat(64) };

  it('put it where the template looks for it', () => {
    const text = nextCommands([made]);
    const [, prefix = 'none'] = /CodePrefix=(\S+)/.exec(text) ?? [];
    expect(text).toContain(`aws s3 cp dist/custom-resource.zip "s3://$BUCKET/${prefix}custom-resource.zip"`);
    expect(text).toContain('--template-file template.yaml');
    expect(text).toContain('--capabilities CAPABILITY_IAM');
  });

  it('send the template by the bucket that holds the code, as it is too long for a request, and so does the README', () => {
    const readme = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');
    for (const text of [nextCommands([made]), readme])
      expect(/aws cloudformation deploy(?:.*\\\n)+/.exec(text)?.[0]).toMatch(
        /--s3-bucket ("\$BUCKET"|YOUR-BUCKET)/,
      );
  });

  it('use another prefix when the code is another, for CloudFormation does not notice otherwise', () => {
    const other = nextCommands([{ ...made, sha256: 'b'.repeat(64) }]);
    expect(other).not.toBe(nextCommands([made]));
    expect(nextCommands([made])).toBe(nextCommands([{ ...made }]));
  });
});
