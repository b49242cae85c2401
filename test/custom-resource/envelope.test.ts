import fc from 'fast-check';
import { parseEnvelope } from '../../src/custom-resource/envelope';
import cases from '../cases/custom-resource-envelopes.json';
import {
  createEvent,
  deleteEvent,
  RESOURCE_TYPE,
  RESPONSE_URL,
  STACK_ID,
  updateEvent,
  withProperties,
} from '../support/custom-resource/events';

const parse = (event: unknown) => parseEnvelope(event, RESOURCE_TYPE);

test('a Create becomes a request without id and old properties', () => {
  expect(parse(createEvent())).toEqual({
    kind: 'accepted',
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
