import type { OperationContext } from '../../src/custom-resource';
import {
  createEvent,
  deleteEvent,
  NOT_CREATED,
  updateEvent,
  withProperties,
} from '../support/custom-resource/events';
import { LAMBDA, never, prepareHandler, providerOf } from '../support/custom-resource/harness';

test.each([
  ['Create', createEvent(), NOT_CREATED],
  ['Update', updateEvent(), 'thing-1'],
  ['Delete', deleteEvent(), 'thing-1'],
])('a %s that hangs is answered FAILED in time, with a valid id', async (type, event, id) => {
  const { handle, replies, clock } = prepareHandler(
    providerOf({ create: never, update: never, delete: never }),
  );
  const handled = handle(event, LAMBDA);

  await clock.advance(24_999);
  expect(replies).toEqual([]);
  await clock.advance(1);

  await handled;
  expect(replies).toMatchObject([
    {
      at: 25_000,
      Status: 'FAILED',
      PhysicalResourceId: id,
      Reason: expect.stringMatching(new RegExp(`^${type} had not finished after the 25 s .* timeout`)),
    },
  ]);
});

test('a Create that hangs after a claim is answered with the claimed id', async () => {
  const create = (_request: unknown, { claim }: OperationContext) => {
    claim('thing-1');
    return never<never>();
  };
  const { handle, replies, clock } = prepareHandler(providerOf({ create }));
  const handled = handle(createEvent(), LAMBDA);
  await clock.advance(25_000);
  await handled;
  expect(replies).toMatchObject([{ Status: 'FAILED', PhysicalResourceId: 'thing-1' }]);
});

test('a provider that hangs while it is made is answered, and does not hold up the next event', async () => {
  const provider = jest.fn(async () => providerOf());
  provider.mockReturnValueOnce(never());
  const { handle, replies, clock } = prepareHandler(provider);
  const handled = handle(createEvent(), LAMBDA);
  await clock.advance(25_000);
  await handled;
  await handle(createEvent(), LAMBDA);
  expect(replies).toMatchObject([{ Status: 'FAILED' }, { Status: 'SUCCESS' }]);
});

test('a ServiceTimeout shorter than the function’s time brings the reply forward', async () => {
  const { handle, replies, clock } = prepareHandler(providerOf({ create: never }), { reserveMs: 1_000 });
  const handled = handle(withProperties(createEvent(), { ServiceTimeout: '10' }), LAMBDA);
  await clock.advance(10_000);
  await handled;
  expect(replies).toMatchObject([{ at: 7_000, Status: 'FAILED' }]);
});

test('the operation is told to stop when its time is up', async () => {
  let stopped: unknown;
  const create = (_request: unknown, { deadline }: OperationContext) =>
    new Promise<never>((_resolve, reject) => {
      deadline.signal.addEventListener('abort', () => {
        stopped = deadline.signal.reason;
        reject(new Error('stopped'));
      });
    });
  const { handle, replies, clock } = prepareHandler(providerOf({ create }));
  const handled = handle(createEvent(), LAMBDA);
  await clock.advance(25_000);
  await handled;
  expect(stopped).toMatchObject({ name: 'DeadlineExceeded' });
  expect(replies).toMatchObject([{ Reason: expect.stringContaining('had not finished') }]);
});

test.each([
  ['fails', { message: 'the abandoned operation has failed', error: { name: 'Error', message: 'too late' } }],
  ['succeeds', { message: 'the abandoned operation has come to its end' }],
])('an abandoned operation that %s later is logged and not answered again', async (end, line) => {
  const create = async (_request: unknown, { clock, claim }: OperationContext) => {
    await clock.sleep(40_000);
    claim('thing-2');
    if (end === 'fails') throw new Error('too late');
    return { physicalResourceId: 'thing-2' };
  };
  const { handle, replies, lines, clock } = prepareHandler(providerOf({ create }));
  const handled = handle(createEvent(), LAMBDA);
  await clock.advance(25_000);
  await handled;

  await clock.advance(15_000);

  expect(replies).toMatchObject([{ Status: 'FAILED', PhysicalResourceId: NOT_CREATED }]);
  expect(lines.map((text) => JSON.parse(text))).toContainEqual(expect.objectContaining(line));
});

test('an abandoned operation does not disturb the next event of a warm function', async () => {
  const create = async (request: { requestId: string }, { clock, claim }: OperationContext) => {
    claim(request.requestId);
    await clock.sleep(request.requestId === 'first' ? 26_000 : 5_000);
    if (request.requestId === 'first') throw new Error('too late');
    return { physicalResourceId: request.requestId };
  };
  const { handle, replies, clock } = prepareHandler(providerOf({ create }));
  const first = handle(createEvent({ RequestId: 'first' }), LAMBDA);
  await clock.advance(25_000);
  await first;
  const second = handle(createEvent({ RequestId: 'second' }), LAMBDA);
  await clock.advance(5_000);
  await second;
  expect(replies).toMatchObject([
    { RequestId: 'first', Status: 'FAILED', PhysicalResourceId: 'first' },
    { RequestId: 'second', Status: 'SUCCESS', PhysicalResourceId: 'second' },
  ]);
});

test('no timer outlives an invocation, however it ended', async () => {
  const refusing = async () => {
    throw new Error('no');
  };
  const { handle, clock } = prepareHandler(providerOf({ update: refusing }));
  await handle(createEvent(), LAMBDA);
  await handle(updateEvent(), LAMBDA);
  await handle(createEvent({ ResourceType: 'Custom::Other' }), LAMBDA);
  expect(clock.sleeping).toBe(0);

  const failing = prepareHandler(providerOf(), { sendReply: refusing });
  await expect(failing.handle(createEvent(), LAMBDA)).rejects.toThrow();
  expect(failing.clock.sleeping).toBe(0);
});

test('what an operation left running is stopped once the reply is out', async () => {
  let background: Promise<unknown> = Promise.resolve();
  const create = async (_request: unknown, { clock, deadline }: OperationContext) => {
    background = clock.sleep(60_000, deadline.signal).catch((error: Error) => error.message);
    return { physicalResourceId: 'thing-1' };
  };
  const { handle } = prepareHandler(providerOf({ create }));
  await handle(createEvent(), LAMBDA);
  expect(await background).toBe('the invocation that this work belongs to is over');
});

test('the reply is sent with the time that the reserve keeps for it', async () => {
  let leftMs: number | undefined;
  const sendReply = async (_url: URL, _body: string, { deadline }: { deadline: { left(): number } }) => {
    leftMs = deadline.left();
  };
  const { handle, clock } = prepareHandler(providerOf({ create: never }), { sendReply, reserveMs: 4_000 });
  const handled = handle(createEvent(), LAMBDA);
  await clock.advance(26_000);
  await handled;
  expect(leftMs).toBe(4_000);
});
