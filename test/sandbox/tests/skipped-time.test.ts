import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLambda, type Lambda, type LambdaOptions } from '../lambda/lambda';
import { temporaryBundles } from './bundle';

const HOUR_MS = 3_600_000;
const bundles = temporaryBundles();
const opened: { close(): unknown }[] = [];

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});
afterAll(() => bundles.remove());

function lambdaFrom(body: string, options: Partial<LambdaOptions> = {}): Lambda {
  const lambda = createLambda({
    bundlePath: bundles.handler(body),
    name: 'provider',
    timeoutMs: 2 * HOUR_MS,
    skipsWaits: true,
    ...options,
  });
  opened.push(lambda);
  return lambda;
}

async function startServer(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push({ close: () => server.closeAllConnections() ?? server.close() });
  // A server that listens on a port has an AddressInfo, not the path of a pipe.
  return (server.address() as AddressInfo).port;
}

describe('a function whose waits are skipped', () => {
  it.each([
    ['setTimeout', `await new Promise((done) => setTimeout(done, ${HOUR_MS}));`],
    ['timers/promises', `await require('node:timers/promises').setTimeout(${HOUR_MS});`],
    [
      'setInterval',
      `await new Promise((done) => { const t = setInterval(() => { clearInterval(t); done(); }, ${HOUR_MS}); });`,
    ],
    [
      'AbortSignal.timeout',
      `await new Promise((done) => AbortSignal.timeout(${HOUR_MS}).addEventListener('abort', done));`,
    ],
  ])('waits an hour with %s in no time, and its clocks have gone on', async (_timer, wait) => {
    const lambda = lambdaFrom(`
      const start = [Date.now(), performance.now(), -context.getRemainingTimeInMillis()];
      ${wait}
      const end = [Date.now(), performance.now(), -context.getRemainingTimeInMillis()];
      return end.map((value, index) => value - start[index]);`);

    const { attempts } = await lambda.invoke({});

    expect(attempts[0]?.outcome).toBe('returned');
    expect(attempts[0]?.durationMs).toBeGreaterThanOrEqual(HOUR_MS);
    const elapsed = (attempts[0]?.value ?? []) as number[];
    expect(elapsed).toHaveLength(3);
    expect(Math.min(...elapsed)).toBeGreaterThanOrEqual(HOUR_MS);
  });

  it('fires timers in the order of their time, and none that was cleared', async () => {
    const lambda = lambdaFrom(`
      const fired = [];
      setTimeout(() => fired.push('late'), 2000);
      setTimeout(() => fired.push('early'), 1000);
      clearTimeout(setTimeout(() => fired.push('never'), 500));
      await new Promise((done) => setTimeout(done, 3000));
      return fired;`);

    expect((await lambda.invoke({})).attempts[0]?.value).toEqual(['early', 'late']);
  });

  it('computes in no time of its own, however long it takes', async () => {
    const lambda = lambdaFrom(`
      const until = process.hrtime.bigint() + 30_000_000n;
      const start = [Date.now(), performance.now(), -context.getRemainingTimeInMillis()];
      while (process.hrtime.bigint() < until);
      const end = [Date.now(), performance.now(), -context.getRemainingTimeInMillis()];
      return end.map((value, index) => value - start[index]);`);

    const { attempts } = await lambda.invoke({});

    expect(attempts[0]).toMatchObject({ value: [0, 0, 0], durationMs: 0 });
  });

  it('has a clock that goes on between two events, and never back', async () => {
    const lambda = lambdaFrom(
      `const before = Date.now(); await new Promise((done) => setTimeout(done, ${HOUR_MS})); return [before, Date.now()];`,
    );
    const [first, second] = [await lambda.invoke({}), await lambda.invoke({})];

    const [started = 0, ended = 0] = (first.attempts[0]?.value ?? []) as number[];
    const [startedAgain = 0] = (second.attempts[0]?.value ?? []) as number[];
    expect(ended - started).toBe(HOUR_MS);
    expect(startedAgain).toBeGreaterThanOrEqual(ended);
  });

  it.each([30_000, 10])(
    'waits for an answer as long as it takes, before a timer of %i ms',
    async (timeout) => {
      const port = await startServer((_request, response) => setTimeout(() => response.end('answer'), 50));
      const lambda = lambdaFrom(`
      return Promise.race([
        new Promise((done) => http.get('http://127.0.0.1:${port}', (answer) => answer.resume().on('end', () => done('answer')))),
        new Promise((done) => setTimeout(() => done('time-out'), ${timeout})),
      ]);`);

      expect((await lambda.invoke({})).attempts[0]?.value).toBe('answer');
    },
  );

  it('waits for an answer to fetch as long as it takes, and for its body', async () => {
    const port = await startServer((_request, response) => {
      response.write('ans');
      setTimeout(() => response.end('wer'), 50);
    });
    const lambda = lambdaFrom(`
      const start = Date.now();
      const fetched = fetch('http://127.0.0.1:${port}', { signal: AbortSignal.timeout(10) });
      return [await fetched.then((answer) => answer.text()), Date.now() - start];`);

    expect((await lambda.invoke({})).attempts[0]?.value).toEqual(['answer', 0]);
  });

  it('waits no longer for an answer to fetch of which it is told that it will not come', async () => {
    const port = await startServer((_request, response) => response.writeProcessing());
    const lambda = lambdaFrom(`
      const start = Date.now();
      const { name } = await fetch('http://127.0.0.1:${port}', { signal: AbortSignal.timeout(60_000) }).catch((e) => e);
      return [name, Date.now() - start];`);

    expect((await lambda.invoke({})).attempts[0]?.value).toEqual(['TimeoutError', 60_000]);
  });

  it('waits no longer for an answer of which it is told that it will not come', async () => {
    const port = await startServer((_request, response) => response.writeProcessing());
    const lambda = lambdaFrom(`
      return Promise.race([
        new Promise((done) => http.get('http://127.0.0.1:${port}', () => done('answer')).on('error', done)),
        new Promise((done) => setTimeout(() => done('time-out'), ${HOUR_MS})),
      ]);`);

    expect((await lambda.invoke({})).attempts[0]?.value).toBe('time-out');
  });

  it('is stopped at its time-out', async () => {
    const lambda = lambdaFrom('await new Promise(() => {});', { timeoutMs: 30_000 });

    expect((await lambda.invoke({})).attempts[0]).toMatchObject({
      outcome: 'timed out',
      error: { message: 'Task timed out after 30.00 seconds' },
    });
  });

  it('starts anew after a kill, from what was compiled before', async () => {
    const lambda = lambdaFrom(
      "const { sep } = await import('node:path'); return [sep, globalThis.seen ??= event.n];",
    );
    const first = await lambda.invoke({ n: 1 });
    const running = lambda.invoke({ n: 2 });
    await lambda.kill();
    await running;
    const last = await lambda.invoke({ n: 3 });

    expect(first.attempts[0]?.value).toEqual(['/', 1]);
    expect(last.attempts[0]?.value).toEqual(['/', 3]);
  });
});
