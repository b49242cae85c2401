import fc from 'fast-check';
import { propertyNames } from '../../src/integration/contract';
import { EXTERNAL_ID, RESOURCE_TYPE, ROLE } from '../support/customer-account';

export type FuzzedEvent = Readonly<Record<string, unknown>>;

const text = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    ' blank around ',
    '\u0000',
    '\ud800',
    '{{x}}',
    '__proto__',
    'null',
    'é'.repeat(3000),
  ),
);
const anything = fc.oneof(
  text,
  fc.jsonValue({ maxDepth: 4 }),
  fc.constantFrom([], {}, null, 0, -1, true, 1e308),
);

/** For each property values that are right, and values that are nearly so. */
const PROPERTY_VALUES: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  ExternalId: fc.constantFrom(EXTERNAL_ID, 'ab', 'a', ' ab', 'x'.repeat(1225)),
  DatadogSite: fc.constantFrom('datadoghq.com', 'us5', 'EU', 'datadoghq.com ', 'ddog-gov.com'),
  RoleName: fc.constantFrom(ROLE, `${ROLE}-x`, ` ${ROLE}`, 'a/b', 'x'.repeat(65), ROLE.toLowerCase()),
  Path: fc.constantFrom('/', '/x', 'x/', '/x/'),
  Description: fc.constantFrom('', 'described', 'é'.repeat(1001)),
  MaxSessionDuration: fc.constantFrom('3600', 3600, '43200', '43201', 'x', '3600.5', '0x1000'),
  PermissionsBoundary: fc.constantFrom(
    'arn:aws:iam::123456789012:policy/team-boundary',
    'arn:aws:iam::123456789012:policy/missing',
    'team-boundary',
  ),
  Tags: fc.constantFrom(
    [{ Key: 'a', Value: 'b' }],
    [{ Key: 'a' }],
    { a: 'b' },
    [{ Key: 'aws:x', Value: '' }],
    'a=b',
  ),
  Permissions: fc.constantFrom('Core', 'Standard', 'Full', 'full', 'All'),
  ExcludeActions: fc.constantFrom(
    ['tag:GetTagKeys'],
    ['tag:*', 'TAG:*'],
    ['*:*'],
    ['ec2:DescribeVpcs'],
    'tag:*',
    [''],
    [1],
  ),
  ResourceCollection: fc.constantFrom('true', 'FALSE', true, 'yes', '1'),
  ManagedPolicyArns: fc.constantFrom([''], ['arn:aws:iam::123456789012:policy/team-extra'], ['x'], 'x', [
    null,
  ]),
  Regions: fc.constantFrom(['us-east-1'], ['us-east-1', 'us-east-1'], ['nowhere-1'], 'us-east-1', ['']),
  DatadogAccountId: fc.constantFrom('464622532012', '4646', 464622532012),
  ExistingRole: fc.constantFrom('Fail', 'Adopt', 'adopt'),
  SelfTest: fc.constantFrom('Require', 'Report', 'Off', 'off'),
  Revision: fc.constantFrom('', '2', 7, 'x'.repeat(257), ['2']),
};

/** Properties of any kind, many of them nearly right. */
export function anyProperties(): fc.Arbitrary<unknown> {
  const known = fc.record(
    Object.fromEntries(
      propertyNames.map((name) => [
        name,
        fc.oneof(
          { weight: 5, arbitrary: PROPERTY_VALUES[name] ?? anything },
          { weight: 1, arbitrary: anything },
        ),
      ]),
    ),
    { requiredKeys: ['ExternalId'] },
  );
  const unknown = fc.dictionary(text, anything, { maxKeys: 2 });
  const mixed = fc.tuple(known, unknown).map(([one, other]) => ({ ...one, ...other }));
  return fc.oneof(
    { weight: 8, arbitrary: known },
    { weight: 2, arbitrary: mixed },
    { weight: 1, arbitrary: anything },
  );
}

export const LOGICAL_IDS = ['DatadogIntegration', 'X'.repeat(255)];
export const STACK_ID = 'arn:aws:cloudformation:us-east-1:123456789012:stack/fuzz/1';

/** The ids of an event, and the ResponseURL that CloudFormation makes of them. */
export function withResponseUrl(
  origin: string,
  ids: Readonly<Record<'StackId' | 'LogicalResourceId' | 'RequestId', string>>,
): FuzzedEvent {
  const path = encodeURIComponent(`${ids.StackId}|${ids.LogicalResourceId}|${ids.RequestId}`);
  return { ...ids, ResponseURL: `${origin}/${path}?X-Amz-Signature=canary` };
}

/** An event as CloudFormation sends it, of which any field may be missing, of another kind, or one too many. */
export function anyEvent(origin: () => string): fc.Arbitrary<FuzzedEvent> {
  const ids = fc
    .record({
      StackId: fc.constant(STACK_ID),
      RequestId: fc.uuid(),
      LogicalResourceId: fc.constantFrom(...LOGICAL_IDS),
    })
    .map((made) => withResponseUrl(origin(), made));
  const right = fc.record({
    RequestType: fc.constantFrom('Create', 'Update', 'Delete'),
    ResourceType: fc.constant(RESOURCE_TYPE),
    PhysicalResourceId: fc.constantFrom(ROLE, 'datadog-integration-role:not-created', 'x'.repeat(1025)),
    ResourceProperties: anyProperties(),
    OldResourceProperties: anyProperties(),
  });
  const missing = fc.subarray(
    [
      'RequestType',
      'ResponseURL',
      'StackId',
      'RequestId',
      'LogicalResourceId',
      'ResourceType',
      'PhysicalResourceId',
      'ResourceProperties',
      'OldResourceProperties',
    ],
    { maxLength: 2 },
  );
  const wrong = fc.dictionary(
    fc.constantFrom('RequestType', 'ResponseURL', 'StackId', 'PhysicalResourceId', 'ResourceType', 'Extra'),
    anything,
    { maxKeys: 2 },
  );
  return fc
    .tuple(ids, right, missing, wrong)
    .map(([own, event, absent, others]) =>
      Object.fromEntries(
        Object.entries({ ...own, ...event, ...others }).filter(
          ([name]) => !absent.some((field) => field === name),
        ),
      ),
    );
}
