import { createHandler, type OperationContext } from '../../src/custom-resource';
import { ReplyRefused } from '../../src/custom-resource/send';
import {
  createEvent,
  deleteEvent,
  NOT_CREATED,
  RESOURCE_TYPE,
  RESPONSE_URL,
  responseUrl,
  STACK_ID,
  updateEvent,
} from '../support/custom-resource/events';
import { LAMBDA, prepareHandler, providerOf } from '../support/custom-resource/harness';
import { startReplyServer } from '../support/custom-resource/reply-server';

const REFUSAL = new Error('the colour is taken');
const refusing = async () => {
  throw REFUSAL;
};

describe('every event gets one reply', () => {
  test('a Create that succeeds carries its id, its attributes and NoEcho', async () => {
    const create = async () => ({ physicalResourceId: 'thing-7', data: { Arn: 'arn' }, noEcho: true });
    const { handle, replies } = prepareHandler(providerOf({ create }));

    await handle(createEvent(), LAMBDA);

    expect(replies).toEqual([
      {
        url: RESPONSE_URL,
        at: 0,
        Status: 'SUCCESS',
        PhysicalResourceId: 'thing-7',
        StackId: STACK_ID,
        RequestId: 'f3f6b1f0-0000-4000-8000-000000000001',
        LogicalResourceId: 'Thing',
        NoEcho: true,
        Data: { Arn: 'arn' },
      },
    ]);
  });

  test('an Update may answer another id: CloudFormation then deletes what it replaces', async () => {
    const update = async () => ({ physicalResourceId: 'thing-2' });
    const { handle, replies } = prepareHandler(providerOf({ update }));
    await handle(updateEvent(), LAMBDA);
    expect(replies).toMatchObject([{ Status: 'SUCCESS', PhysicalResourceId: 'thing-2' }]);
  });

  test('a Delete answers the id it was asked about', async () => {
    const { handle, replies } = prepareHandler(providerOf());
    await handle(deleteEvent(), LAMBDA);
    expect(replies).toMatchObject([{ Status: 'SUCCESS', PhysicalResourceId: 'thing-1' }]);
  });

  test('the provider is given the request, and a context that it can wait and log with', async () => {
    const update = jest.fn(async (_request: unknown, _context: OperationContext) => ({
      physicalResourceId: 'thing-1',
    }));
    const { handle, clock } = prepareHandler(providerOf({ update }));
    await handle(updateEvent(), LAMBDA);
    expect(update).toHaveBeenCalledWith(
      expect.objectContaining({ physicalResourceId: 'thing-1', properties: { Colour: 'green' } }),
      expect.objectContaining({ clock, random: expect.any(Function), deadline: expect.anything() }),
    );
  });

  test.each([
    ['Create', createEvent(), NOT_CREATED],
    ['Update', updateEvent(), 'thing-1'],
    ['Delete', deleteEvent(), 'thing-1'],
  ])('a %s that throws is answered FAILED with the reason and a valid id', async (_type, event, id) => {
    const { handle, replies } = prepareHandler(
      providerOf({ create: refusing, update: refusing, delete: refusing }),
    );
    await handle(event, LAMBDA);
    expect(replies).toMatchObject([
      {
        Status: 'FAILED',
        Reason: 'the colour is taken (log stream: 2024/05/01/[$LATEST]0123)',
        PhysicalResourceId: id,
      },
    ]);
  });

  test('a provider that throws before it returns a promise is answered, too', async () => {
    const create = () => {
      throw 'not even an error';
    };
    const { handle, replies } = prepareHandler(providerOf({ create }));
    await handle(createEvent(), LAMBDA);
    expect(replies).toMatchObject([
      { Status: 'FAILED', Reason: expect.stringMatching(/^not even an error/) },
    ]);
  });

  test('a malformed event is answered FAILED with all its faults, and the provider is not asked', async () => {
    const provider = jest.fn();
    const { handle, replies } = prepareHandler(provider);
    await handle(createEvent({ RequestType: 'Frobnicate', ResourceType: 'Custom::Other' }), LAMBDA);
    expect(replies).toMatchObject([{ Status: 'FAILED', PhysicalResourceId: NOT_CREATED }]);
    expect(replies[0]?.Reason).toMatch(
      /"Frobnicate".*Create, Update or Delete; .*"Custom::Other".*"Custom::Thing"/,
    );
    expect(provider).not.toHaveBeenCalled();
  });

  test('a malformed Update is answered with the existing id', async () => {
    const { handle, replies } = prepareHandler(providerOf());
    await handle(updateEvent({ OldResourceProperties: null }), LAMBDA);
    expect(replies).toMatchObject([{ Status: 'FAILED', PhysicalResourceId: 'thing-1' }]);
  });

  test('the Delete that follows a refused Create succeeds, so that the rollback can end', async () => {
    const { handle, replies } = prepareHandler(providerOf());
    const wrongType = { ResourceType: 'Custom::Other' };
    await handle(createEvent(wrongType), LAMBDA);
    await handle(deleteEvent({ ...wrongType, PhysicalResourceId: replies[0]?.PhysicalResourceId }), LAMBDA);
    expect(replies).toMatchObject([
      { Status: 'FAILED' },
      { Status: 'SUCCESS', PhysicalResourceId: NOT_CREATED, Reason: 'nothing had been created' },
    ]);
  });

  test('a malformed Delete of something that exists is answered FAILED', async () => {
    const { handle, replies } = prepareHandler(providerOf());
    await handle(deleteEvent({ ResourceType: 'Custom::Other' }), LAMBDA);
    expect(replies).toMatchObject([{ Status: 'FAILED', PhysicalResourceId: 'thing-1' }]);
  });

  test('only the Delete of what was never created may succeed when it is malformed', async () => {
    const { handle, replies } = prepareHandler(providerOf());
    await handle(updateEvent({ OldResourceProperties: null, PhysicalResourceId: NOT_CREATED }), LAMBDA);
    expect(replies).toMatchObject([{ Status: 'FAILED', PhysicalResourceId: NOT_CREATED }]);
  });

  test.each([`x${STACK_ID}`, `${STACK_ID}/x`])('a StackId of %s is no stack', async (StackId) => {
    const { handle, replies } = prepareHandler(providerOf());
    await handle(createEvent({ StackId }), LAMBDA);
    expect(replies).toMatchObject([{ Status: 'FAILED', Reason: expect.stringContaining('StackId is') }]);
  });

  test('an event that cannot be answered is logged without its content and ends normally', async () => {
    const { handle, replies, lines } = prepareHandler(providerOf());
    await handle(createEvent({ StackId: undefined, ResourceProperties: { Secret: 'canary' } }), LAMBDA);
    await handle('not even an object', LAMBDA);
    expect(replies).toEqual([]);
    expect(lines).toHaveLength(2);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'error', faults: ['StackId is not a non-empty string'] },
      { level: 'error' },
    ]);
    expect(lines.join()).not.toMatch(/canary|cloudformation-custom-resource-response|not even/);
  });

  test('a harness that passes no context gets its reply all the same', async () => {
    const { handle, replies } = prepareHandler(providerOf({ create: refusing }));
    await handle(createEvent());
    expect(replies).toMatchObject([{ Status: 'FAILED', Reason: 'the colour is taken' }]);
  });
});

