import fc from 'fast-check';
import { registrationRules } from '../../scripts/docs/registration-rules';
import { registrationSchema } from '../../scripts/docs/registration-schema';
import { InvalidProperties } from '../../src/integration/property-reader';
import { propertyNames } from '../../src/registration/contract';
import { parseRegistrationProperties } from '../../src/registration/properties';
import { settingNames } from '../../src/registration/settings';
import { takenBy } from '../support/taken-by-schema';

const takenBySchema = takenBy(registrationSchema());

type Given = Readonly<Record<string, unknown>>;

function faultsOf(properties: Given): readonly string[] {
  try {
    parseRegistrationProperties(properties, { partition: 'aws', accountId: '123456789012' });
    return [];
  } catch (error) {
    if (error instanceof InvalidProperties)
      return error.faults.filter((fault) => !BEYOND_A_SCHEMA.test(fault));
    throw error;
  }
}

/** What a schema cannot know: the partition of the stack. */
const BEYOND_A_SCHEMA = /that region is in the partition|which does not offer role delegation/;

const ALL: Given = {
  DatadogSite: 'datadoghq.eu',
  RoleName: '/team/Datadog',
  AccountTags: ['env:prod', 'team:platform'],
  Regions: ['eu-west-1'],
  Metrics: {
    Enabled: true,
    AutomuteEnabled: 'false',
    CollectCustomMetrics: true,
    CollectCloudWatchAlarms: false,
    NamespaceFilters: { ExcludeOnly: ['AWS/SQS'] },
    TagFilters: [{ Namespace: 'AWS/EC2', Tags: ['env:prod'] }, { Namespace: 'AWS/RDS' }],
    MetricNameFilters: [
      { Namespace: 'AWS/EC2', IncludeOnly: ['aws.ec2.cpu*'] },
      { Namespace: 'AWS/RDS', ExcludeOnly: [] },
    ],
  },
  Resources: { ExtendedCollection: true, CloudSecurityPostureManagement: 'true' },
  Traces: { XRayServices: { IncludeAll: true } },
  Logs: {
    Lambdas: ['arn:aws:lambda:eu-west-1:123456789012:function:forwarder'],
    Sources: ['s3'],
    TagFilters: [{ Source: 's3', Tags: ['env:prod'] }],
  },
  ExistingRegistration: 'Adopt',
  Revision: '2',
  Release: '1.2.3+0123456789ab',
};

test('takes everything that can be given, and the resource does', () => {
  expect(Object.keys(ALL).sort()).toEqual([...propertyNames].sort());
  expect(faultsOf(ALL)).toEqual([]);
  expect(takenBySchema(ALL)).toBe(true);
});

test('takes nothing but the provider, as every property has a default', () => {
  expect(takenBySchema({})).toBe(true);
  expect(takenBySchema({ AccountTags: [''], Regions: [''], RoleName: '', DatadogSite: '' })).toBe(true);
});

test('knows each setting of a registration by the name that it has in the record', () => {
  const names = registrationRules.map(([name]) => name);
  expect(settingNames.filter((name) => !names.includes(name))).toEqual([]);
});

test.each<[string, Given]>([
  ['an attribute', { ExternalId: '0f9bb8a3d2c14c6e9a7b5d1e3f2a4c6d' }],
  ['an attribute', { AccountConfigId: '00000000-0000-0000-0000-000000000000' }],
  ['a property of the role', { Permissions: 'Full' }],
  ['a slip in a group', { Metrics: { Enable: true } }],
  ['a group that is a text', { Metrics: 'all' }],
  ['an ARN', { RoleName: 'arn:aws:iam::123456789012:role/Datadog' }],
  ['a path without a name', { RoleName: 'team/' }],
  ['a second slash before a name', { RoleName: '//Datadog' }],
  ['a path that is too long', { RoleName: `${'p'.repeat(511)}/Datadog` }],
  ['two tags in one', { AccountTags: ['env:prod,team:platform'] }],
  ['a blank behind a tag', { AccountTags: ['env:prod '] }],
  ['both choices', { Metrics: { NamespaceFilters: { IncludeOnly: [], ExcludeOnly: [] } } }],
  ['no choice', { Traces: { XRayServices: {} } }],
  ['all or none', { Traces: { XRayServices: { IncludeAll: false } } }],
  ['a filter of nothing', { Metrics: { TagFilters: [{ Tags: ['env:prod'] }] } }],
  [
    'a metric as AWS calls it',
    { Metrics: { MetricNameFilters: [{ Namespace: 'AWS/EC2', IncludeOnly: ['CPU'] }] } },
  ],
  [
    'posture without resources',
    { Resources: { ExtendedCollection: false, CloudSecurityPostureManagement: true } },
  ],
])('refuses %s, as the resource does: %p', (_, properties) => {
  expect(faultsOf(properties)).not.toEqual([]);
  expect(takenBySchema(properties)).toBe(false);
});

