import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDocuments } from '../../scripts/permissions/documents';
import { actionsIn } from '../../scripts/permissions/live-lists';
import { updatePermissions } from '../../scripts/permissions/update';
import { publishedPermissionSets } from '../../src/datadog/permission-sets';
import { type Sandbox, startSandbox } from '../sandbox';

const PUBLISHED = join(__dirname, '..', '..', 'src', 'datadog', 'permissions');
const { inlineActions, managedActions } = publishedPermissionSets.Full;

let sandbox: Sandbox;
let folder: string;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(() => {
  sandbox.datadog.publishPermissions({});
  folder = mkdtempSync(join(tmpdir(), 'permissions-'));
  cpSync(PUBLISHED, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const update = (change: Partial<Parameters<typeof updatePermissions>[0]> = {}) =>
  updatePermissions({
    site: 'us5',
    endpointUrl: sandbox.datadogEndpoint,
    folder,
    today: '2027-01-31',
    checksOnly: false,
    ...change,
  });

/** The folder's files, by their names. */
const contents = () =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));

/** Datadog drops an action of each list, and calls two new ones, one of them in the middle of the alphabet. */
function publishNews(): void {
  sandbox.datadog.publishPermissions({
    standard: [...inlineActions.filter((action) => action !== 'sns:Publish'), 'xray:GetGroups'],
    resourceCollection: [
      [...managedActions.filter((action) => action !== 'cassandra:Select'), 'ec2:DescribeNovelties'],
      ['lambda:GetNovelty'],
    ],
  });
}

test('says that nothing has changed, and touches no file, while Datadog lists what the project has', async () => {
  const before = contents();

  const { isUpToDate, text } = await update();

  expect(isUpToDate).toBe(true);
  expect(text).toContain('Nothing has changed.');
  expect(contents()).toEqual(before);
});

describe('when Datadog lists other actions', () => {
  beforeEach(publishNews);

  test('tells a reviewer what is added and removed in which set, and how large the policies become', async () => {
    const { isUpToDate, text } = await update({ checksOnly: true });

    expect(isUpToDate).toBe(false);
    expect(text.split('\n')).toEqual([
      'Standard: the inline policy (iam_permissions/standard): 110, 1 added, 1 removed',
      '  + xray:GetGroups',
      '  - sns:Publish',
      'Full, besides: the managed policies (iam_permissions/resource_collection): 720, 2 added, 1 removed',
      '  + ec2:DescribeNovelties (the inline policy grants it already)',
      '  + lambda:GetNovelty',
      '  - cassandra:Select',
      'Core: six actions and patterns of the guide, of which the API has no list; unchanged.',
      expect.stringMatching(
        /^Inline policy: \d+ characters before, \d+ after, of 10240 that IAM allows on a role$/,
      ),
      expect.stringMatching(
        /^Managed policies: 4 of \d+, \d+, \d+, \d+ characters before, \d of .* after, of 6144 that IAM allows each$/,
      ),
      '',
    ]);
  });

  test('only looks where it is asked to', async () => {
    const before = contents();
    await update({ checksOnly: true });
    expect(contents()).toEqual(before);
  });

  test('puts them where they belong, sorted, with date, count and source, and finds nothing to do after that', async () => {
    const { text } = await update();

    expect(text).toContain('Written: standard.json, full-1.json, full-2.json, index.json.');
    const { standard, additional } = readDocuments(folder);
    expect(standard.actions).toContain('xray:GetGroups');
    expect(standard.actions).not.toContain('sns:Publish');
    const [first, second] = additional;
    expect(first?.actions).toEqual([...(first?.actions ?? [])].sort());
    expect(first?.actions).toContain('ec2:DescribeNovelties');
    expect(second?.actions).toContain('lambda:GetNovelty');
    const { files } = JSON.parse(contents()['index.json'] ?? '');
    expect(files['standard.json']).toEqual({
      date: '2027-01-31',
      actions: 110,
      source: 'api.us5.datadoghq.com /api/v2/integration/aws/iam_permissions/standard',
    });
    expect(files['full-3.json'].date).toBe('2025-11-07');
    expect((await update()).isUpToDate).toBe(true);
  });
});

test('asks for an example of a new pattern', async () => {
  sandbox.datadog.publishPermissions({ standard: [...inlineActions, 'xray:Get*'] });
  const { text } = await update({ checksOnly: true });
  expect(text).toContain('Add an action for each to src/validation/pattern-examples.ts: xray:Get*');
});

test('refuses a site that there is not', async () => {
  await expect(update({ site: 'mars' })).rejects.toThrow('Datadog has no site mars');
});

describe('an answer that is no list of actions', () => {
  const answer = (permissions: unknown) =>
    JSON.stringify({ data: { id: 'permissions', type: 'permissions', attributes: { permissions } } });

  test.each([
    ['a page', '<html>Sign in</html>', 'did not answer with JSON: <html>Sign in</html>'],
    ['another object', '{"permissions":["s3:ListAllMyBuckets"]}', 'did not answer with a list of actions'],
    ['an empty list', answer([]), 'did not answer with a list of actions'],
    ['a statement', answer([{ Effect: 'Allow', Action: '*' }]), 'did not answer with a list of actions'],
    ['everything', answer(['s3:ListAllMyBuckets', '*']), 'did not answer with a list of actions'],
    ['a text that is no action', answer(['s3:List Buckets']), 'did not answer with a list of actions'],
  ])('such as %s is refused with what came', (_, text, says) => {
    expect(() => actionsIn('https://api.example/list', text)).toThrow(`https://api.example/list ${says}`);
  });

  test('may be in pieces, as Datadog gives it to its own templates', () => {
    expect(actionsIn('', answer([['sns:Publish', 'ec2:Describe*'], ['sns:Publish']]))).toEqual([
      'ec2:Describe*',
      'sns:Publish',
    ]);
  });

  describe('from a proxy', () => {
    let server: Server;
    beforeAll((done) => {
      server = createServer((_, response) => response.writeHead(403).end('blocked by policy'));
      server.listen(0, '127.0.0.1', done);
    });
    afterAll((done) => void server.close(done));

    test('is told with its status, and nothing is written', async () => {
      const before = contents();
      const { port } = server.address() as AddressInfo;
      await expect(update({ endpointUrl: `http://127.0.0.1:${port}/{site}` })).rejects.toThrow(
        /^http:\/\/127\.0\.0\.1:\d+\/us5\.datadoghq\.com\/api\/v2\/integration\/aws\/iam_permissions\S* answered 403: blocked by policy$/,
      );
      expect(contents()).toEqual(before);
    });
  });
});
