import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deflateSync } from 'node:zlib';
import { type FaultEffect, startSandbox } from '..';
import { createLambda } from '../lambda/lambda';
import { temporaryBundles } from './bundle';
import { ACCOUNTS, API_KEY, APPLICATION_KEY, datadogClient, registering } from './datadog';
import { datadogOfEachTest } from './datadog-of-each-test';
import { ACCOUNT } from './harness';
import { authorization } from './plain-requests';

const datadog = datadogOfEachTest();
const { call } = datadog;

function strikeCreate(effect: FaultEffect): void {
  datadog.sandbox.faults.add({
    match: { service: 'datadog', operation: 'CreateAWSAccount', nth: 1 },
    effect,
  });
}

const registered = () => datadog.sandbox.datadog.organization(API_KEY).accounts.list().length;
const create = () => call('POST', ACCOUNTS, registering());

describe('a call to Datadog that a fault strikes', () => {
  it('is told how long to wait when it is one too many', async () => {
    strikeCreate({ type: 'throttle', resetSeconds: 7 });
    const { status, type, headers, body } = await create();

    expect([status, type, body]).toEqual([429, 'application/json', { errors: ['Too many requests'] }]);
    expect(headers.get('X-RateLimit-Reset')).toBe('7');
    for (const name of ['Limit', 'Period', 'Remaining', 'Name'])
      expect(headers.get(`X-RateLimit-${name}`)).not.toBeNull();
    expect(registered()).toBe(0);
  });

  it.each([500, 503] as const)('gets %i as a page', async (status) => {
    strikeCreate({ type: 'serverError', status });

    expect(await create()).toMatchObject({
      status,
      type: 'text/html',
      text: expect.stringContaining('<html>'),
    });
    expect(registered()).toBe(0);
  });

  it('gets a login page in place of JSON, of AWS as well', async () => {
    strikeCreate({ type: 'loginPage' });
    datadog.sandbox.faults.add({ match: { service: 'sts' }, effect: { type: 'loginPage' } });
    const answer = await create();
    const ofAws = await fetch(datadog.sandbox.endpoint, {
      method: 'POST',
      headers: { authorization: 'Credential=123456789012/20260101/us-east-1/sts/aws4_request' },
      body: 'Action=GetCallerIdentity',
    });

    expect(answer).toMatchObject({ status: 200, text: expect.stringContaining('password') });
    expect(answer.type).toContain('text/html');
    expect(await ofAws.text()).toBe(answer.text);
    expect(registered()).toBe(0);
    expect(datadog.sandbox.journal.calls().map(({ result }) => result)).toEqual(['LoginPage', 'LoginPage']);
  });

  it('is denied, or gets any other error', async () => {
    strikeCreate({ type: 'accessDenied' });
    const denied = await create();
    strikeCreate({ type: 'error', code: 'Gone', message: 'it is gone', status: 410 });
    const other = await create();

    expect(denied).toMatchObject({ status: 403, body: { errors: ['Forbidden'] } });
    expect(other).toMatchObject({
      status: 410,
      body: { errors: [{ status: '410', title: 'Gone', detail: 'it is gone' }] },
    });
  });

  it.each([
    ['dropBefore', 0],
    ['dropAfter', 1],
  ] as const)('loses its connection (%s), with %i accounts registered', async (type, accounts) => {
    strikeCreate({ type });

    await expect(create()).rejects.toThrow('fetch failed');
    expect(registered()).toBe(accounts);
  });
});

it('calls are in the journal by Datadog’s names, with what they ask for and without their keys', async () => {
  const created = await create();
  await call('GET', `${ACCOUNTS}/${created.body.data.id}?x=y`);
  await create();
  await call('GET', '/api/v1/nothing');

  expect(datadog.sandbox.journal.calls()).toMatchObject([
    {
      service: 'datadog',
      operation: 'CreateAWSAccount',
      region: 'datadoghq.com',
      account: '',
      parameters: { body: registering() },
      write: true,
      result: 'ok',
    },
    {
      operation: 'GetAWSAccount',
      parameters: { x: 'y', aws_account_config_id: created.body.data.id },
      write: false,
      result: 'ok',
    },
    { operation: 'CreateAWSAccount', result: '409' },
    { operation: 'GET /api/v1/nothing', result: '404' },
  ]);
});

it('a bucket may be called as Datadog is', async () => {
  const put = (path: string) =>
    fetch(datadog.sandbox.endpoint + path, {
      method: 'PUT',
      headers: { authorization: authorization('s3', ACCOUNT, 'us-east-1') },
    });

  expect([(await put('/datadog')).status, (await put('/datadog/datadoghq.com/file')).status]).toEqual([
    200, 200,
  ]);
  expect(datadog.sandbox.journal.calls().map(({ service }) => service)).toEqual(['s3', 's3']);
});

