import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLambda, type Lambda, type LambdaOptions } from '../lambda/lambda';
import { temporaryBundles } from './bundle';

const bundles = temporaryBundles();
const lambdas: Lambda[] = [];

function lambdaFrom(bundlePath: string, options: Partial<LambdaOptions> = {}): Lambda {
  const lambda = createLambda({
    bundlePath,
    name: 'provider',
    timeoutMs: 5000,
    retryDelaysMs: [1, 1],
    ...options,
  });
  lambdas.push(lambda);
  return lambda;
}

afterEach(async () => {
  await Promise.all(lambdas.splice(0).map((lambda) => lambda.close()));
});
afterAll(() => bundles.remove());

function outcomes({ attempts }: { attempts: readonly { outcome: string }[] }): string[] {
  return attempts.map(({ outcome }) => outcome);
}

describe('an invocation', () => {
  it('returns what the handler returned, as JSON', async () => {
    const lambda = lambdaFrom(
      bundles.handler('return { echo: event.value, at: new Date(0), gone: undefined };'),
    );

    const { attempts } = await lambda.invoke({ value: 7 });

    expect(attempts).toHaveLength(1);
    expect(attempts[0]).toMatchObject({
      outcome: 'returned',
      value: { echo: 7, at: '1970-01-01T00:00:00.000Z' },
    });
  });

  it('gives the handler the context of its function', async () => {
    const lambda = lambdaFrom(
      bundles.handler('return { ...context, remaining: context.getRemainingTimeInMillis() };'),
      { region: 'cn-north-1', accountId: '210987654321', partition: 'aws-cn' },
    );

    const { requestId, attempts } = await lambda.invoke({});

    expect(attempts[0]?.value).toMatchObject({
      awsRequestId: requestId,
      functionName: 'provider',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws-cn:lambda:cn-north-1:210987654321:function:provider',
      memoryLimitInMB: '256',
      logGroupName: '/aws/lambda/provider',
      logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
    });
    const { remaining } = (attempts[0]?.value ?? {}) as { remaining?: number };
    expect(remaining).toBeGreaterThan(4000);
    expect(remaining).toBeLessThanOrEqual(5000);
  });

  it('tells by which ARN it was called, alias included', async () => {
    const lambda = lambdaFrom(bundles.handler('return context.invokedFunctionArn;'), { region: 'eu-west-1' });
    const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:provider';

    const live = lambda.qualified('live');

    expect(live.arn).toBe(`${arn}:live`);
    expect((await live.invoke({})).attempts[0]?.value).toBe(`${arn}:live`);
    expect((await lambda.invoke({})).attempts[0]?.value).toBe(arn);
    expect((await lambda.invoke({}, { qualifier: '$LATEST' })).attempts[0]?.value).toBe(`${arn}:$LATEST`);
  });

  it('sees the variables it was given and none of this process', async () => {
    process.env['SANDBOX_DRIVER_LEAK'] = 'leaked';
    const lambda = lambdaFrom(bundles.handler('return process.env;'), { environment: { MODE: 'test' } });

    const { attempts } = await lambda.invoke({});

    delete process.env['SANDBOX_DRIVER_LEAK'];
    expect(attempts[0]?.value).toMatchObject({ MODE: 'test', AWS_LAMBDA_FUNCTION_NAME: 'provider' });
    expect(attempts[0]?.value).not.toHaveProperty('SANDBOX_DRIVER_LEAK');
    expect(attempts[0]?.value).not.toHaveProperty('NODE_ENV');
  });

  it('has the lines that it wrote itself, and no others', async () => {
    const lambda = lambdaFrom(
      bundles.handler(
        "console.log('first', event.n); console.error('second'); process.stdout.write('third\\nfourth\\n');",
      ),
    );

    const first = await lambda.invoke({ n: 1 });
    const second = await lambda.invoke({ n: 2 });

    expect(first.attempts[0]?.logs).toEqual(['first 1', 'second', 'third', 'fourth']);
    expect(second.attempts[0]?.logs).toEqual(['first 2', 'second', 'third', 'fourth']);
  });
});

describe('an execution environment', () => {
  const COUNTER =
    "globalThis.calls = (globalThis.calls ?? 0) + 1; if (event.throw) throw new Error('no'); return calls;";

  it('is used again by the next invocation, also after an error', async () => {
    const lambda = lambdaFrom(bundles.handler(COUNTER));

    const values = [];
    for (const event of [{}, { throw: true }, {}])
      values.push((await lambda.invoke(event)).attempts[0]?.value);

    expect(values).toEqual([1, undefined, 3]);
  });

  it('runs one event at a time: concurrent ones get their own', async () => {
    const lambda = lambdaFrom(bundles.handler(`await pause(30); ${COUNTER}`));

    const results = await Promise.all([lambda.invoke({}), lambda.invoke({}), lambda.invoke({})]);

    expect(results.map(({ attempts }) => attempts[0]?.value)).toEqual([1, 1, 1]);
  });

  it('is frozen between invocations: a leaked timer fires in the next one', async () => {
    const lambda = lambdaFrom(
      bundles.handler(`
        if (event.leak) { setTimeout(() => console.log('leaked timer'), 5); return; }
        await pause(20);`),
    );

    const first = await lambda.invoke({ leak: true });
    await sleep(50);
    const second = await lambda.invoke({});

    expect(first.attempts[0]?.logs).toEqual([]);
    expect(second.attempts[0]?.logs).toEqual(['leaked timer']);
  });
});