describe('initialisation', () => {
  test('a provider that cannot be made is answered FAILED, and made anew for the next event', async () => {
    const provider = jest.fn(async () => providerOf());
    provider.mockRejectedValueOnce(new Error('no configuration'));
    const { handle, replies } = prepareHandler(provider);
    await handle(createEvent(), LAMBDA);
    await handle(createEvent(), LAMBDA);
    expect(replies).toMatchObject([
      {
        Status: 'FAILED',
        PhysicalResourceId: NOT_CREATED,
        Reason: expect.stringMatching(/^no configuration/),
      },
      { Status: 'SUCCESS' },
    ]);
  });

  test('a provider is made once for all events', async () => {
    const provider = jest.fn(() => providerOf());
    const { handle } = prepareHandler(provider);
    await handle(createEvent(), LAMBDA);
    await handle(deleteEvent(), LAMBDA);
    expect(provider).toHaveBeenCalledTimes(1);
  });
});

describe('a reply that cannot be delivered', () => {
  test('makes the handler throw without the URL, so that Lambda delivers the event again', async () => {
    const sendReply = async (url: URL) => {
      throw new Error(`connection to ${url.href} reset`);
    };
    const { handle, lines } = prepareHandler(providerOf(), { sendReply });
    await expect(handle(createEvent(), LAMBDA)).rejects.toThrow(
      /^the reply could not be delivered: connection to \[redacted\] reset$/,
    );
    expect(lines.join()).toContain('the reply could not be delivered');
    await expect(handle(createEvent(), LAMBDA)).rejects.toHaveProperty('name', 'ReplyNotDelivered');
  });

  test('is logged and left alone when the URL refuses it: nobody waits for it any more', async () => {
    const sendReply = async () => {
      throw new ReplyRefused(403);
    };
    const { handle, lines } = prepareHandler(providerOf(), { sendReply });
    await handle(createEvent(), LAMBDA);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      level: 'error',
      message: 'the reply could not be delivered',
      error: { name: 'ReplyRefused', message: expect.stringContaining('403') },
    });
  });

  test('is never the reason to throw after a FAILED reply that was delivered', async () => {
    const { handle } = prepareHandler(providerOf({ create: refusing }));
    await expect(handle(createEvent(), LAMBDA)).resolves.toBeUndefined();
  });
});

