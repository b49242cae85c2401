import type { OperationContext } from '../../src/custom-resource';
import { checkPhysicalId } from '../../src/custom-resource/physical-id';
import { createEvent, deleteEvent, NOT_CREATED, updateEvent } from '../support/custom-resource/events';
import { LAMBDA, prepareHandler, providerOf } from '../support/custom-resource/harness';

const REFUSAL = new Error('the colour is taken');
const refusing = async () => {
  throw REFUSAL;
};

describe('the id of a reply', () => {
  test('a failed Create carries the id that was claimed last, so that its Delete finds what was made', async () => {
    const create = async (_request: unknown, { claim }: OperationContext) => {
      claim('thing-1');
      claim('thing-2');
      throw REFUSAL;
    };
    const { handle, replies } = prepareHandler(providerOf({ create }));
    await handle(createEvent(), LAMBDA);
    expect(replies).toMatchObject([{ Status: 'FAILED', PhysicalResourceId: 'thing-2' }]);
  });

  test('a failed Update carries the existing id whatever was claimed', async () => {
    const update = async (_request: unknown, { claim }: OperationContext) => {
      claim('thing-2');
      throw REFUSAL;
    };
    const { handle, replies } = prepareHandler(providerOf({ update }));
    await handle(updateEvent(), LAMBDA);
    expect(replies).toMatchObject([{ Status: 'FAILED', PhysicalResourceId: 'thing-1' }]);
  });

  test('a claim is of one invocation: it does not reach the next', async () => {
    const create = async (request: { requestId: string }, { claim }: OperationContext) => {
      if (request.requestId === 'first') claim('thing-1');
      throw REFUSAL;
    };
    const { handle, replies } = prepareHandler(providerOf({ create }));
    await handle(createEvent({ RequestId: 'first' }), LAMBDA);
    await handle(createEvent({ RequestId: 'second' }), LAMBDA);
    expect(replies.map(({ PhysicalResourceId }) => PhysicalResourceId)).toEqual(['thing-1', NOT_CREATED]);
  });

  test('a repeated delivery of a failing Create carries the same id, not one of its log stream or time', async () => {
    const { handle, replies, clock } = prepareHandler(providerOf({ create: refusing }));
    await handle(createEvent(), LAMBDA);
    await clock.advance(60_000);
    await handle(createEvent(), { ...LAMBDA, awsRequestId: 'another', logStreamName: 'another' });
    expect(replies[1]?.PhysicalResourceId).toBe(replies[0]?.PhysicalResourceId);
  });

  test.each([
    ['', 'the physical id is empty'],
    ['x'.repeat(1025), 'the physical id takes 1025 bytes'],
  ])('an id that CloudFormation would not take fails the Create', async (physicalResourceId, reason) => {
    const { handle, replies } = prepareHandler(providerOf({ create: async () => ({ physicalResourceId }) }));
    await handle(createEvent(), LAMBDA);
    expect(replies).toMatchObject([
      { Status: 'FAILED', PhysicalResourceId: NOT_CREATED, Reason: expect.stringContaining(reason) },
    ]);
  });

  test('data that does not fit fails a Create with the id of what was made', async () => {
    const create = async () => ({ physicalResourceId: 'thing-1', data: { Text: 'x'.repeat(5000) } });
    const { handle, replies } = prepareHandler(providerOf({ create }));
    await handle(createEvent(), LAMBDA);
    expect(replies).toMatchObject([
      {
        Status: 'FAILED',
        PhysicalResourceId: 'thing-1',
        Reason: expect.stringMatching(/^Data of \d+ bytes exceeds/),
      },
    ]);
  });

  test('the Delete of the not-created id is the provider’s to decide, and keeps its id', async () => {
    const remove = jest.fn(async () => {});
    const { handle, replies } = prepareHandler(providerOf({ delete: remove }));
    await handle(deleteEvent({ PhysicalResourceId: NOT_CREATED }), LAMBDA);
    expect(remove).toHaveBeenCalledTimes(1);
    expect(replies).toMatchObject([{ Status: 'SUCCESS', PhysicalResourceId: NOT_CREATED }]);
  });
});

test.each([
  ['an empty id', '', 'is empty'],
  ['an id of more than 1 KB', 'é'.repeat(513), 'takes 1026 bytes; CloudFormation allows 1024'],
])('%s is refused with the reason', (_sentence, id, message) => {
  expect(() => checkPhysicalId(id)).toThrow(message);
});

test('an id of exactly 1 KB is taken', () => {
  expect(checkPhysicalId('é'.repeat(512))).toHaveLength(512);
});
