import { allPages } from '../../src/aws/calls';
import { entityPropagation } from '../../src/aws/retry-policies';
import { awsError } from '../support/aws-error';
import { startInvocation } from '../support/passing-time';

/** A request that fails with these errors in turn, and then answers. */
function failing(...errors: unknown[]) {
  const request = jest.fn(async () => 'answer');
  for (const error of errors) request.mockRejectedValueOnce(error);
  return request;
}

test.each([
  ['throttling', awsError('Throttling', '', 400)],
  ['a fault of the service', awsError('X', '', 500)],
  ['a conflict', awsError('ConcurrentModification', '', 409)],
  ['a denial', awsError('AccessDenied', '', 403)],
])('%s is waited out at every call', async (_, error) => {
  const { call, ended } = startInvocation();
  const request = failing(error, error);
  await expect(ended(call(request))).resolves.toBe('answer');
  expect(request).toHaveBeenCalledTimes(3);
});

test('what else is worth waiting for is said at the call', async () => {
  const { call, ended } = startInvocation();
  const missing = awsError('NoSuchEntity', '', 404);
  await expect(ended(call(failing(missing)))).rejects.toBe(missing);
  await expect(ended(call(failing(missing), entityPropagation))).resolves.toBe('answer');
});

test('a denial that lasts is thrown after 8 seconds', async () => {
  const { call, ended, clock } = startInvocation();
  const denied = awsError('AccessDenied', 'not authorized', 403);
  const request = jest.fn().mockRejectedValue(denied);
  await expect(ended(call(request))).rejects.toBe(denied);
  expect(clock.now()).toBeGreaterThanOrEqual(6_000);
  expect(clock.now()).toBeLessThanOrEqual(8_250);
});

test('a request gets the signal that aborts it at the deadline', async () => {
  const { call, context } = startInvocation();
  const request = failing();
  await call(request);
  expect(request).toHaveBeenCalledWith({ abortSignal: context.deadline.signal });
});

test('all pages are read, also one without a list', async () => {
  async function* pages(): AsyncGenerator<{ items?: number[] }> {
    yield { items: [1, 2] };
    yield {};
    yield { items: [3] };
  }
  await expect(allPages(pages(), (page) => page.items)).resolves.toEqual([1, 2, 3]);
});
