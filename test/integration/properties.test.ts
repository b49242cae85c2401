import fc from 'fast-check';
import { findPartition } from '../../src/aws/partitions';
import { publishedPermissionSets } from '../../src/datadog/permission-sets';
import { sitesWithAccount } from '../../src/datadog/sites';
import { propertyNames } from '../../src/integration/contract';
import { parseProperties, roleNameOf } from '../../src/integration/properties';
import { InvalidProperties } from '../../src/integration/property-reader';
import { type AccountScope, existingRoleModes, selfTestModes } from '../../src/integration/spec';
import table from '../cases/properties.json';

const SCOPE: AccountScope = { partition: 'aws', accountId: '123456789012' };
const EXTERNAL_ID = { ExternalId: 'abcdef0123456789' };

interface Case {
  readonly name: string;
  /** `aws` when absent. */
  readonly partition?: string;
  /** Besides an external id. */
  readonly properties: Readonly<Record<string, unknown>>;
}
interface ValidCase extends Case {
  /** What the spec has to say, among other things. */
  readonly spec: Readonly<Record<string, unknown>>;
}
interface InvalidCase extends Case {
  /** Every fault; one that ends in `...` goes on with a list. */
  readonly faults: readonly string[];
}

const validCases: readonly ValidCase[] = table.valid;
const invalidCases: readonly InvalidCase[] = table.invalid;

function scopeOf({ partition = 'aws' }: Case): AccountScope {
  return { ...SCOPE, partition };
}

function faultsOf(properties: Readonly<Record<string, unknown>>, scope = SCOPE): readonly string[] {
  try {
    parseProperties(properties, scope);
    return [];
  } catch (error) {
    if (error instanceof InvalidProperties) return error.faults;
    throw error;
  }
}

function messageOf(properties: Readonly<Record<string, unknown>>): string {
  try {
    parseProperties(properties, SCOPE);
    return '';
  } catch (error) {
    return String(error instanceof Error ? error.message : error);
  }
}

test.each(validCases)('accepts $name', (one) => {
  const spec = parseProperties({ ...EXTERNAL_ID, ...one.properties }, scopeOf(one));
  expect(spec).toMatchObject(one.spec);
  for (const key of ['tags', 'excludeActions', 'managedPolicyArns', 'regions'] as const) {
    if (key in one.spec) expect(spec[key]).toEqual(one.spec[key]);
  }
});

test.each(invalidCases)('refuses $name', (one) => {
  const faults = faultsOf({ ...EXTERNAL_ID, ...one.properties }, scopeOf(one));
  expect(faults).toHaveLength(one.faults.length);
  for (const [index, fault] of one.faults.entries()) {
    if (fault.endsWith('...')) expect(faults[index]).toContain(fault.slice(0, -'...'.length));
    else expect(faults[index]).toBe(fault);
  }
});

test('an external id may have 1,224 characters and no more', () => {
  expect(faultsOf({ ExternalId: 'e'.repeat(1_224) })).toEqual([]);
  expect(faultsOf({ ExternalId: 'e'.repeat(1_225) })).toEqual([
    `ExternalId is "eeee…eeee"; it has 1225 characters; 2 to 1224 are allowed.`,
  ]);
});

test('one fault is told as it is, several are numbered', () => {
  expect(() => parseProperties({ ...EXTERNAL_ID, Path: 'x', SelfTest: 'x' }, SCOPE)).toThrow(
    /^2 invalid properties: \(1\) Path is "x"; .* \(2\) SelfTest is "x"; allowed are Require, Report, Off\.$/,
  );
  expect(() => parseProperties({ ...EXTERNAL_ID, SelfTest: 'x' }, SCOPE)).toThrow(
    'Invalid property: SelfTest is "x"; allowed are Require, Report, Off.',
  );
});

test.each([
  ['ManagedPolicyArns', 50],
  ['Regions', 100],
])('of a list in %s that has more than %i entries none is looked at', (property, most) => {
  const faults = (count: number) => faultsOf({ ...EXTERNAL_ID, [property]: new Array(count).fill('x') });
  expect(faults(most + 1)).toEqual([`${property} has ${most + 1} entries; at most ${most} are taken.`]);
  expect(faults(most)).toHaveLength(most);
});

test('of too many tags none is looked at', () => {
  expect(faultsOf({ ...EXTERNAL_ID, Tags: new Array(4_000).fill('no tag') })).toEqual([
    expect.stringMatching(/^Tags has 4000 entries; IAM allows 50 on a role/),
  ]);
});

test('of a great many faults the first are told, and how many there are besides', () => {
  const unknown = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [`${index}${'x'.repeat(10_000)}`, 'x']),
  );
  const message = messageOf({ ...EXTERNAL_ID, ...unknown });
  expect(message).toMatch(
    /^200 invalid properties: \(1\) "0x+… \(\d+ characters\) is not a property .* And 19\d more\.$/,
  );
  expect(message.length).toBeLessThan(3_100);
});

describe('an administrator’s word', () => {
  const STRANGER = '999999999999';
  const trusting = (furtherDatadogAccountIds: readonly string[] | 'any', properties = {}) =>
    parseProperties({ ...EXTERNAL_ID, DatadogAccountId: STRANGER, ...properties }, SCOPE, {
      permissionsBoundary: null,
      furtherDatadogAccountIds,
      permissionSets: publishedPermissionSets,
    }).datadogAccountId;

  test('lets a role trust an account that Datadog does not publish', () => {
    expect(trusting(['111122223333', STRANGER])).toBe(STRANGER);
    expect(trusting('any')).toBe(STRANGER);
    expect(() => trusting(['111122223333'])).toThrow('AllowedDatadogAccountIds');
  });

  test('changes nothing where the template names no account', () => {
    expect(trusting([STRANGER], { DatadogAccountId: '' })).toBe('464622532012');
  });

  test('does not make an account id of what is none', () => {
    expect(() => trusting('any', { DatadogAccountId: '*' })).toThrow('an AWS account id is 12 digits');
    expect(() => trusting(['*'], { DatadogAccountId: '*' })).toThrow('an AWS account id is 12 digits');
  });
});

