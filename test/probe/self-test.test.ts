import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { selfTest } from '../../src/probe/self-test';
import { awsError } from '../support/aws-error';
import { startInvocation } from '../support/passing-time';

const TARGET = { roleArn: 'arn:aws:iam::123456789012:role/R', externalId: 'abcdef' };
const SESSION = { Credentials: undefined };
const DENIED_TEXT =
  'User: arn:aws:sts::123456789012:assumed-role/provider/s is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/R';
const denied = awsError('AccessDenied', DENIED_TEXT, 403);

const sts = mockClient(STSClient);
beforeEach(() => sts.reset());

/** Answers calls with the external id and calls without it from two functions, each given how often it was asked. */
function answering(withId: (nth: number) => unknown, without: (nth: number) => unknown = () => denied): void {
  const asked = { with: 0, without: 0 };
  sts.on(AssumeRoleCommand).callsFake(({ ExternalId }) => {
    const answer = ExternalId === undefined ? without(++asked.without) : withId(++asked.with);
    if (answer instanceof Error) throw answer;
    return answer;
  });
}

function run(totalMs?: number) {
  const { context, ended, clock } = startInvocation(totalMs);
  return { result: ended(selfTest(new STSClient({}), TARGET, context)), clock };
}

const externalIds = () => sts.commandCalls(AssumeRoleCommand).map(({ args }) => args[0].input.ExternalId);

test('a role that lets in who has the external id, and nobody else, passes at once', async () => {
  answering(() => SESSION);
  const { result, clock } = run();
  await expect(result).resolves.toEqual({ kind: 'passed' });
  expect(externalIds()).toStrictEqual(['abcdef', undefined]);
  expect(clock.now()).toBeLessThanOrEqual(125);
});

test('sessions are as short as they get, and allowed nothing', async () => {
  answering(() => SESSION);
  await run().result;
  const [first] = sts.commandCalls(AssumeRoleCommand).map(({ args }) => args[0].input);
  expect(first).toEqual({
    RoleArn: TARGET.roleArn,
    RoleSessionName: 'datadog-integration-role-self-test',
    DurationSeconds: 900,
    ExternalId: 'abcdef',
    Policy: expect.any(String),
  });
  expect(JSON.parse(first?.Policy ?? '')).toEqual({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
  });
});

test('a role that was just made is polled until IAM has spread it', async () => {
  answering((nth) => (nth < 6 ? denied : SESSION));
  const { result, clock } = run();
  await expect(result).resolves.toEqual({ kind: 'passed' });
  expect(externalIds()).toHaveLength(7);
  expect(clock.now()).toBeGreaterThan(800);
  expect(clock.now()).toBeLessThan(2_000);
});

test('a role that refuses for 25 seconds has failed, with the cause and what STS said', async () => {
  answering(() => denied);
  const { result, clock } = run();
  await expect(result).resolves.toEqual({
    kind: 'failed',
    cause: expect.stringMatching(/^[a-z_]+$/),
    message: DENIED_TEXT,
  });
  expect(clock.now()).toBeGreaterThan(24_000);
  expect(clock.now()).toBeLessThan(26_000);
  expect(externalIds()).not.toContain(undefined);
});

test('the cause is read from what STS said', async () => {
  const text = `${DENIED_TEXT} with an explicit deny in a service control policy`;
  answering(() => awsError('AccessDenied', text, 403));
  await expect(run().result).resolves.toMatchObject({ kind: 'undecided', cause: 'scp_explicit_deny' });
});

test.each([
  ['no identity-based policy allows', 'because no identity-based policy allows the sts:AssumeRole action'],
  ['its own boundary denies', 'with an explicit deny in a permissions boundary'],
  ['the endpoint that it goes through denies', 'with an explicit deny in a VPC endpoint policy'],
])('what %s binds the caller, and proves nothing about Datadog', async (_, text) => {
  answering(() => awsError('AccessDenied', `${DENIED_TEXT} ${text}`, 403));
  await expect(run().result).resolves.toMatchObject({ kind: 'undecided', message: `${DENIED_TEXT} ${text}` });
});

test.each([
  ['a resource control policy', 'with an explicit deny in a resource control policy'],
  ['the trust policy', 'because no role trust policy allows the sts:AssumeRole action'],
])('what %s denies may bind Datadog as well', async (_, text) => {
  answering(() => awsError('AccessDenied', `${DENIED_TEXT} ${text}`, 403));
  await expect(run().result).resolves.toMatchObject({ kind: 'failed' });
});

test('an STS that throttles or breaks for good leaves it undecided', async () => {
  for (const error of [awsError('Throttling', 'slow', 400), awsError('X', 'oops', 503)]) {
    answering(() => error);
    await expect(run().result).resolves.toMatchObject({ kind: 'undecided', message: error.message });
  }
});

test('an answer that no time will change is not waited out', async () => {
  answering(() => awsError('RegionDisabledException', 'STS is not activated in this region.', 403));
  const { result, clock } = run();
  await expect(result).resolves.toMatchObject({
    kind: 'failed',
    message: 'STS is not activated in this region.',
  });
  expect(externalIds()).toHaveLength(1);
  expect(clock.now()).toBeLessThanOrEqual(125);
});

test('throttling and faults on the way are waited out', async () => {
  const faults = [awsError('Throttling', 'slow', 400), awsError('X', 'oops', 503)];
  answering(
    (nth) => faults[nth - 1] ?? SESSION,
    (nth) => faults[nth - 1] ?? denied,
  );
  await expect(run().result).resolves.toEqual({ kind: 'passed' });
  expect(externalIds()).toHaveLength(6);
});

test('a trust policy from before a change may let in without the external id for a while', async () => {
  answering(
    () => SESSION,
    (nth) => (nth < 4 ? SESSION : denied),
  );
  await expect(run().result).resolves.toEqual({ kind: 'passed' });
  expect(externalIds()).toHaveLength(5);
});

test('a role that goes on letting in without the external id has failed', async () => {
  answering(
    () => SESSION,
    () => SESSION,
  );
  const { result, clock } = run();
  await expect(result).resolves.toEqual({
    kind: 'failed',
    cause: 'external_id_not_enforced',
    message: 'The role can be assumed without an external id: its trust policy lets others in.',
  });
  expect(clock.now()).toBeLessThan(26_000);
});

test('when nobody can tell whether the external id is enforced, that is said', async () => {
  answering(
    () => SESSION,
    () => awsError('InvalidClientTokenId', 'The security token is invalid.', 403),
  );
  await expect(run().result).resolves.toEqual({
    kind: 'undecided',
    cause: 'external_id_check_failed',
    message: 'Without an external id, STS answered: The security token is invalid.',
  });
});

test('at the deadline the result is what STS said last', async () => {
  answering(() => denied);
  const { result, clock } = run(3_000);
  await expect(result).resolves.toMatchObject({ kind: 'failed', message: DENIED_TEXT });
  expect(clock.now()).toBeLessThanOrEqual(3_125);
});
