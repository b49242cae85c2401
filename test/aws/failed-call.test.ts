import {
  CreateRoleCommand,
  IAMClient,
  ListPoliciesCommand,
  NoSuchEntityException,
} from '@aws-sdk/client-iam';
import { DeleteParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { adviceOn, answerIn, failedCallOf, namingFailedCalls } from '../../src/aws/failed-call';
import { awsError } from '../support/aws-error';

const settings = { region: 'us-east-1', credentials: { accessKeyId: 'A', secretAccessKey: 'S' } };

/** What a client of the SDK throws when its request comes to this. */
async function thrown(error: unknown, send: (settings: object) => Promise<unknown>): Promise<unknown> {
  const requestHandler = { handle: () => Promise.reject(error) };
  return send({ ...settings, maxAttempts: 1, requestHandler }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
}

const createRole = (options: object) =>
  namingFailedCalls(new IAMClient(options)).send(
    new CreateRoleCommand({ RoleName: 'R\u202e', AssumeRolePolicyDocument: '{}' }),
  );

test('an error is the very one that the client would have thrown, and says which call it is about', async () => {
  const error = new NoSuchEntityException({ message: 'none', $metadata: { httpStatusCode: 404 } });
  expect(await thrown(error, createRole)).toBe(error);
  expect(failedCallOf(error)).toEqual({ action: 'iam:CreateRole', subject: '"R\\u202e"' });
  expect(Object.keys(error)).not.toContain('failedCall');
});

test.each<[string, (options: object) => Promise<unknown>, object]>([
  [
    'several parameters',
    (options) =>
      namingFailedCalls(new SSMClient(options)).send(new DeleteParametersCommand({ Names: ['/a', '/b'] })),
    { action: 'ssm:DeleteParameters', subject: '"/a" and "/b"' },
  ],
  [
    'nothing in particular',
    (options) => namingFailedCalls(new IAMClient(options)).send(new ListPoliciesCommand({})),
    { action: 'iam:ListPolicies', subject: undefined },
  ],
])('a call may be about %s', async (_, send, expected) => {
  expect(failedCallOf(await thrown(new Error('x'), send))).toEqual(expected);
});

test('an error of no such client tells no call', () => {
  expect(failedCallOf(awsError('Throttling', 'Rate exceeded', 400))).toBeUndefined();
  expect(failedCallOf('Rate exceeded')).toBeUndefined();
});

test.each([
  [awsError('Throttling', 'Rate exceeded', 400), 'AWS answered Throttling: Rate exceeded.', /^The limit is/],
  [awsError('AccessDenied', 'No.', 403), 'AWS answered AccessDenied: No.', /^Allow the provider’s role/],
  [awsError('InternalFailure', 'x', 500), 'AWS answered InternalFailure: x.', /has recovered\.$/],
  [awsError('TimeoutError', 'late'), 'AWS did not answer (TimeoutError: late.)', /reaches AWS’s endpoints/],
  [
    Object.assign(new Error('getaddrinfo ENOTFOUND iam.amazonaws.com'), { code: 'ENOTFOUND' }),
    'AWS did not answer (Error: getaddrinfo ENOTFOUND iam.amazonaws.com.)',
    /reaches AWS’s endpoints/,
  ],
])('%s is told with its name, its text and a way out', (error, answer, advice) => {
  expect(answerIn(error)).toBe(answer);
  expect(adviceOn(error)).toMatch(advice);
});

test('where the way out depends on what was asked for, none is given', () => {
  expect(adviceOn(awsError('MalformedPolicyDocument', 'x', 400))).toBeUndefined();
});
