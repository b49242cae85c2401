import { createEvent, STACK_ID, updateEvent } from '../support/custom-resource/events';
import { LAMBDA, prepareHandler, providerOf } from '../support/custom-resource/harness';

const IDS = {
  invocationId: 'invocation-1',
  stackId: STACK_ID,
  requestId: 'f3f6b1f0-0000-4000-8000-000000000001',
  logicalResourceId: 'Thing',
};

/** What the log tells of one event. */
async function linesOf(event: object, changes: Parameters<typeof providerOf>[0] = {}): Promise<unknown[]> {
  const { handle, lines } = prepareHandler(providerOf(changes));
  await handle(event, LAMBDA);
  return lines.map((line) => JSON.parse(line));
}

describe('the log tells', () => {
  test('of an operation that succeeds: what was asked, in how much time, and what was replied', async () => {
    expect(await linesOf(updateEvent())).toEqual([
      {
        level: 'info',
        message: 'request accepted',
        ...IDS,
        requestType: 'Update',
        physicalResourceId: 'thing-1',
        workMs: expect.any(Number),
      },
      {
        level: 'info',
        message: 'reply delivered',
        ...IDS,
        status: 'SUCCESS',
        physicalResourceId: 'thing-1',
        bytes: expect.any(Number),
      },
    ]);
  });

  test('of one that fails: the reason and the error', async () => {
    const create = () => Promise.reject(new RangeError('the colour is taken'));
    expect((await linesOf(createEvent(), { create })).slice(1)).toEqual([
      {
        level: 'error',
        message: 'the operation failed',
        ...IDS,
        requestType: 'Create',
        reason: expect.stringContaining('the colour is taken'),
        error: { name: 'RangeError', message: 'the colour is taken' },
      },
      expect.objectContaining({ message: 'reply delivered', status: 'FAILED' }),
    ]);
  });

  test('of a request that is refused: its faults', async () => {
    const [refused] = await linesOf(updateEvent({ OldResourceProperties: null }));
    expect(refused).toEqual({
      level: 'error',
      message: 'request refused',
      ...IDS,
      physicalResourceId: 'thing-1',
      faults: [expect.stringContaining('OldResourceProperties')],
    });
  });

  test('of an event that cannot be answered: why', async () => {
    expect(await linesOf(createEvent({ StackId: undefined }))).toEqual([
      {
        level: 'error',
        message: 'the event cannot be answered',
        invocationId: 'invocation-1',
        faults: ['StackId is not a non-empty string'],
      },
    ]);
  });
});