/** Letters that a slip is made of, beside those that are right. */
const slipText = fc.string({
  unit: fc.constantFrom(...'aZ0 _+=,.@:/-*"{\t\n\u00e9\u200b\u{1f436}'),
  maxLength: 8,
});
const longText = fc.constantFrom(
  ...[200, 201, 256, 257].flatMap((length) => ['x'.repeat(length), '\u{1f436}'.repeat(length)]),
);
const texts = fc.oneof({ weight: 4, arbitrary: slipText }, { weight: 1, arbitrary: longText });
const someTexts = fc.array(texts, { maxLength: 3 });
const manyTexts = fc
  .constantFrom(100, 101, 200, 201)
  .map((length) => Array.from({ length }, (_, n) => `a${n}`));
const list = fc.oneof({ weight: 9, arbitrary: someTexts }, { weight: 1, arbitrary: manyTexts });
const metricNames = fc.array(fc.string({ unit: fc.constantFrom(...'ab9._*A/ '), maxLength: 4 }), {
  maxLength: 2,
});
const boolean = fc.constantFrom<unknown>(true, false, 'true', 'false', '');
const some = (properties: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
  fc.record(properties, { requiredKeys: [] });

/** Of the type and in the spelling that the documentation has for each property. */
const WELL_TYPED: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  DatadogSite: fc.constantFrom('us5', 'datadoghq.eu', 'mars', ''),
  RoleName: fc.oneof(
    slipText,
    fc
      .tuple(
        fc.constantFrom('', '/', '//', 'arn:', '/arn:'),
        fc.array(slipText, { maxLength: 2 }),
        fc.constantFrom('', 'Role'),
      )
      .map(([before, parts, name]) => `${before}${[...parts, name].join('/')}`),
    fc
      .tuple(fc.constantFrom('', '/'), fc.constantFrom(509, 510, 511), fc.constantFrom(64, 65))
      .map(([before, path, name]) => `${before}${'p'.repeat(path)}/${'n'.repeat(name)}`),
  ),
  AccountTags: list,
  Regions: fc.array(fc.constantFrom('eu-west-1', 'us-east', 'mars-north-1', '', ' eu-west-1'), {
    maxLength: 3,
  }),
  Metrics: some({
    Enabled: boolean,
    NamespaceFilters: some({ IncludeOnly: list, ExcludeOnly: list }),
    TagFilters: fc.array(some({ Namespace: texts, Tags: list }), { maxLength: 2 }),
    MetricNameFilters: fc.array(
      some({ Namespace: texts, IncludeOnly: metricNames, ExcludeOnly: metricNames }),
      {
        maxLength: 2,
      },
    ),
  }),
  Resources: some({ ExtendedCollection: boolean, CloudSecurityPostureManagement: boolean }),
  Traces: some({
    XRayServices: some({ IncludeAll: fc.constantFrom<unknown>(true, false, 'true'), IncludeOnly: list }),
  }),
  Logs: some({
    Lambdas: list,
    Sources: list,
    TagFilters: fc.array(some({ Source: texts, Tags: list }), { maxLength: 2 }),
  }),
  ExistingRegistration: fc.constantFrom('Fail', 'Adopt', 'adopt', ''),
  Revision: fc.oneof(slipText, fc.constantFrom('x'.repeat(256), 'x'.repeat(257))),
  Release: fc.constantFrom('1.2.3', '1.2', '1.2.3-rc.1+0123', 'v1.2.3', ''),
};

test.each(Object.entries(WELL_TYPED))('it says of %s what the resource says', (name, values) => {
  fc.assert(
    fc.property(values, (value) => {
      const properties = { [name]: value };
      expect(takenBySchema(properties)).toBe(faultsOf(properties).length === 0);
    }),
    { numRuns: 1_000 },
  );
});

const ANYTHING = fc.oneof(
  texts,
  list,
  boolean,
  fc.constantFrom<unknown>(null, 0, 1, {}, [], [null], [[]], [{}], { IncludeOnly: null }),
  ...Object.values(WELL_TYPED),
);
const PROPERTIES = fc.dictionary(
  fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom<string>(...propertyNames) },
    { weight: 1, arbitrary: fc.constantFrom('ExternalId', 'rolename', 'x') },
  ),
  ANYTHING,
  { maxKeys: 3 },
);
const GROUPS = fc
  .tuple(fc.constantFrom(...registrationRules.map(([name]) => name)), ANYTHING)
  .map(
    ([name, value]) =>
      name.split('.').reduceRight((inner: unknown, key) => ({ [key]: inner }), value) as Given,
  );

test.each([
  ['properties', PROPERTIES],
  ['single properties of groups', GROUPS],
])('of any %s, what it takes the resource takes, too', (_, given: fc.Arbitrary<Given>) => {
  let taken = 0;
  fc.assert(
    fc.property(given, (properties) => {
      if (!takenBySchema(properties)) return;
      taken++;
      expect(faultsOf(properties)).toEqual([]);
    }),
    { numRuns: 10_000 },
  );
  expect(taken).toBeGreaterThan(500);
});