test('the same properties in another order give the same spec, to the letter', () => {
  const lists = { Regions: ['us-east-1', 'eu-west-1'], Tags: [tag('b'), tag('a')] };
  const reversed = {
    Tags: [tag('a'), tag('b')],
    Regions: ['eu-west-1', 'us-east-1'],
  };
  expect(JSON.stringify(parseProperties({ ...EXTERNAL_ID, ...lists }, SCOPE))).toBe(
    JSON.stringify(parseProperties({ ...reversed, ...EXTERNAL_ID }, SCOPE)),
  );
});

function tag(Key: string) {
  return { Key, Value: 'v' };
}

describe('whatever the properties are', () => {
  const likelyTexts = fc.constantFrom(
    'true',
    'us-east-1',
    'Off',
    'arn:aws:iam::aws:policy/ReadOnlyAccess',
    'arn:aws:iam::123456789012:policy/x',
    '/path/',
    '3600',
    '464622532012',
    'gov',
    '',
    '__proto__',
  );
  const values = fc.oneof(
    likelyTexts,
    fc.string({ unit: 'binary', maxLength: 1_300 }),
    fc.array(
      fc.oneof(likelyTexts, fc.jsonValue(), fc.record({ Key: fc.jsonValue(), Value: fc.jsonValue() })),
      {
        maxLength: 60,
      },
    ),
    fc.jsonValue(),
  );
  const properties = fc
    .array(
      fc.tuple(
        fc.oneof(
          { weight: 8, arbitrary: fc.constantFrom(...propertyNames) },
          { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'prototype', '') },
          { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
        ),
        values,
      ),
      { maxLength: 6 },
    )
    // As they come in: parsed JSON, in which `__proto__` is a name like any other.
    .map((entries): Record<string, unknown> => JSON.parse(`{${entries.map(pair).join()}}`));

  function pair([name, value]: readonly [string, unknown]): string {
    return `${JSON.stringify(name)}:${JSON.stringify(value)}`;
  }

  test('they make a spec that keeps every rule, or faults', () => {
    fc.assert(
      fc.property(properties, fc.boolean(), (given, hasExternalId) => {
        const all = hasExternalId ? { ...EXTERNAL_ID, ...given } : given;
        const faults = faultsOf(all);
        for (const fault of faults) expect(fault.length).toBeLessThan(1_000);
        if (faults.length > 0) return;
        const spec = parseProperties(all, SCOPE);
        expect(spec.roleName).toMatch(/^[\w+=,.@-]{1,64}$/);
        expect(spec.path).toMatch(/^\/([\x21-\x7e]+\/)?$/);
        expect(spec.externalId).toMatch(/^[\w+=,.@:/-]{2,1224}$/);
        expect(sitesWithAccount('aws', spec.datadogAccountId).map(({ site }) => site)).toContain(
          spec.datadogSite,
        );
        expect(spec.description.length).toBeLessThanOrEqual(1_000);
        expect(Number.isInteger(spec.maxSessionDurationSeconds)).toBe(true);
        expect(spec.maxSessionDurationSeconds).toBeGreaterThanOrEqual(3_600);
        expect(spec.maxSessionDurationSeconds).toBeLessThanOrEqual(43_200);
        expect(typeof spec.resourceCollection).toBe('boolean');
        expect(['Core', 'Standard', 'Full']).toContain(spec.permissions);
        expect(existingRoleModes).toContain(spec.existingRole);
        expect(selfTestModes).toContain(spec.selfTest);
        expect(Object.keys(spec.tags).length).toBeLessThanOrEqual(47);
        for (const value of Object.values(spec.tags)) expect(typeof value).toBe('string');
        const regions = findPartition('aws')?.regions.map(({ region }) => region);
        for (const region of spec.regions) expect(regions).toContain(region);
        for (const arn of [
          ...spec.managedPolicyArns,
          ...(spec.permissionsBoundary ? [spec.permissionsBoundary] : []),
        ])
          expect(arn).toMatch(/^arn:aws:iam::(aws|123456789012):policy\/\S+$/);
        expect(roleNameOf(all)).toBe(spec.roleName);
      }),
      { numRuns: 1_000 },
    );
  });

  test('the role that a Delete asks about is a possible one, or none', () => {
    fc.assert(
      fc.property(properties, (given) => {
        expect(roleNameOf(given) ?? 'none').toMatch(/^[\w+=,.@-]{1,64}$/);
      }),
    );
  });
});

test.each([
  ['the default when it is absent', {}, 'DatadogIntegrationRole'],
  ['the default when it is empty', { RoleName: '' }, 'DatadogIntegrationRole'],
  ['the name', { RoleName: 'a' }, 'a'],
  ['nothing for a name that no role can have', { RoleName: 'a b' }, undefined],
  ['the text of a name that arrives as a number', { RoleName: 123 }, '123'],
  ['nothing for a name that is no string', { RoleName: ['a'] }, undefined],
])('a Delete asks about %s', (_, properties, expected) => {
  expect(roleNameOf(properties)).toBe(expected);
});
