import { createFailFastCall } from '../../src/aws/fail-fast-call';
import { entityPropagation, freshPermissions, settledPermissions } from '../../src/aws/retry-policies';
import { awsError } from '../support/aws-error';
import { startInvocation } from '../support/passing-time';

const DENIED = awsError('AccessDenied', 'because no identity-based policy allows it', 403);
const MISSING = awsError('NoSuchEntity', '', 404);

test.each([freshPermissions, settledPermissions])(
  'a denial is the answer, whoever would wait for it ($name)',
  async (policy) => {
    const { context, ended } = startInvocation();
    const request = jest.fn().mockRejectedValue(DENIED);

    await expect(ended(createFailFastCall(context)(request, policy))).rejects.toBe(DENIED);
    expect(request).toHaveBeenCalledTimes(1);
  },
);

test('what else is worth waiting for is waited for, as are throttling and faults of the service', async () => {
  const { context, ended } = startInvocation();
  const request = jest.fn(async () => 'answer');
  for (const error of [MISSING, awsError('Throttling', '', 400), awsError('X', '', 500)])
    request.mockRejectedValueOnce(error);

  await expect(ended(createFailFastCall(context)(request, entityPropagation))).resolves.toBe('answer');
  expect(request).toHaveBeenCalledTimes(4);
});
