import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { isFinalRefusal, type SendLimits, sendReply } from '../../src/custom-resource/send';
import { type Clock, systemClock } from '../../src/runtime/clock';
import { startDeadline } from '../../src/runtime/deadline';
import { createLogger } from '../../src/runtime/log';
import { createSecrets } from '../../src/runtime/secrets';
import { type ReplyServer, startReplyServer, type Treatment } from '../support/custom-resource/reply-server';
import { FakeClock } from '../support/fake-clock';
import { NominalClock } from '../support/nominal-clock';

const BODY = '{"Status":"SUCCESS","Reason":"größer als 🔭"}';
/** An attempt that is answered never takes so long. */
const QUICK: SendLimits = { attemptMs: 20_000, firstWaitMs: 10, refusedMs: 200, unreachableMs: 400 };
/** For a server that does not answer. */
const HASTY: SendLimits = { ...QUICK, attemptMs: 250 };

let stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops) await stop();
  stops = [];
});

async function prepare(...treatments: [Treatment, ...Treatment[]]): Promise<ReplyServer> {
  const server = await startReplyServer(...treatments);
  stops.push(server.close);
  return server;
}

interface SendOptions {
  readonly totalMs: number;
  readonly limits: SendLimits;
  readonly log: (line: string) => void;
  readonly clock: Clock;
  /** The clock of the deadline. */
  readonly timeline: Clock;
}

function send(
  url: URL,
  {
    totalMs = 60_000,
    limits = QUICK,
    log = (_line: string) => {},
    clock = new NominalClock(),
    timeline = clock,
  }: Partial<SendOptions> = {},
): Promise<void> {
  const deadline = startDeadline(timeline, totalMs, 0);
  stops.push(deadline.stop);
  const context = {
    clock,
    deadline,
    random: Math.random,
    log: createLogger(log, createSecrets()),
  };
  return sendReply(url, BODY, context, limits);
}

/** In so many turns of the event loop a PUT, or its answer, gets through a connection within this process. */
const TURNS_OF_A_PUT = 20;
const STEP_MS = 50;

interface OwnClock {
  readonly clock?: FakeClock;
}

/** Sends with a clock that goes on a little whenever what was sent has had the turns to arrive. */
async function sendInTurns(
  url: URL,
  { clock = new FakeClock(), ...options }: Partial<Omit<SendOptions, 'clock' | 'timeline'>> & OwnClock,
): Promise<void> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  const sending = send(url, { ...options, clock });
  sending.then(over, over);
  while (!isOver) {
    for (let turn = 0; turn < TURNS_OF_A_PUT; turn += 1) await new Promise(setImmediate);
    await clock.advance(STEP_MS);
  }
  return sending;
}

test('a reply is one PUT to the URL as it is, with an empty content type and its length in bytes', async () => {
  const { url, received } = await prepare(200);

  await send(url);

  expect(received).toHaveLength(1);
  expect(received[0]).toMatchObject({
    method: 'PUT',
    path: '/reply?X-Amz-Signature=canary%2Bsignature',
    body: BODY,
    headers: { 'content-type': '', 'content-length': String(Buffer.byteLength(BODY)), connection: 'close' },
  });
});

test('the usual limits deliver to a server that works', async () => {
  const { url, received } = await prepare(204);
  const deadline = startDeadline(systemClock, 5000, 0);
  stops.push(deadline.stop);
  const log = createLogger(() => {}, createSecrets());
  await sendReply(url, BODY, { clock: systemClock, deadline, random: Math.random, log });
  expect(received).toHaveLength(1);
});

test('403, 500 and 503 are failures: the same reply is sent again until it is accepted', async () => {
  const { url, received } = await prepare(403, 500, 503, 200);
  await send(url);
  expect(received.map(({ body }) => body)).toEqual([BODY, BODY, BODY, BODY]);
});

test('an answer’s body is read to its end, so that the connection closes at once', async () => {
  const { url } = await prepare('large body');
  const clock = new NominalClock();
  await send(url, { clock });
  // No time-out was needed to end it.
  expect(clock.now()).toBe(0);
});

test('the waits between attempts grow', async () => {
  const { url, received } = await prepare(500, 500, 500, 200);
  await send(url, { limits: { ...QUICK, firstWaitMs: 40 } });
  const waits = received.slice(1).map(({ at }, index) => at - (received[index]?.at ?? 0));
  // Each wait is 50 % to 100 % of 40, 80 and 160 ms.
  expect(waits[0]).toBeGreaterThanOrEqual(19);
  expect(waits[1]).toBeGreaterThanOrEqual(39);
  expect(waits[2]).toBeGreaterThanOrEqual(79);
});

test.each([300, 307])(
  'a redirect (%i) is a failure, for the reply is not where it belongs',
  async (status) => {
    const { url } = await prepare(status);
    await expect(send(url)).rejects.toThrow(`the reply's PUT was answered with HTTP status ${status}`);
  },
);

