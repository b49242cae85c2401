import fc from 'fast-check';
import { NOT_CREATED_ID } from '../../src/provider/physical-id';
import { type ReplyServer, startReplyServer } from '../support/custom-resource/reply-server';
import { EXTERNAL_ID, RESOURCE_TYPE, ROLE } from '../support/customer-account';
import {
  anyEvent,
  anyProperties,
  type FuzzedEvent,
  LOGICAL_IDS,
  STACK_ID,
  withResponseUrl,
} from './fuzzed-events';
import { openBed, type TestBed } from './test-bed';

const RUNS = 400;
const LIMIT_MS = 900_000;

describe('whatever comes as an event', () => {
  let testBed: TestBed;
  let server: ReplyServer;

  beforeAll(async () => {
    testBed = await openBed();
    const status = 'UPDATE_IN_PROGRESS';
    const resources = LOGICAL_IDS.map((logicalId) => ({ logicalId, type: RESOURCE_TYPE, status }));
    testBed.customer.account.seed({ stacks: [{ name: 'fuzz', id: STACK_ID, status, resources }] });
    server = await startReplyServer(200);
  });
  afterAll(async () => {
    await server.close();
    await testBed.close();
  });

  /** Delivers an event to an account of its own, and asks what must hold for any. */
  async function deliver(event: FuzzedEvent): Promise<void> {
    const { customer } = testBed;
    testBed.restore(testBed.origin);
    const before = customer.account.digest();
    const first = server.received.length;

    const { attempts } = await customer.provider.invoke(event, { asynchronous: true });

    expect(attempts.map(({ outcome, error }) => error?.message ?? outcome)).toEqual(['returned']);
    const bodies = server.received.slice(first).map(({ body }) => body);
    expect(bodies).toHaveLength(isAnswerable(event) ? 1 : 0);
    const replies = bodies.map((body) => wellFormed(body, event));
    if (!replies.includes('SUCCESS')) {
      expect(customer.account.digest()).toEqual(before);
      expect(
        customer.sandbox.journal.calls().filter(({ write, result }) => write && result === 'ok'),
      ).toEqual([]);
    }
  }

  it(
    'gets one well-formed reply if it can be answered, and changes nothing if it is refused',
    () =>
      fc.assert(
        fc.asyncProperty(
          anyEvent(() => server.url.origin),
          deliver,
        ),
        { numRuns: RUNS },
      ),
    LIMIT_MS,
  );

  it(
    'gets one well-formed reply whatever its properties are, and changes nothing if they are refused',
    () =>
      fc.assert(
        fc.asyncProperty(anyProperties(), fc.constantFrom('Create', 'Update', 'Delete'), (properties, type) =>
          deliver({
            ...withResponseUrl(server.url.origin, {
              StackId: STACK_ID,
              RequestId: 'request',
              LogicalResourceId: 'DatadogIntegration',
            }),
            RequestType: type,
            ResourceType: RESOURCE_TYPE,
            ServiceToken: customerArn(),
            ...(type === 'Create' ? {} : { PhysicalResourceId: ROLE }),
            ...(type === 'Update' ? { OldResourceProperties: { ExternalId: EXTERNAL_ID } } : {}),
            ResourceProperties: properties,
          }),
        ),
        { numRuns: RUNS },
      ),
    LIMIT_MS,
  );

  function customerArn(): string {
    return testBed.customer.provider.arn;
  }
});

const MAX_REPLY_BYTES = 4096;
const MAX_PHYSICAL_ID_BYTES = 1024;

/** Checks a reply's body against the event and returns its Status. */
function wellFormed(body: string, event: FuzzedEvent): string {
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MAX_REPLY_BYTES);
  const reply = JSON.parse(body);
  expect(['SUCCESS', 'FAILED']).toContain(reply.Status);
  expect(reply).toMatchObject({
    StackId: event['StackId'],
    RequestId: event['RequestId'],
    LogicalResourceId: event['LogicalResourceId'],
  });
  expect(typeof reply.PhysicalResourceId).toBe('string');
  expect(reply.PhysicalResourceId).not.toBe('');
  expect(Buffer.byteLength(reply.PhysicalResourceId)).toBeLessThanOrEqual(MAX_PHYSICAL_ID_BYTES);
  if (reply.Status === 'FAILED') expect(reply.Reason).toMatch(/\S/);
  if (reply.Status === 'FAILED' && event['RequestType'] === 'Create')
    expect([NOT_CREATED_ID, ROLE, event['PhysicalResourceId']]).toContain(reply.PhysicalResourceId);
  return reply.Status;
}

/** What an answer has to repeat must leave room for the rest of it; CloudFormation's own ids take a few hundred bytes. */
const MAX_REPEATED_BYTES = 2048;

/** Does the event say where CloudFormation waits for the reply to it, and what to repeat there? */
function isAnswerable(event: FuzzedEvent): boolean {
  const { ResponseURL: url } = event;
  const ids = [event['StackId'], event['LogicalResourceId'], event['RequestId']];
  return (
    typeof url === 'string' &&
    url.startsWith('http://127.0.0.1:') &&
    decodeURIComponent(new URL(url).pathname) === `/${ids.join('|')}` &&
    ids.every((id) => typeof id === 'string' && id !== '') &&
    Buffer.byteLength(JSON.stringify(ids)) <= MAX_REPEATED_BYTES
  );
}
