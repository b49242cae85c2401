import { unzipSync } from 'fflate';
import { nextCommands } from '../../scripts/package/next-commands';
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

describe('the commands that deploy it', () => {
  const made = { file: 'custom-resource.zip', bytes: 1, sha256: 'a'.repeat(64) };

  it('put it where the template looks for it', () => {
    const text = nextCommands([made]);
    const [, prefix = 'none'] = /CodePrefix=(\S+)/.exec(text) ?? [];
    expect(text).toContain(`aws s3 cp dist/custom-resource.zip "s3://$BUCKET/${prefix}custom-resource.zip"`);
    expect(text).toContain('--template-file template.yaml');
    expect(text).toContain('--capabilities CAPABILITY_IAM');
  });

  it('use another prefix when the code is another, for CloudFormation does not notice otherwise', () => {
    const other = nextCommands([{ ...made, sha256: 'b'.repeat(64) }]);
    expect(other).not.toBe(nextCommands([made]));
    expect(nextCommands([made])).toBe(nextCommands([{ ...made }]));
  });
});
