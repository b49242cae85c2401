import { type CloudFormation, startCloudFormation } from '../cloudformation/cloudformation';
import type { PutFault } from '../cloudformation/put';
import type { Stack } from '../cloudformation/stack';
import { createLambda, type Lambda } from '../lambda/lambda';
import { temporaryBundles } from './bundle';

const bundles = temporaryBundles();
const lambdas: Lambda[] = [];
let cloudFormation: CloudFormation;
let stack: Stack;

beforeEach(async () => {
  cloudFormation = await startCloudFormation();
  stack = cloudFormation.stack({ name: 'monitoring' });
});
afterEach(async () => {
  await Promise.all(lambdas.splice(0).map((lambda) => lambda.close()));
  await cloudFormation.close();
});
afterAll(() => bundles.remove());

/** Creates a stack of one resource whose handler has this body, and leaves it as it is after a failure. */
async function createWith(body: string): Promise<Lambda> {
  const lambda = createLambda({
    bundlePath: bundles.handler(body),
    name: 'provider',
    timeoutMs: 5000,
    skipsWaits: true,
    retryDelaysMs: [],
  });
  lambdas.push(lambda);
  await stack.deploy({
    resources: { Role: { type: 'Custom::Role', serviceToken: lambda, properties: { Name: 'a' } } },
    onFailure: 'DO_NOTHING',
  });
  return lambda;
}

function failure(): string | undefined {
  return stack.events.find(({ status }) => status === 'CREATE_FAILED')?.reason;
}

const GOOD = "{ PhysicalResourceId: 'a' }";

describe('a response', () => {
  it.each([
    [
      'is too long',
      `{ PhysicalResourceId: 'a', Data: { Long: 'é'.repeat(2000) } }`,
      'Response object is too long.',
    ],
    ['is not JSON', "'SUCCESS'", 'Invalid response: the body is not a JSON object'],
    [
      'has an unknown Status',
      `{ PhysicalResourceId: 'a', Status: 'OK' }`,
      'Invalid response: Status is "OK", not SUCCESS or FAILED',
    ],
    ['has no physical id', '{}', 'Invalid PhysicalResourceId'],
    ['has an empty physical id', `{ PhysicalResourceId: '' }`, 'Invalid PhysicalResourceId'],
    ['has a physical id over 1 KB', `{ PhysicalResourceId: 'x'.repeat(1025) }`, 'Invalid PhysicalResourceId'],
    [
      'names another stack',
      `{ PhysicalResourceId: 'a', StackId: 'x' }`,
      'Invalid response: StackId is not the one of the request',
    ],
    [
      'names another request',
      `{ PhysicalResourceId: 'a', RequestId: 'x' }`,
      'Invalid response: RequestId is not the one of the request',
    ],
    [
      'names another resource',
      `{ PhysicalResourceId: 'a', LogicalResourceId: 'x' }`,
      'Invalid response: LogicalResourceId is not the one of the request',
    ],
    [
      'fails without a reason',
      `{ PhysicalResourceId: 'a', Status: 'FAILED' }`,
      'Invalid response: FAILED without a Reason',
    ],
    [
      'has a reason that is null',
      `{ PhysicalResourceId: 'a', Reason: null }`,
      'Invalid response: Reason is not a string',
    ],
    [
      'has data that is a list',
      `{ PhysicalResourceId: 'a', Data: [] }`,
      'Invalid response: Data is not an object',
    ],
    [
      'has a NoEcho that is text',
      `{ PhysicalResourceId: 'a', NoEcho: 'true' }`,
      'Invalid response: NoEcho is not a boolean',
    ],
  ])('that %s is stored, and fails the resource', async (_fault, fields, reason) => {
    const lambda = await createWith(`return reply(event, ${fields});`);

    expect(lambda.invocations[0]?.attempts[0]?.value).toBe(200);
    expect(failure()).toBe(reason);
    expect(stack.replies()).toMatchObject([{ meaning: 'reply', answered: 200, fault: reason }]);
  });

  it('of exactly 4,096 bytes is taken', async () => {
    await createWith(`
      const fields = (fill) => ({ PhysicalResourceId: 'a', Data: { Fill: 'x'.repeat(fill) } });
      const { StackId, RequestId, LogicalResourceId } = event;
      const rest = JSON.stringify({ Status: 'SUCCESS', ...fields(0), StackId, RequestId, LogicalResourceId });
      return reply(event, fields(4096 - rest.length));`);

    expect(stack.status).toBe('CREATE_COMPLETE');
    expect(Buffer.byteLength(stack.replies()[0]?.body ?? '')).toBe(4096);
  });

  it('that is sent again is a duplicate', async () => {
    await createWith(`await reply(event, ${GOOD}); await reply(event, ${GOOD});`);

    expect(stack.replies().map(({ meaning }) => meaning)).toEqual(['reply', 'duplicate']);
  });
});

