import { parseEnvelope } from '../../src/custom-resource/envelope';
import {
  createEvent,
  deleteEvent,
  FUNCTION_ARN,
  RESOURCE_TYPE,
  updateEvent,
  withProperties,
} from '../support/custom-resource/events';
import { LAMBDA, prepareHandler, providerOf } from '../support/custom-resource/harness';

const parse = (event: unknown) => parseEnvelope(event, [RESOURCE_TYPE], { invokedFunctionArn: FUNCTION_ARN });

/** Lists in lists, so deep that nothing recursive can go there. */
function nested(levels: number): unknown {
  let value: unknown = 'innermost';
  for (let level = 0; level < levels; level++) value = [value];
  return value;
}

const throwing = {
  enumerable: true,
  get: () => {
    throw new Error('canary');
  },
};
const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`Unknown${index}`, 'x']));

const HUGE: readonly (readonly [string, () => object, string])[] = [
  [
    'a RequestType 100,000 levels deep',
    () => createEvent({ RequestType: nested(100_000) }),
    'RequestType is nested',
  ],
  [
    'a ResourceType 100,000 levels deep',
    () => createEvent({ ResourceType: nested(100_000) }),
    'ResourceType is nested',
  ],
  [
    'a PhysicalResourceId 100,000 levels deep',
    () => updateEvent({ PhysicalResourceId: nested(100_000) }),
    'PhysicalResourceId is nested more than 16 levels deep; Update needs',
  ],
  [
    'a property 100,000 levels deep',
    () => withProperties(createEvent(), { Deep: nested(100_000) }),
    'The property "Deep" is nested more than 16 levels deep',
  ],
  [
    'a property 17 levels deep',
    () => withProperties(createEvent(), { Deep: nested(17) }),
    'The property "Deep" is nested more than 16 levels deep',
  ],
  [
    'a list of 5,001 values',
    () => withProperties(createEvent(), { Long: Array.from({ length: 5_001 }, () => '') }),
    'The property "Long" holds more than 5000 values',
  ],
  [
    'a list that only says how long it is',
    () => withProperties(createEvent(), { Long: new Array(4_000_000_000) }),
    'The property "Long" holds more than 5000 values',
  ],
  [
    'a property of 262,145 characters',
    () => withProperties(createEvent(), { Long: 'x'.repeat(262_145) }),
    'The property "Long" holds more than 262144 characters',
  ],
  [
    'a key of 262,145 characters',
    () => withProperties(createEvent(), { Long: { ['x'.repeat(262_145)]: '' } }),
    'The property "Long" holds more than 262144 characters',
  ],
  [
    '100,000 properties',
    () => createEvent({ ResourceProperties: many(100_000) }),
    'ResourceProperties has 100000 properties; no resource has more than 200',
  ],
  [
    'a RequestType that throws',
    () => Object.defineProperty({ ...createEvent() }, 'RequestType', throwing),
    'RequestType cannot be read; it must be',
  ],
  [
    'ResourceProperties that throw',
    () => Object.defineProperty({ ...createEvent() }, 'ResourceProperties', throwing),
    'ResourceProperties is not an object',
  ],
  [
    'a property that throws',
    () => createEvent({ ResourceProperties: Object.defineProperty({}, 'Colour', throwing) }),
    'The property "Colour" cannot be read',
  ],
  [
    'a property in which something throws',
    () => withProperties(createEvent(), { Colour: { toned: Object.defineProperty({}, 'toJSON', throwing) } }),
    'The property "Colour" cannot be read',
  ],
  [
    'properties that cannot be listed',
    () => createEvent({ ResourceProperties: new Proxy({}, { ownKeys: throwing.get }) }),
    'ResourceProperties cannot be read',
  ],
  [
    'a function for a property',
    () => withProperties(createEvent(), { Colour: () => 'green' }),
    'The property "Colour" is not JSON',
  ],
  [
    'a number too great for JSON',
    () => withProperties(createEvent(), { Size: 1n }),
    'The property "Size" is not JSON',
  ],
  [
    '150 properties 17 levels deep',
    () =>
      createEvent({
        ResourceProperties: Object.fromEntries(Object.keys(many(150)).map((name) => [name, nested(17)])),
      }),
    '145 further properties cannot be read either',
  ],
  [
    'a name that would fill the log',
    () => withProperties(createEvent(), { ['x'.repeat(100_000)]: nested(17) }),
    '(100002 characters) is nested more than',
  ],
];

describe('an event with', () => {
  test.each(HUGE)('%s is refused in a few words', async (_case, event, says) => {
    const { handle, lines, replies } = prepareHandler(providerOf());

    await handle(event(), LAMBDA);

    expect(replies).toMatchObject([{ Status: 'FAILED', Reason: expect.stringContaining(says) }]);
    expect(lines.join('\n').length).toBeLessThan(4_000);
    expect(lines.join()).not.toContain('canary');
  });

  test('as much as is allowed is taken as it is', () => {
    const properties = {
      Deep: nested(16),
      List: Array.from({ length: 5_000 }, (_, index) => index),
      Text: 'x'.repeat(262_144),
      ...many(195),
    };
    expect(parse(withProperties(createEvent(), properties))).toMatchObject({
      kind: 'accepted',
      request: { properties: { Colour: 'green', ...properties } },
    });
  });

  test('what a prototype is made of keeps to itself', () => {
    const parsed = parse(JSON.parse(JSON.stringify(createEvent()).replace('"Colour"', '"__proto__"')));
    expect(parsed).toMatchObject({ kind: 'accepted' });
    const { properties = {} } = parsed.kind === 'accepted' ? parsed.request : {};
    expect(Object.keys(properties)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(properties)).toBe(Object.prototype);
  });
});

describe('an event that says nothing of where to reply', () => {
  test.each([
    ['throws at every field', () => new Proxy({}, { get: throwing.get, ownKeys: throwing.get })],
    ['is gone', revoked],
    [
      'has a ResponseURL that throws',
      () => Object.defineProperty({ ...createEvent() }, 'ResponseURL', throwing),
    ],
    ['has a ResponseURL without end', () => createEvent({ ResponseURL: `https://${'x'.repeat(10_000)}` })],
    ['has a StackId 100,000 levels deep', () => ({ ...createEvent(), StackId: nested(100_000) })],
  ])('and %s is dropped', (_case, event) => {
    expect(parse(event()).kind).toBe('unanswerable');
  });

  function revoked(): object {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  }
});

describe('what is out of bounds does not keep a stack from getting back', () => {
  const absurd = { Deep: nested(100_000), ...many(10) };

  test('nor a Delete: the property is left out', () => {
    expect(parse(withProperties(deleteEvent(), absurd))).toMatchObject({
      kind: 'accepted',
      request: { properties: { Colour: 'green', ...many(10) } },
    });
    expect(parse(deleteEvent({ ResourceProperties: many(100_000) }))).toMatchObject({
      kind: 'accepted',
      request: { properties: many(200) },
    });
  });

  test('nor the Update that follows on a refused one', () => {
    expect(parse(updateEvent({ OldResourceProperties: absurd }))).toMatchObject({
      kind: 'accepted',
      request: { properties: { Colour: 'green' }, oldProperties: many(10) },
    });
  });
});
