import fc from 'fast-check';
import { parseEnvelope } from '../../src/custom-resource/envelope';
import type { Origin } from '../../src/custom-resource/origin';
import cases from '../cases/custom-resource-envelopes.json';
import {
  createEvent,
  deleteEvent,
  FUNCTION_ARN,
  RESOURCE_TYPE,
  RESPONSE_URL,
  responseUrl,
  STACK_ID,
  updateEvent,
  withProperties,
} from '../support/custom-resource/events';

const ORIGIN = { invokedFunctionArn: FUNCTION_ARN };
const parse = (event: unknown, origin: Origin = ORIGIN) => parseEnvelope(event, [RESOURCE_TYPE], origin);

test('a Create becomes a request without id and old properties', () => {
  expect(parse(createEvent())).toEqual({
    kind: 'accepted',
    resourceType: 'Custom::Thing',
    serviceTimeoutSeconds: undefined,
    replyTo: {
      responseUrl: new URL(RESPONSE_URL),
      stackId: STACK_ID,
      requestId: 'f3f6b1f0-0000-4000-8000-000000000001',
      logicalResourceId: 'Thing',
    },
    request: {
      requestType: 'Create',
      stackId: STACK_ID,
      stack: {
        partition: 'aws-us-gov',
        region: 'us-gov-west-1',
        accountId: '123456789012',
        name: 'monitoring',
      },
      requestId: 'f3f6b1f0-0000-4000-8000-000000000001',
      logicalResourceId: 'Thing',
      resourceType: RESOURCE_TYPE,
      properties: { Colour: 'green' },
      oldProperties: {},
    },
  });
});

test('an Update carries the id of its resource and the properties before and after', () => {
  expect(parse(updateEvent())).toMatchObject({
    request: {
      requestType: 'Update',
      physicalResourceId: 'thing-1',
      properties: { Colour: 'green' },
      oldProperties: { Colour: 'blue' },
    },
  });
});

test('a Delete carries the id of its resource', () => {
  expect(parse(deleteEvent())).toMatchObject({
    request: { requestType: 'Delete', physicalResourceId: 'thing-1' },
  });
});

test('ServiceToken and ServiceTimeout are in neither the properties nor the old ones', () => {
  const own = { ServiceToken: 'token', ServiceTimeout: '60' };
  const event = updateEvent({
    ResourceProperties: { ...own, Colour: 'red' },
    OldResourceProperties: { ...own, Size: '1' },
  });
  expect(parse(event)).toMatchObject({
    request: { properties: { Colour: 'red' }, oldProperties: { Size: '1' } },
  });
  expect(JSON.stringify(parse(event))).not.toContain('Service');
});

test.each(['1', '3600', 900])('a ServiceTimeout of %s seconds is taken', (seconds) => {
  expect(parse(withProperties(createEvent(), { ServiceTimeout: seconds }))).toMatchObject({
    kind: 'accepted',
    serviceTimeoutSeconds: Number(seconds),
  });
});

test('a Delete is not refused for its ServiceTimeout, so that what exists stays removable', () => {
  expect(parse(withProperties(deleteEvent(), { ServiceTimeout: 'soon' }))).toMatchObject({
    kind: 'accepted',
    serviceTimeoutSeconds: undefined,
  });
});

test.each(cases.refused)('$sentence', ({ changes, faults }) => {
  expect(parse(createEvent(changes))).toMatchObject({ kind: 'refused', faults });
});

test.each(cases.unanswerable)('an event with $sentence cannot be answered', ({ changes, faults }) => {
  expect(parse(createEvent(changes))).toEqual({ kind: 'unanswerable', faults });
});

test('ids so long that a reply could not repeat them make an event unanswerable', () => {
  expect(parse(createEvent({ LogicalResourceId: 'é'.repeat(1000) }))).toEqual({
    kind: 'unanswerable',
    faults: [
      expect.stringMatching(
        /^StackId, RequestId, LogicalResourceId take 2\d{3} bytes; a reply has room for 2048$/,
      ),
    ],
  });
});

test('ids that just leave a reply room are taken', () => {
  const { StackId, RequestId } = createEvent();
  const others = Buffer.byteLength(JSON.stringify([StackId, RequestId, '']));
  const ofLength = (length: number) => parse(createEvent({ LogicalResourceId: 'x'.repeat(length) })).kind;
  expect(ofLength(2048 - others)).toBe('accepted');
  expect(ofLength(2049 - others)).toBe('unanswerable');
});