describe('the bucket', () => {
  const put = (headers: string, url = 'event.ResponseURL', method = 'PUT') => `
    return new Promise((resolve, reject) => {
      const request = http.request(${url}, { method: '${method}', agent: false, headers: ${headers} }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.on('error', reject);
      request.end('{}');
    });`;

  it.each([
    ['a content type', put("{ 'content-type': 'application/json', 'content-length': 2 }"), 403],
    ['a body of unknown length', put("{ 'transfer-encoding': 'chunked' }"), 501],
    ['another signature', put("{ 'content-length': 2 }", "event.ResponseURL.replace(/.$/, 'x')"), 403],
    ['no signature', put("{ 'content-length': 2 }", "event.ResponseURL.split('?')[0]"), 403],
    ['another path', put("{ 'content-length': 2 }", "new URL('/other', event.ResponseURL)"), 403],
    ['another method', put("{ 'content-length': 2 }", 'event.ResponseURL', 'POST'), 403],
  ])('refuses %s', async (_what, body, status) => {
    const lambda = await createWith(body);

    expect(lambda.invocations[0]?.attempts[0]?.value).toBe(status);
    expect(failure()).toContain('did not receive a response');
  });
});

describe('a bucket that misbehaves', () => {
  /** Tries three times, 400 ms each, and returns what it saw. */
  const PERSISTENT = `
    const seen = [];
    for (let attempt = 1; attempt <= 3; attempt++) {
      const outcome = await Promise.race([
        reply(event, ${GOOD}).catch((error) => error.code),
        pause(400).then(() => 'no answer'),
      ]);
      seen.push(outcome);
      if (outcome === 200) break;
    }
    return seen;`;

  const cases: [string, PutFault, unknown[], string[]][] = [
    ['answers 503', { kind: 'status', status: 503 }, [503, 200], ['not stored', 'reply']],
    ['answers 403', { kind: 'status', status: 403 }, [403, 200], ['not stored', 'reply']],
    ['cuts the connection', { kind: 'reset', stored: false }, ['ECONNRESET', 200], ['not stored', 'reply']],
    ['stores, then cuts', { kind: 'reset', stored: true }, ['ECONNRESET', 200], ['reply', 'duplicate']],
    ['hangs', { kind: 'hang', stored: false }, ['no answer', 200], ['not stored', 'reply']],
    ['stores, then hangs', { kind: 'hang', stored: true }, ['no answer', 200], ['reply', 'duplicate']],
    ['is slow', { kind: 'slow', delayMs: 20 }, [200], ['reply']],
  ];

  it.each(cases)('%s, once', async (_fault, fault, seen, meanings) => {
    cloudFormation.misbehave((_request, attempt) => (attempt === 1 ? fault : undefined));

    const lambda = await createWith(PERSISTENT);

    expect(lambda.invocations[0]?.attempts[0]?.value).toEqual(seen);
    expect(stack.replies().map(({ meaning }) => meaning)).toEqual(meanings);
    expect(stack.status).toBe('CREATE_COMPLETE');
  });

  it('refuses connections until told otherwise', async () => {
    const accept = await cloudFormation.refuseConnections();

    const lambda = await createWith(`return reply(event, ${GOOD}).catch((error) => error.code);`);
    await accept();

    expect(lambda.invocations[0]?.attempts[0]?.value).toBe('ECONNREFUSED');
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
  });
});