describe('secrets', () => {
  test('neither the ResponseURL nor its query is in a log line, an error or a reply', async () => {
    const create = async (_request: unknown, { log }: OperationContext) => {
      log.warn(`saw ${RESPONSE_URL}`, { query: new URL(RESPONSE_URL).search });
      throw new Error(`PUT ${RESPONSE_URL} and ${new URL(RESPONSE_URL).search}`);
    };
    const { handle, replies, lines } = prepareHandler(providerOf({ create }));
    await handle(createEvent(), LAMBDA);
    await handle(createEvent({ RequestType: RESPONSE_URL }), LAMBDA);
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.join()).not.toContain('canary');
    expect(replies.map(({ Reason }) => Reason).join()).not.toContain('canary');
    expect(replies[0]?.Reason).toMatch(/^PUT \[redacted\] and \?\[redacted\]/);
  });

  test('neither properties nor attributes are logged', async () => {
    const create = async () => ({ physicalResourceId: 'thing-1', data: { Key: 'canary' }, noEcho: true });
    const { handle, lines } = prepareHandler(providerOf({ create }));
    await handle(createEvent({ ResourceProperties: { ApiKey: 'canary' } }), LAMBDA);
    await handle(updateEvent({ OldResourceProperties: { ApiKey: 'canary' } }), LAMBDA);
    await handle(createEvent({ ResourceProperties: ['canary'] }), LAMBDA);
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.join()).not.toContain('canary');
  });

  test('every line says which request of which invocation it belongs to', async () => {
    const { handle, lines } = prepareHandler(providerOf());
    await handle(createEvent(), LAMBDA);
    for (const line of lines)
      expect(JSON.parse(line)).toMatchObject({
        invocationId: 'invocation-1',
        stackId: STACK_ID,
        requestId: 'f3f6b1f0-0000-4000-8000-000000000001',
        logicalResourceId: 'Thing',
      });
  });
});

test('with its defaults the handler replies over HTTP and writes its log to standard output', async () => {
  const server = await startReplyServer(200);
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    const handle = createHandler({
      resources: [{ resourceType: RESOURCE_TYPE, notCreatedId: NOT_CREATED, provider: () => providerOf() }],
      allowsLoopback: true,
    });
    await handle(createEvent({ ResponseURL: responseUrl(createEvent(), server.url.origin) }), LAMBDA);
    expect(JSON.parse(server.received[0]?.body ?? '')).toMatchObject({ Status: 'SUCCESS' });
    expect(write.mock.calls.map(([line]) => JSON.parse(String(line)).message)).toContain('reply delivered');
  } finally {
    write.mockRestore();
    await server.close();
  }
});
