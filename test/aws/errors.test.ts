import {
  awsErrorFacts,
  invalidPrincipals,
  isAccessDenied,
  isExplicitDenial,
  isRefusal,
  isThrottling,
  isTransient,
} from '../../src/aws/errors';
import {
  conflict,
  detachPropagation,
  entityPropagation,
  freshPermissions,
  principalPropagation,
  settledPermissions,
  throttling,
  transient,
} from '../../src/aws/retry-policies';
import { awsError } from '../support/aws-error';

test('what an error tells is read without trusting its shape', () => {
  expect(awsErrorFacts(awsError('NoSuchEntity', 'gone', 404))).toEqual({
    name: 'NoSuchEntity',
    message: 'gone',
    httpStatus: 404,
  });
  const noFacts = { message: 'm', httpStatus: undefined };
  expect(awsErrorFacts(new Error('m'))).toEqual({ name: 'Error', ...noFacts });
  expect(awsErrorFacts(Object.assign(new Error('m'), { $metadata: null }))).toMatchObject(noFacts);
  expect(
    awsErrorFacts(Object.assign(new Error('m'), { $metadata: { httpStatusCode: '404' } })),
  ).toMatchObject(noFacts);
  expect(awsErrorFacts(Object.assign(new Error('m'), { $metadata: 'x' }))).toMatchObject(noFacts);
  expect(awsErrorFacts('m')).toEqual({ name: 'Error', ...noFacts });
  expect(awsErrorFacts(undefined)).toEqual({ name: 'Error', message: 'undefined', httpStatus: undefined });
});

test.each([
  ['Invalid principal in policy: "AWS":"arn:aws:iam::1:role/a"', ['arn:aws:iam::1:role/a']],
  ['Invalid principal in policy: "AWS":"a","SERVICE":"b"', ['a', 'b']],
  ['Invalid principal in policy', []],
  ['Syntax errors in policy: "AWS":"a"', []],
])('the principals that IAM refuses are read from %j', (message, expected) => {
  expect(invalidPrincipals(awsError('MalformedPolicyDocumentException', message, 400))).toEqual(expected);
});

test('no principal is refused by an error of another name', () => {
  const message = 'Invalid principal in policy: "AWS":"a"';
  expect(invalidPrincipals(awsError('AccessDenied', message, 403))).toEqual([]);
});

test.each([
  [399, false],
  [400, true],
  [499, true],
  [500, false],
  [undefined, false],
])('a request that is answered with %s was refused: %s', (status, expected) => {
  expect(isRefusal(awsError('X', '', status))).toBe(expected);
});

test('what AWS says it has not got in time may have been carried out all the same', () => {
  expect(isRefusal(awsError('RequestTimeout', '', 400))).toBe(false);
});

test.each([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'TooManyUpdates',
  'SlowDown',
])('%s is throttling, and waited out', (name) => {
  expect(isThrottling(awsError(name, 'Rate exceeded', 400))).toBe(true);
  expect(throttling.matches(awsError(name, 'Rate exceeded', 400))).toBe(true);
});

test('the status 429 is throttling, whatever the name', () => {
  expect(isThrottling(awsError('X', '', 429))).toBe(true);
  expect(isThrottling(awsError('LimitExceeded', '', 409))).toBe(false);
});

test.each(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'])('%s is a denial', (name) => {
  expect(isAccessDenied(awsError(name, '', 403))).toBe(true);
  expect(freshPermissions.matches(awsError(name, '', 403))).toBe(true);
});

test.each([
  ['with an explicit deny in a service control policy', 'AccessDenied', true],
  ['with an explicit deny in an identity-based policy', 'AccessDeniedException', true],
  ['because no identity-based policy allows the iam:GetRole action', 'AccessDenied', false],
  ['with an explicit deny in a policy', 'InvalidInput', false],
])('%s (%s) is an explicit denial: %s', (text, name, expected) => {
  const error = awsError(name, `User: x is not authorized to perform: iam:GetRole ${text}`, 403);
  expect(isExplicitDenial(error)).toBe(expected);
});

