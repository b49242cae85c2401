import { createHash } from 'node:crypto';
import { type Sandbox, startSandbox } from '..';
import { ACCOUNT, policy, TRUST_LAMBDA } from './harness';
import { authorization } from './plain-requests';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

interface Sent {
  readonly body?: string;
  readonly headers?: Record<string, string>;
  readonly key?: string;
  readonly region?: string;
}

async function send(request: string, { body, headers, key = ACCOUNT, region = 'us-east-1' }: Sent = {}) {
  const [method = '', path = ''] = request.split(' ');
  const response = await fetch(sandbox.endpoint + path, {
    method,
    headers: { authorization: authorization('s3', key, region), ...headers },
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

function refused(status: number, code: string, message = '') {
  return { status, body: expect.stringContaining(`<Code>${code}</Code><Message>${message}`) };
}

describe('a bucket', () => {
  test('is there for its account, until it is deleted', async () => {
    expect((await send('PUT /code')).status).toBe(200);
    expect((await send('HEAD /code')).headers.get('x-amz-bucket-region')).toBe('us-east-1');
    expect((await send('GET /')).body).toContain('<Buckets><Bucket><Name>code</Name><CreationDate>');
    expect((await send('GET /code?location')).body).toMatch(
      /<LocationConstraint [^>]*><\/LocationConstraint>/,
    );
    expect((await send('DELETE /code')).status).toBe(204);
    expect((await send('HEAD /code')).status).toBe(404);
    expect(await send('DELETE /code')).toMatchObject(
      refused(404, 'NoSuchBucket', 'The specified bucket does not'),
    );
  });

  test('has a name that nobody else can have', async () => {
    await send('PUT /code');
    expect((await send('PUT /code')).status).toBe(200);
    const other = { key: '999999999999' };
    expect(await send('PUT /code', other)).toMatchObject(refused(409, 'BucketAlreadyExists'));
    expect(await send('GET /code?list-type=2', other)).toMatchObject(
      refused(403, 'AccessDenied', 'Access Denied'),
    );
    expect((await send('GET /', other)).body).not.toContain('code');
    expect(await send('PUT /Code')).toMatchObject(refused(400, 'InvalidBucketName'));
  });

  test('is made where its location is', async () => {
    const region = 'eu-west-1';
    const at = (location: string) =>
      `<CreateBucketConfiguration><LocationConstraint>${location}</LocationConstraint></CreateBucketConfiguration>`;
    expect(await send('PUT /code', { region })).toMatchObject(
      refused(
        400,
        'IllegalLocationConstraintException',
        'The unspecified location constraint is incompatible',
      ),
    );
    expect((await send('PUT /code', { region, body: at(region) })).status).toBe(200);
    expect((await send('GET /code?location', { region })).body).toContain('>eu-west-1</LocationConstraint>');
    expect(await send('PUT /code', { region, body: at(region) })).toMatchObject(
      refused(409, 'BucketAlreadyOwnedByYou'),
    );
    expect(await send('PUT /more', { body: at(region) })).toMatchObject(
      refused(400, 'IllegalLocationConstraintException', 'The eu-west-1 location'),
    );
  });

  test('with an object in it is not deleted', async () => {
    await send('PUT /code');
    await send('PUT /code/a', { body: 'a' });
    expect(await send('DELETE /code')).toMatchObject(
      refused(409, 'BucketNotEmpty', 'The bucket you tried to delete is not empty'),
    );
  });

  test('has none of the settings that the sandbox does not keep', async () => {
    await send('PUT /code');
    expect(await send('PUT /code?versioning', { body: '<VersioningConfiguration/>' })).toMatchObject(
      refused(501, 'NotImplemented', 'versioning is not served by the sandbox.'),
    );
  });
});

describe('an object', () => {
  beforeEach(() => send('PUT /code'));

  test('is read as it was put, whole, in part, or only its headers', async () => {
    const put = await send('PUT /code/a/b%20c.json', {
      body: '{"a":1}',
      headers: { 'content-type': 'application/json' },
    });
    const etag = `"${createHash('md5').update('{"a":1}').digest('hex')}"`;
    expect(put.headers.get('etag')).toBe(etag);
    const whole = await send('GET /code/a/b%20c.json');
    expect(whole).toMatchObject({ status: 200, body: '{"a":1}' });
    expect(whole.headers.get('content-type')).toBe('application/json');
    expect(whole.headers.get('etag')).toBe(etag);
    const part = await send('GET /code/a/b%20c.json', { headers: { range: 'bytes=1-3' } });
    expect(part).toMatchObject({ status: 206, body: '"a"' });
    expect(part.headers.get('content-range')).toBe('bytes 1-3/7');
    const head = await send('HEAD /code/a/b%20c.json');
    expect(head).toMatchObject({ status: 200, body: '' });
    expect(head.headers.get('content-length')).toBe('7');
    const behind = await send('GET /code/a/b%20c.json', { headers: { range: 'bytes=7-' } });
    expect(behind).toMatchObject(refused(416, 'InvalidRange'));
  });

  test('may come in chunks, with a checksum behind them', async () => {
    const body = '3;chunk-signature=0\r\nabc\r\n2\r\n\r\n\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n';
    const headers = {
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'content-encoding': 'aws-chunked',
    };
    await send('PUT /code/a', { body, headers });
    expect((await send('GET /code/a')).body).toBe('abc\r\n');
  });

  test('that came otherwise than it was sent is refused', async () => {
    const headers = { 'content-md5': createHash('md5').update('b').digest('base64') };
    expect(await send('PUT /code/a', { body: 'a', headers })).toMatchObject(refused(400, 'BadDigest'));
    expect((await send('HEAD /code/a')).status).toBe(404);
  });

  test('that is missing is told in XML, whatever is sent', async () => {
    const headers = { 'content-type': 'application/json' };
    expect(await send('GET /code/a', { headers })).toMatchObject(
      refused(404, 'NoSuchKey', 'The specified key does not exist.'),
    );
  });

  test('is deleted alone or with others', async () => {
    for (const key of ['a', 'b&c', 'd']) await send(`PUT /code/${encodeURIComponent(key)}`, { body: key });
    expect((await send('DELETE /code/a')).status).toBe(204);
    expect((await send('DELETE /code/a')).status).toBe(204);
    const body = '<Delete><Object><Key>b&amp;c</Key></Object><Object><Key>d</Key></Object></Delete>';
    expect((await send('POST /code?delete', { body })).body).toContain(
      '<Deleted><Key>b&amp;c</Key></Deleted><Deleted><Key>d</Key></Deleted>',
    );
    expect((await send('GET /code?list-type=2')).body).toContain('<KeyCount>0</KeyCount>');
  });

  test('is listed by prefix, folder and page', async () => {
    for (const key of ['x/2', 'a', 'x/1', 'x/y/3', 'z']) await send(`PUT /code/${key}`, { body: key });
    const list = async (query: string) => {
      const { body } = await send(`GET /code?list-type=2${query}`);
      const all = (pattern: RegExp) => [...body.matchAll(pattern)].map(([, text]) => text);
      return {
        keys: all(/<Key>([^<]*)</g),
        folders: all(/<CommonPrefixes><Prefix>([^<]*)</g),
        token: all(/<NextContinuationToken>([^<]*)</g)[0],
      };
    };
    expect(await list('')).toMatchObject({ keys: ['a', 'x/1', 'x/2', 'x/y/3', 'z'], token: undefined });
    expect(await list('&prefix=x/&delimiter=/')).toMatchObject({ keys: ['x/1', 'x/2'], folders: ['x/y/'] });
    const first = await list('&max-keys=2&delimiter=/');
    expect(first).toMatchObject({ keys: ['a'], folders: ['x/'] });
    expect(await list(`&delimiter=/&continuation-token=${first.token}`)).toMatchObject({
      keys: ['z'],
      folders: [],
      token: undefined,
    });
  });
});

test('a role needs permission for the object, and to list before it is told what is missing', async () => {
  await send('PUT /code');
  await send('PUT /code/a', { body: 'a' });
  const inline = { p: policy({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::code/*' }) };
  sandbox.account().seed({ roles: [{ name: 'R', trust: TRUST_LAMBDA, inline }] });
  const key = sandbox.account().credentialsOf('R').accessKeyId;
  expect((await send('GET /code/a', { key })).body).toBe('a');
  expect((await send('HEAD /code/b', { key })).status).toBe(403);
  const denied = await send('PUT /code/a', { key, body: 'b' });
  expect(denied.status).toBe(403);
  expect(denied.body).toContain('s3:PutObject on resource: &quot;arn:aws:s3:::code/a&quot; because');
});
