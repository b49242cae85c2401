import Ajv from 'ajv';
import fc from 'fast-check';
import { resourceSchema } from '../../scripts/docs/resource-schema';
import { publishedPermissionSets } from '../../src/datadog/permission-sets';
import { propertyNames } from '../../src/integration/contract';
import { parseProperties } from '../../src/integration/properties';
import { InvalidProperties } from '../../src/integration/property-reader';
import table from '../cases/properties.json';
import { takenBy } from '../support/taken-by-schema';

const SCOPE = { partition: 'aws', accountId: '123456789012' };
const SERVICE_TOKEN = { ServiceToken: 'arn:aws:lambda:us-east-1:123456789012:function:provider' };
const EXTERNAL_ID = { ExternalId: 'abcdef0123456789' };

const takenBySchema = takenBy(resourceSchema());

function faultsOf(properties: Readonly<Record<string, unknown>>, scope = SCOPE): readonly string[] {
  try {
    parseProperties(properties, scope, {
      permissionsBoundary: null,
      furtherDatadogAccountIds: 'any',
      permissionSets: publishedPermissionSets,
    });
    return [];
  } catch (error) {
    if (error instanceof InvalidProperties) return error.faults;
    throw error;
  }
}

/** What a schema cannot know: the stack's partition and account, what Datadog's sets have, and whether two keys are one to IAM. */
const BEYOND_A_SCHEMA =
  /^Tags\[\d+\] repeats the key|this stack is in the partition|it belongs to account|that region is in the partition|which does not offer role delegation|^ExcludeActions\[\d+\] .* permission set |has to stay/;

interface Case {
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
}
const partitionOf = (one: Case) => ('partition' in one ? String(one.partition) : 'aws');

test('is narrower than the resource in types and letter case alone, so that what people write has one form', () => {
  const refused = table.valid.filter(({ properties }) => !takenBySchema({ ...EXTERNAL_ID, ...properties }));

  expect(refused.map(({ name }) => name)).toEqual([
    'empty strings, which parameters without a value pass on',
    'the site US5',
    'the site Datadoghq.EU',
    'an override that arrives as a number',
    'an external id that arrives as a number',
    'the shortest session duration',
    'a tag whose value arrives as a boolean or a number',
    'ResourceCollection "TRUE"',
    'ResourceCollection "True"',
    'ResourceCollection "tRuE"',
    'ResourceCollection "FALSE"',
    'ResourceCollection "False"',
    'a revision without quotes, which is a number',
  ]);
});

test.each(table.invalid)('refuses $name, as far as a schema can', (one: Case) => {
  const properties = { ...EXTERNAL_ID, ...one.properties };
  const faults = faultsOf(properties, { ...SCOPE, partition: partitionOf(one) });
  const sayable = faults.filter((fault) => !BEYOND_A_SCHEMA.test(fault));

  expect(takenBySchema(properties)).toBe(sayable.length === 0);
});

test.each(['Arn', 'RoleId', 'SelfTestResult', 'Frobnicate'])('refuses %s as a property', (name) => {
  expect(takenBySchema({ ...EXTERNAL_ID, [name]: 'x' })).toBe(false);
});

test('demands the external id and the service token', () => {
  const validate = new Ajv({ strict: false }).compile({ ...resourceSchema(), $schema: undefined });
  expect(validate({ ...SERVICE_TOKEN })).toBe(false);
  expect(validate({ ...EXTERNAL_ID })).toBe(false);
  expect(validate({ ...SERVICE_TOKEN, ...EXTERNAL_ID })).toBe(true);
});