test('the status 403 alone is no denial: a signature may be wrong', () => {
  expect(isAccessDenied(awsError('SignatureDoesNotMatch', '', 403))).toBe(false);
});

test.each<[string, unknown]>([
  ['an answer of 500', awsError('ServiceFailure', '', 500)],
  ['an answer of 503', awsError('X', '', 503)],
  ['a request without an answer in time', awsError('TimeoutError', '')],
  ['a request that AWS has not got in time', awsError('RequestTimeout', '', 400)],
  ['a request that AWS has not got in time, by its other name', awsError('RequestTimeoutException', '', 400)],
  ...[
    'ECONNRESET',
    'ENOTFOUND',
    'ECONNREFUSED',
    'EPIPE',
    'ETIMEDOUT',
    'EAI_AGAIN',
    'ENETUNREACH',
    'EHOSTUNREACH',
  ].map((code): [string, unknown] => [`a socket’s ${code}`, Object.assign(new Error('x'), { code })]),
])('%s is transient', (_, error) => {
  expect(isTransient(error)).toBe(true);
  expect(transient.matches(error)).toBe(true);
});

test.each([
  ['an answer of 499', awsError('X', '', 499)],
  ['an unknown socket error', Object.assign(new Error('x'), { code: 'EACCES' })],
  ['a numeric code', Object.assign(new Error('x'), { code: 104 })],
  ['no error', 'ECONNRESET'],
])('%s is not', (_, error) => {
  expect(isTransient(error)).toBe(false);
});

test.each([
  [conflict, 'ConcurrentModification'],
  [conflict, 'ConcurrentModificationException'],
  [conflict, 'EntityTemporarilyUnmodifiable'],
  [conflict, 'EntityTemporarilyUnmodifiableException'],
  [entityPropagation, 'NoSuchEntity'],
  [entityPropagation, 'NoSuchEntityException'],
  [detachPropagation, 'DeleteConflict'],
  [detachPropagation, 'DeleteConflictException'],
])('the policy $name waits while IAM answers %s', (policy, name) => {
  expect(policy.matches(awsError(name, '', 409))).toBe(true);
  expect(policy.matches(awsError(`${name}s`, '', 409))).toBe(false);
});

test('of malformed documents only those that name an unknown principal are worth waiting for', () => {
  const message = 'Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:role/provider"';
  for (const name of ['MalformedPolicyDocument', 'MalformedPolicyDocumentException'])
    expect(principalPropagation.matches(awsError(name, message, 400))).toBe(true);
  expect(
    principalPropagation.matches(awsError('MalformedPolicyDocument', 'Syntax errors in policy.', 400)),
  ).toBe(false);
  expect(principalPropagation.matches(awsError('InvalidInput', message, 400))).toBe(false);
});

test.each([
  [throttling, [100, 200, 400], 2_500, Number.POSITIVE_INFINITY],
  [transient, [50, 100, 200], 1_500, 60_000],
  [conflict, [50, 75, 112.5], 500, 30_000],
  [freshPermissions, [250, 400, 640], 1_500, 45_000],
  [settledPermissions, [250, 400, 640], 1_500, 8_000],
  [principalPropagation, [125, 150, 180], 500, 20_000],
  [entityPropagation, [125, 150, 180], 500, 10_000],
  [detachPropagation, [125, 150, 180], 500, 10_000],
])('$name begins densely and gives up in time', (policy, first, longest, limitMs) => {
  expect([1, 2, 3].map((attempt) => policy.delayMs(attempt, 0))).toEqual(
    first.map((ms) => expect.closeTo(ms)),
  );
  expect(policy.delayMs(50, 0)).toBe(longest);
  expect(policy.delayMs(50, 1)).toBe(2 * longest);
  expect(policy.limitMs).toBe(limitMs);
});