test.each([
  ['reset', QUICK],
  ['hang', HASTY],
] as const)('after a connection with a %s the reply is sent again', async (treatment, limits) => {
  const { url, received } = await prepare(treatment, 200);
  await sendInTurns(url, { limits });
  expect(received.at(-1)?.body).toBe(BODY);
  expect(received).toHaveLength(2);
});

test('a slow answer within the time of an attempt is waited for', async () => {
  const { url, received } = await prepare('slow');
  await send(url);
  expect(received).toHaveLength(1);
});

test.each(['reset in the body', 'endless body'] as const)(
  'a success is a success whatever becomes of its answer’s body (%s): the reply is not sent twice',
  async (treatment) => {
    const { url, received } = await prepare(treatment);
    await (treatment === 'endless body' ? sendInTurns(url, { limits: HASTY }) : send(url));
    expect(received).toHaveLength(1);
  },
);

test('a refusal is retried for a bounded time and is final', async () => {
  const { url, received } = await prepare(403);
  const lines: string[] = [];
  const error = await send(url, { log: (line) => lines.push(line) }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ message: expect.stringContaining('403') });
  expect(isFinalRefusal(error)).toBe(true);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ message: 'retrying', policy: 'reply refused' });
  expect(received.length).toBeGreaterThan(2);
});

test.each([
  [500, QUICK],
  ['hang', HASTY],
  ['reset', QUICK],
] as [Treatment, SendLimits][])(
  'a server that answers with %s to the last is given up after a bounded time, not finally',
  async (treatment, limits) => {
    const { url, received } = await prepare(treatment);
    const clock = new FakeClock();
    const error = await sendInTurns(url, { limits, clock }).catch((thrown: unknown) => thrown);
    expect(error).toHaveProperty('message');
    expect(isFinalRefusal(error)).toBe(false);
    expect(received.length).toBeGreaterThan(1);
    expect(clock.now()).toBeLessThan(1_000);
  },
);

test('a connection that is refused is retried, then reported', async () => {
  const server = await prepare(200);
  await server.close();
  const lines: string[] = [];
  await expect(send(server.url, { log: (line) => lines.push(line) })).rejects.toThrow('ECONNREFUSED');
  expect(lines.length).toBeGreaterThan(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ message: 'retrying', policy: 'reply undelivered' });
});

test('the deadline bounds all attempts together, and a hanging one leaves time for the next', async () => {
  const { url, received } = await prepare('hang');
  const clock = new FakeClock();
  const limits = { ...QUICK, attemptMs: 60_000, unreachableMs: 60_000 };
  await expect(sendInTurns(url, { totalMs: 1200, clock, limits })).rejects.toThrow('no answer');
  expect(clock.now()).toBeLessThanOrEqual(1600);
  expect(received.length).toBeGreaterThanOrEqual(2);
});

test('one attempt is made even when no time is left', async () => {
  const { url, received } = await prepare(200);
  await send(url, { totalMs: 0 });
  expect(received).toHaveLength(1);
});

test.each([[200], [403], ['hang']] as [Treatment][])(
  'no timer is left behind after %s',
  async (treatment) => {
    let sleeping = 0;
    const clock: Clock = {
      now: systemClock.now,
      sleep: (ms, signal) => {
        sleeping += 1;
        return systemClock.sleep(ms, signal).finally(() => {
          sleeping -= 1;
        });
      },
    };
    const { url } = await prepare(treatment);
    await send(url, { clock, timeline: systemClock, limits: HASTY }).catch(() => {});
    await new Promise(setImmediate);
    expect(sleeping).toBe(0);
  },
);

test('neither errors nor log lines hold the URL', async () => {
  const lines: string[] = [];
  for (const treatment of [403, 500, 'hang', 'reset'] as const) {
    const { url } = await prepare(treatment);
    const limits = treatment === 'hang' ? HASTY : QUICK;
    const error: unknown = await sendInTurns(url, { limits, log: (line) => lines.push(line) }).catch(
      (thrown) => thrown,
    );
    lines.push(String(error), JSON.stringify(error));
  }
  expect(lines.length).toBeGreaterThan(8);
  expect(lines.join('\n')).not.toMatch(/canary|\/reply/);
});

test('an https URL is spoken to in TLS', async () => {
  const tcp = createServer();
  tcp.listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  stops.push(() => tcp.close());
  const firstByte = new Promise<number | undefined>((resolve) => {
    tcp.on('connection', (socket: Socket) => {
      socket.on('error', () => {});
      socket.once('data', (data) => {
        resolve(data[0]);
        socket.destroy();
      });
    });
  });
  // A server that listens on a port has an AddressInfo, not the path of a pipe.
  const { port } = tcp.address() as AddressInfo;

  await expect(send(new URL(`https://127.0.0.1:${port}/`))).rejects.toThrow();

  const TLS_HANDSHAKE_RECORD = 0x16;
  expect(await firstByte).toBe(TLS_HANDSHAKE_RECORD);
});