/** Letters that a slip is made of, beside those that are right. */
const SLIPS = fc.constantFrom(...'aZ0 _+=,.@:/-*"{\t\n\u00e9\u2013\u200b');
const slipText = fc.string({ unit: SLIPS, maxLength: 12 });
const ARNS = fc.oneof(
  fc.constantFrom(
    'arn:aws:iam::aws:policy/ReadOnlyAccess',
    'arn:aws:iam::123456789012:policy/team/Own',
    'arn:aws:iam::123456789012:policy/datadog-integration-role/X',
    'arn:aws:iam::123456789012:policy/Datadog-Integration-Role/X',
    'arn:aws:iam::aws:policy/aws-service-role/X',
    'arn:aws:iam::123456789012:policy/aws-service-role/X',
    'arn:aws:iam::aws:role/X',
    'arn:awss:iam::aws:policy/X',
    'arn:aws:iam:us-east-1:aws:policy/X',
    '',
  ),
  slipText.map((text) => `arn:aws:iam::aws:policy/${text}`),
);
const SCALARS = fc.oneof(
  slipText,
  ARNS,
  fc.constantFrom(
    ...[
      'Core',
      'Full',
      'core',
      'Adopt',
      'Fail',
      'Require',
      'Off',
      'true',
      'false',
      'TRUE',
      'us5',
      'datadoghq.eu',
      'mars',
    ],
    ...[
      'YOUR-EXTERNAL-ID',
      'your-external-id',
      '464622532012',
      '1.2.3',
      '1.2.3+0123456789ab',
      'latest',
      '/a/',
      '/a',
      ' r',
    ],
    ...[
      '3600',
      '43201',
      '1h',
      'eu-west-1',
      'us-east',
      'x'.repeat(65),
      'x'.repeat(256),
      'x'.repeat(257),
      'x'.repeat(1_300),
    ],
  ),
  fc.constantFrom<unknown>(true, false, null, 0, 1, 3_599, 3_600, 43_200, 43_201, 3_600.5, 65_115_117_704),
);
const TAGS = fc.oneof(
  fc.record({ Key: slipText, Value: slipText }, { requiredKeys: [] }),
  fc.record({
    Key: fc.constantFrom(
      'team',
      'aws:x',
      'AWS:x',
      'Datadog-Integration-Role:x',
      'k'.repeat(128),
      'k'.repeat(129),
    ),
  }),
  fc.tuple(slipText, slipText).map(([key, value]) => `${key}=${value}`),
  fc.constantFrom<unknown>(
    'team',
    ' a=b',
    'aws:x=1',
    ' aws:x=1',
    'datadog-integration-role:x=1',
    { Key: 'a', Other: 'b' },
    null,
    [],
  ),
);
const REGIONS = fc.constantFrom(
  'eu-west-1',
  'us-east-1',
  'us-east',
  'US-EAST-1',
  'mars-north-1',
  '',
  ' eu-west-1',
);
const VALUES = fc.oneof(SCALARS, fc.array(fc.oneof(ARNS, REGIONS, TAGS), { maxLength: 3 }));
const PROPERTIES = fc.dictionary(
  fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom<string>(...propertyNames) },
    { weight: 1, arbitrary: fc.constantFrom('Arn', 'rolename', 'x') },
  ),
  VALUES,
  { maxKeys: 3 },
);

test('what it takes the resource takes, too, and so it refuses what the resource refuses', () => {
  let taken = 0;
  fc.assert(
    fc.property(PROPERTIES, (some) => {
      const properties = { ...EXTERNAL_ID, ...some };
      if (!takenBySchema(properties)) return;
      taken++;
      expect(faultsOf(properties).filter((fault) => !BEYOND_A_SCHEMA.test(fault))).toEqual([]);
    }),
    { numRuns: 20_000 },
  );
  expect(taken).toBeGreaterThan(2_000);
});

/** Of the type and in the spelling that the documentation has for each property. */
const WELL_TYPED: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  ExternalId: slipText.filter((text) => text !== ''),
  RoleName: slipText,
  Path: fc
    .array(fc.string({ unit: SLIPS, minLength: 1, maxLength: 4 }))
    .map((parts) => `/${parts.map((part) => `${part}/`).join('')}`),
  Description: slipText,
  MaxSessionDuration: fc.integer({ min: 3_000, max: 44_000 }),
  PermissionsBoundary: ARNS,
  Tags: fc.array(fc.record({ Key: slipText, Value: slipText }), { maxLength: 2 }),
  ManagedPolicyArns: fc.array(ARNS, { maxLength: 3 }),
  Regions: fc.array(REGIONS, { maxLength: 3 }),
  DatadogAccountId: fc.constantFrom('464622532012', '4646-2253-2012', '123', ''),
  Revision: slipText,
  Release: fc.constantFrom('1.2.3', '1.2', '1.2.3-rc.1+0123', 'v1.2.3', ''),
};

test.each(Object.entries(WELL_TYPED))('it says of %s what the resource says', (name, values) => {
  fc.assert(
    fc.property(values, (value) => {
      const properties = { ...EXTERNAL_ID, [name]: value };
      const faults = faultsOf(properties).filter((fault) => !BEYOND_A_SCHEMA.test(fault));
      expect(takenBySchema(properties)).toBe(faults.length === 0);
    }),
    { numRuns: 500 },
  );
});