test('a refused event still says which resource it is about', () => {
  expect(parse(updateEvent({ ResourceType: 'Custom::Other' }))).toMatchObject({
    requestType: 'Update',
    physicalResourceId: 'thing-1',
  });
});

test('an id of more than 1 KB is as good as none', () => {
  expect(parse(deleteEvent({ PhysicalResourceId: 'x'.repeat(1025) }))).toMatchObject({
    kind: 'refused',
    physicalResourceId: undefined,
  });
});

test('of a long value a fault shows only the length, so that the other faults keep their room', () => {
  expect(parse(createEvent({ ResourceType: 'Custom::'.padEnd(5000, 'x') }))).toMatchObject({
    faults: [expect.stringMatching(/^ResourceType is a value of 5002 characters, but/)],
  });
  const ofLength = (length: number) =>
    parse(createEvent({ ResourceType: 'Custom::'.padEnd(length - 2, 'x') }));
  expect(ofLength(100)).toMatchObject({ faults: [expect.stringMatching(/^ResourceType is "Custom::x+"/)] });
  expect(ofLength(101)).toMatchObject({ faults: [expect.stringMatching(/^ResourceType is a value of 101/)] });
});

test('whatever the event is, it is told what it is and nothing is thrown', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom(...Object.keys(updateEvent())), fc.jsonValue()),
      (event, changes) => {
        expect(parse(event).kind).toBe('unanswerable');
        expect(['accepted', 'refused', 'unanswerable']).toContain(parse(updateEvent(changes)).kind);
      },
    ),
  );
});

describe('the stack is where the function is', () => {
  const foreign = (place: string) =>
    `arn:${place.replace(':', ':cloudformation:')}:stack/monitoring/5b8e0a60-0000-11ef-8000-0e0000000000`;
  const from = (place: string, host: string) => {
    const event = createEvent({ StackId: foreign(place) });
    return { ...event, ResponseURL: responseUrl(event, `https://${host}`) };
  };

  test.each([
    ['aws-us-gov:us-gov-west-1:210987654321', 'usgovwest1.s3-us-gov-west-1.amazonaws.com'],
    ['aws-us-gov:us-gov-east-1:123456789012', 'usgoveast1.s3.us-gov-east-1.amazonaws.com'],
    ['aws:us-east-1:123456789012', 'useast1.s3.amazonaws.com'],
  ])('%s is refused with both places and the way out', (place, host) => {
    const event = from(place, `cloudformation-custom-resource-response-${host}`);
    const [partition, region, account] = place.split(':');

    const parsed = parse(event);

    expect(parsed).toMatchObject({ kind: 'refused', faults: [expect.any(String)] });
    const [fault] = parsed.kind === 'refused' ? parsed.faults : [];
    expect(fault).toContain(`account ${account}, region ${region}, partition ${partition}`);
    expect(fault).toContain('account 123456789012, region us-gov-west-1, partition aws-us-gov');
    expect(fault).toContain('deploy the provider into the stack’s own account and region');
  });

  test('is not asked where nobody says where the function is', () => {
    const event = from(
      'aws:us-east-1:210987654321',
      'cloudformation-custom-resource-response-useast1.s3.amazonaws.com',
    );
    expect(parse(event, {})).toMatchObject({ kind: 'accepted' });
    expect(parse(event, { invokedFunctionArn: 'handler' })).toMatchObject({ kind: 'accepted' });
  });

  test('is asked of a function that is called by an alias, too', () => {
    const origin = { invokedFunctionArn: `${FUNCTION_ARN}:live` };
    expect(parse(createEvent(), origin)).toMatchObject({ kind: 'accepted' });
    const StackId = foreign('aws-us-gov:us-gov-west-1:210987654321');
    expect(parse(createEvent({ StackId }), origin)).toMatchObject({ kind: 'refused' });
  });

  test('which is not known, and whose StackId is none: there is nobody to reply to', () => {
    expect(parse(createEvent({ StackId: 'monitoring' }), {})).toEqual({
      kind: 'unanswerable',
      faults: ['StackId is not the ARN of a stack'],
    });
  });
});