describe('a function that does not end well', () => {
  it('is stopped at its time-out, and nothing of it runs on', async () => {
    const file = `${bundles.source('')}.ticks`;
    const lambda = lambdaFrom(
      bundles.handler(`
        const tick = () => require('node:fs').appendFileSync(${JSON.stringify(file)}, '.');
        tick();
        setInterval(tick, 1);
        await new Promise(() => {});`),
      { timeoutMs: 60 },
    );

    const { attempts } = await lambda.invoke({});
    const ticks = readFileSync(file, 'utf8');
    await sleep(40);

    expect(attempts[0]).toMatchObject({
      outcome: 'timed out',
      error: { message: 'Task timed out after 0.06 seconds' },
    });
    expect(ticks.length).toBeGreaterThan(0);
    expect(readFileSync(file, 'utf8')).toBe(ticks);
  });

  it('is stopped at its time-out even in an endless loop', async () => {
    const lambda = lambdaFrom(bundles.handler('for (;;);'), { timeoutMs: 50 });

    expect(outcomes(await lambda.invoke({}))).toEqual(['timed out']);
  });

  it('can be killed at an exact call, and does not live to see the answer', async () => {
    const calls: (string | undefined)[] = [];
    const server = createServer(async (request, response) => {
      calls.push(request.url);
      if (request.url === '/second') await lambda.kill();
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const lambda = lambdaFrom(
      bundles.handler(`
        for (const path of ['first', 'second', 'third']) {
          console.log(path);
          await new Promise((done) => http.get('http://127.0.0.1:${port}/' + path, { agent: false }, done));
        }`),
    );

    const { attempts } = await lambda.invoke({});
    await sleep(20);
    server.close();

    expect(attempts).toMatchObject([{ outcome: 'killed', logs: ['first', 'second'] }]);
    expect(calls).toEqual(['/first', '/second']);
  });

  it.each([
    ['throws', "exports.handler = async () => { throw new RangeError('bad'); };", 'threw', 'bad'],
    ['throws what is no error', 'exports.handler = async () => { throw 42; };', 'threw', '42'],
    ['cannot be loaded', "throw new Error('no module');", 'crashed', 'no module'],
    ['throws no error while it is loaded', 'throw 42;', 'crashed', '42'],
    ['exports no handler', 'exports.main = () => {};', 'crashed', 'exports no function named handler'],
    ['exits', 'exports.handler = async () => process.exit(3);', 'crashed', 'exited without a reason'],
    [
      'leaves a rejection unhandled',
      "exports.handler = () => new Promise(() => { Promise.reject(new Error('lost')); });",
      'crashed',
      'lost',
    ],
  ])('reports a function that %s', async (_case, source, outcome, message) => {
    const lambda = lambdaFrom(bundles.source(source));

    const { attempts } = await lambda.invoke({});

    expect(attempts).toMatchObject([{ outcome, error: { message: expect.stringContaining(message) } }]);
  });
});

describe('asynchronous invocation', () => {
  const FAILS_TWICE = `
    const fs = require('node:fs');
    const attempt = fs.existsSync(event.file) ? fs.readFileSync(event.file, 'utf8').length : 0;
    fs.appendFileSync(event.file, '.');
    if (attempt === 0) throw new Error('first');
    if (attempt === 1) process.exit(1);
    return context.awsRequestId;`;

  it('delivers a failed event up to two more times, with the same request id', async () => {
    const lambda = lambdaFrom(bundles.handler(FAILS_TWICE));

    const { requestId, attempts } = await lambda.invoke(
      { file: `${bundles.source('')}.attempts` },
      { asynchronous: true },
    );

    expect(outcomes({ attempts })).toEqual(['threw', 'crashed', 'returned']);
    expect(attempts[2]?.value).toBe(requestId);
  });

  it('gives up after the third attempt', async () => {
    const lambda = lambdaFrom(bundles.handler('process.exit(1);'));

    expect(outcomes(await lambda.invoke({}, { asynchronous: true }))).toEqual([
      'crashed',
      'crashed',
      'crashed',
    ]);
  });

  it('starts anew after a kill', async () => {
    const lambda = lambdaFrom(
      bundles.handler(`
        globalThis.calls = (globalThis.calls ?? 0) + 1;
        if (!require('node:fs').existsSync(event.file)) {
          require('node:fs').writeFileSync(event.file, '');
          await new Promise(() => setInterval(() => {}, 1000));
        }
        return calls;`),
    );
    const file = `${bundles.source('')}.begun`;
    const invocation = lambda.invoke({ file }, { asynchronous: true });
    while (!existsSync(file)) await sleep(1);

    await lambda.kill();

    expect((await invocation).attempts).toMatchObject([
      { outcome: 'killed' },
      { outcome: 'returned', value: 1 },
    ]);
  });

  it('tries once when retries are turned off', async () => {
    const lambda = lambdaFrom(bundles.handler('process.exit(1);'), { retryDelaysMs: [] });

    expect(outcomes(await lambda.invoke({}, { asynchronous: true }))).toEqual(['crashed']);
    expect(lambda.invocations).toHaveLength(1);
  });
});

describe('timeScale', () => {
  const SCALED = { timeScale: 100, timeoutMs: 3_000_000 };
  /** Two readings of a clock of whole milliseconds, scaled. */
  const MILLISECOND_CLOCK = 200;

  it.each([
    ['setTimeout', 'await new Promise((done) => setTimeout(done, 5000));'],
    ['node:timers', "await new Promise((done) => require('node:timers').setTimeout(done, 5000));"],
    ['timers/promises', "await require('node:timers/promises').setTimeout(5000);"],
    ['a promisified setTimeout', "await require('node:util').promisify(setTimeout)(5000);"],
    [
      'setInterval',
      'await new Promise((done) => { const t = setInterval(() => { clearInterval(t); done(); }, 5000); });',
    ],
    [
      'AbortSignal.timeout',
      "await new Promise((done) => AbortSignal.timeout(5000).addEventListener('abort', done));",
    ],
  ])('lets %s pass that much faster, and the clocks with it', async (_timer, wait) => {
    const lambda = lambdaFrom(
      bundles.handler(`
        const start = [Date.now(), new Date().getTime(), performance.now(), -context.getRemainingTimeInMillis()];
        const realStart = process.hrtime.bigint();
        ${wait}
        const realEnd = process.hrtime.bigint();
        const end = [Date.now(), new Date().getTime(), performance.now(), -context.getRemainingTimeInMillis()];
        return { elapsed: end.map((value, index) => value - start[index]), realMs: Number(realEnd - realStart) / 1e6 };`),
      SCALED,
    );

    const { attempts } = await lambda.invoke({});

    expect(attempts[0]?.outcome).toBe('returned');
    const { elapsed = [], realMs = 0 } = (attempts[0]?.value ?? {}) as {
      elapsed?: number[];
      realMs?: number;
    };
    expect(realMs).toBeGreaterThan(0);
    expect(elapsed).toHaveLength(4);
    expect(Math.min(...elapsed)).toBeGreaterThan(4500);
    // The real time lies within what the function's clocks measured, and both are late together.
    expect(Math.min(...elapsed)).toBeGreaterThan(realMs * SCALED.timeScale - MILLISECOND_CLOCK);
  });

  it('lets a dead socket time out that much faster', async () => {
    const lambda = lambdaFrom(
      bundles.handler(`
        const server = require('node:net').createServer(() => {}).listen(0, '127.0.0.1');
        await new Promise((done) => server.on('listening', done));
        const request = http.request({ port: server.address().port, host: '127.0.0.1', timeout: 5000 });
        request.on('error', () => {});
        request.end();
        await new Promise((done) => request.on('timeout', done));
        request.destroy();
        return 'timed out';`),
      SCALED,
    );

    const { attempts } = await lambda.invoke({});

    expect(attempts[0]).toMatchObject({ outcome: 'returned', value: 'timed out' });
  });

  it('leaves dates as they are', async () => {
    const lambda = lambdaFrom(
      bundles.handler(`return [
        new Date(0).toISOString(), new Date() instanceof Date, Date.UTC(1970, 0, 1), typeof Date(), new Date(2020, 1, 2).getDate(),
      ];`),
      SCALED,
    );

    const { attempts } = await lambda.invoke({});

    expect(attempts[0]?.value).toEqual(['1970-01-01T00:00:00.000Z', true, 0, 'string', 2]);
  });

  it('stops the function at its own time-out', async () => {
    const lambda = lambdaFrom(bundles.handler('await new Promise(() => {});'), {
      ...SCALED,
      timeoutMs: 30_000,
    });

    const before = Date.now();
    const { attempts } = await lambda.invoke({});

    expect(attempts[0]).toMatchObject({
      outcome: 'timed out',
      error: { message: 'Task timed out after 30.00 seconds' },
    });
    expect(attempts[0]?.durationMs).toBeGreaterThanOrEqual(29_000);
    // Real time is a hundredth of that, and however late the machine is, not all of it.
    expect(Date.now() - before).toBeLessThan(29_000);
  });
});
