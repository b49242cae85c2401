import { IAMClient, ListRolePoliciesCommand, paginateListRolePolicies } from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { allPages, type Call } from '../../src/aws/calls';
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

const denied = awsError(
  'AccessDenied',
  'because no identity-based policy allows the iam:GetRole action',
  403,
);
const deniedExplicitly = awsError('AccessDenied', 'with an explicit deny in a service control policy', 403);

/** For how long a denial is waited out, in milliseconds. */
async function waitedFor({ call, ended, clock }: ReturnType<typeof startInvocation>, error: Error) {
  const before = clock.now();
  await expect(ended(call(jest.fn().mockRejectedValue(error)))).rejects.toBe(error);
  return clock.now() - before;
}

describe('a denial that lasts is thrown', () => {
  test('after 45 seconds, as the permissions may be fresh', async () => {
    const waited = await waitedFor(startInvocation(), denied);
    expect(waited).toBeGreaterThanOrEqual(42_000);
    expect(waited).toBeLessThanOrEqual(45_250);
  });

  test('after 8 seconds where it is explicit: no permissions that are still to come would help', async () => {
    const waited = await waitedFor(startInvocation(), deniedExplicitly);
    expect(waited).toBeGreaterThanOrEqual(6_000);
    expect(waited).toBeLessThanOrEqual(8_250);
  });

  test('after 8 seconds in an invocation that is older than any fresh permissions', async () => {
    const invocation = startInvocation();
    await waitedFor(invocation, denied);
    expect(await waitedFor(invocation, denied)).toBeLessThanOrEqual(8_250);
  });

  test('in AWS’s own words before the deadline', async () => {
    const invocation = startInvocation(20_000);
    expect(await waitedFor(invocation, denied)).toBeLessThan(20_000);
  });
});

test('permissions that are seen after 31 seconds are enough', async () => {
  const { call, ended, clock } = startInvocation();
  const request = jest.fn(async () => {
    if (clock.now() < 31_000) throw denied;
    return 'answer';
  });
  await expect(ended(call(request))).resolves.toBe('answer');
});

test('a request gets the signal that aborts it at the deadline', async () => {
  const { call, context } = startInvocation();
  const request = failing();
  await call(request);
  expect(request).toHaveBeenCalledWith({ abortSignal: context.deadline.signal });
});

describe('a list of 30 pages', () => {
  const client = new IAMClient({});
  const iam = mockClient(client);
  beforeEach(() => iam.reset());

  /** Answers pages of one name each, one of them without a list, and refuses every `rhythm`-th call. */
  function serve(rhythm: number, error: Error) {
    let calls = 0;
    iam.on(ListRolePoliciesCommand).callsFake(({ Marker = '1' }) => {
      calls++;
      if (calls % rhythm === 0) throw error;
      const page = Number(Marker);
      const next = page < 30 ? { IsTruncated: true, Marker: String(page + 1) } : { IsTruncated: false };
      return { ...next, ...(page === 2 ? {} : { PolicyNames: [Marker] }) };
    });
  }

  const readAll = (call: Call) =>
    allPages(
      call,
      client,
      (sender) => paginateListRolePolicies({ client: sender }, { RoleName: 'R' }),
      (page) => page.PolicyNames,
    );
  const names = Array.from({ length: 30 }, (_, index) => String(index + 1)).filter((name) => name !== '2');

  test('is read to its end, also past a page without a list', async () => {
    serve(Number.POSITIVE_INFINITY, new Error('never'));
    const { call, ended } = startInvocation();
    await expect(ended(readAll(call))).resolves.toEqual(names);
    expect(iam.calls()).toHaveLength(30);
  });

  test('asks again for the page that was throttled, and for no other', async () => {
    serve(10, awsError('Throttling', 'Rate exceeded', 400));
    const { call, ended } = startInvocation();
    await expect(ended(readAll(call))).resolves.toEqual(names);
    expect(iam.calls()).toHaveLength(33);
  });

  test('fails with what lasts', async () => {
    serve(1, denied);
    const { call, ended } = startInvocation();
    await expect(ended(readAll(call))).rejects.toBe(denied);
  });

  test('passes the signal that aborts at the deadline to each request', async () => {
    serve(Number.POSITIVE_INFINITY, new Error('never'));
    const { call, context, ended } = startInvocation();
    await ended(readAll(call));
    const options = { abortSignal: context.deadline.signal };
    expect(iam.calls().map(({ args: [, ...rest] }) => rest)).toEqual(Array(30).fill([options]));
  });
});