describe('what is sent with an API key', () => {
  const send = (path: string, body: unknown) =>
    datadogClient(datadog.sandbox, { applicationKey: undefined })('POST', path, body);

  it('is taken as Datadog takes it, and kept', async () => {
    const check = { check: 'c', host_name: 'h', status: 0, tags: ['a:b'] };
    const series = [{ metric: 'm', type: 3, points: [{ timestamp: 1, value: 2 }] }];
    const event = { title: 't', text: 'x', tags: [] };
    const organization = datadog.sandbox.datadog.organization(API_KEY);

    expect(await send('/api/v1/check_run', [check, check])).toMatchObject({
      status: 202,
      type: 'text/json',
      body: { status: 'ok' },
    });
    expect(await send('/api/v2/series', { series })).toMatchObject({
      status: 202,
      body: { errors: [] },
    });
    expect(await send('/api/v1/events', event)).toMatchObject({
      status: 202,
      body: { status: 'ok' },
    });
    expect(organization.checks).toEqual([check, check]);
    expect(organization.series).toEqual(series);
    expect(organization.events).toEqual([event]);
  });

  it('may be compressed', async () => {
    const response = await fetch(
      `${datadog.sandbox.datadogEndpoint.replace('{site}', 'datadoghq.com')}/api/v2/series`,
      {
        method: 'POST',
        headers: { 'DD-API-KEY': API_KEY, 'content-encoding': 'deflate' },
        body: new Uint8Array(deflateSync(JSON.stringify({ series: [{ metric: 'm', points: [] }] }))),
      },
    );

    expect(response.status).toBe(202);
    expect(datadog.sandbox.datadog.organization(API_KEY).series).toEqual([{ metric: 'm', points: [] }]);
  });
});

describe('a port of its own', () => {
  const get = (origin: string, host: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const headers = { host, 'dd-api-key': API_KEY };
      request(`${origin}/api/v1/validate`, { headers }, (answer) => resolve(answer.resume().statusCode))
        .on('error', reject)
        .end();
    });

  it('serves the site that Host names, or else the first', async () => {
    const own = await startSandbox({ datadogPort: 0 });
    own.datadog.organization(API_KEY, { site: 'datadoghq.eu' });
    const origin = own.datadogOrigin ?? '';
    const statuses = [
      await get(origin, 'api.datadoghq.eu'),
      await get(origin, 'datadoghq.eu:443'),
      await get(origin, 'api.us3.datadoghq.com'),
      await get(origin, '127.0.0.1:4600'),
    ];
    const sites = own.journal.calls().map(({ region }) => region);
    await own.stop();

    expect(statuses).toEqual([200, 200, 403, 403]);
    expect(sites).toEqual(['datadoghq.eu', 'datadoghq.eu', 'us3.datadoghq.com', 'datadoghq.com']);
  });

  it('leaves nothing open when it is taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;

    await expect(startSandbox({ datadogPort: port })).rejects.toThrow('EADDRINUSE');
    await new Promise((resolve) => taken.close(resolve));
  });
});

describe('a function whose calls are held', () => {
  const bundles = temporaryBundles();
  afterAll(() => bundles.remove());

  it('has those to Datadog and to AWS answered together that it sends together', async () => {
    datadog.sandbox.configure({ holdsCalls: true });
    const lambda = createLambda({
      name: 'provider',
      timeoutMs: 60_000,
      skipsWaits: true,
      watch: datadog.sandbox.heldCalls,
      environment: {
        AWS_ENDPOINT_URL: datadog.sandbox.endpoint,
        DATADOG_ENDPOINT_URL: datadog.sandbox.datadogEndpoint,
      },
      bundlePath: bundles.handler(`
        const headers = { 'DD-API-KEY': '${API_KEY}', 'DD-APPLICATION-KEY': '${APPLICATION_KEY}' };
        const datadog = process.env.DATADOG_ENDPOINT_URL.replace('{site}', 'datadoghq.com');
        const asked = ['/api/v1/validate', '${ACCOUNTS}'].map((path) => fetch(datadog + path, { headers }));
        asked.push(new Promise((done) => http.get(process.env.AWS_ENDPOINT_URL, (answer) => done(answer.resume()))));
        setTimeout(() => {}, 1000);
        return (await Promise.all(asked)).map(({ status, statusCode }) => status ?? statusCode);`),
    });
    const { attempts } = await lambda.invoke({});
    await lambda.close();
    const calls = datadog.sandbox.journal.calls();

    expect(attempts[0]?.value).toEqual([200, 200, 403]);
    expect(Math.max(...calls.map(({ startedAt }) => startedAt))).toBeLessThanOrEqual(
      Math.min(...calls.map(({ endedAt }) => endedAt)),
    );
  });
});
