import fc from 'fast-check';
import type { PermissionSets } from '../../../src/datadog/permission-sets';
import type { IntegrationSpec } from '../../../src/integration/spec';

/*
 * Random situations for the planner. Actions have short names here, so that a counterexample stays readable.
 */

const SERVICES = ['s3', 'ec2', 'iam', 'sqs'];
/** `s3:OpA`, `ec2:OpB`, `iam:OpC`, `sqs:OpD`, `s3:OpE`, ... */
export const ACTIONS = Array.from(
  { length: 24 },
  (_, index) => `${SERVICES[index % SERVICES.length]}:Op${String.fromCharCode(65 + index)}`,
);
/** Patterns that stand for one or several of the actions. */
const PATTERNS = ['s3:*', 'ec2:OpB*', 'sqs:OpD*', 'iam:*'];
/** What specs may leave out: names, and patterns that stand for a part of the actions. */
const EXCLUSIONS = ['s3:OpA', 'ec2:OpB', 'IAM:op?', 'sqs:*', '*:OpE'];
export const REGIONS = ['us-east-1', 'eu-west-1', 'ap-south-1'];

const customerPolicy = (name: string) => `arn:aws:iam::123456789012:policy/${name}`;
/** Policies that specs may list. */
export const LISTED_POLICIES = ['A', 'B', 'C', 'D'].map(customerPolicy);
const SECURITY_AUDIT = 'arn:aws:iam::aws:policy/SecurityAudit';
/** Policies that nobody but somebody else attaches. */
export const STRANGERS_POLICIES = ['X1', 'X2', 'X3', 'X4', 'X5'].map(customerPolicy);
const BOUNDARIES = ['Boundary1', 'Boundary2'].map(customerPolicy);

export const ROLE_NAME = 'DatadogIntegrationRole';
export const DATADOG_ACCOUNT_ID = '464622532012';
export const EXTERNAL_IDS = ['abcdef', 'ghijkl'];

/** A statement on every resource, of short actions, in these regions (all when empty). */
export interface ShortStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly regions: readonly string[];
}

const actionList = (limits: { minLength?: number; maxLength: number }) =>
  fc.shuffledSubarray([...ACTIONS, ...PATTERNS], limits);

const permissionSet = fc.record({
  version: fc.constant('2026-01-01'),
  inlineActions: actionList({ minLength: 1, maxLength: 12 }),
  managedActions: actionList({ maxLength: 24 }),
});

/** Sets that share most of their actions in other places, and sets that share what chance gives. */
const permissionSets: fc.Arbitrary<PermissionSets> = fc.oneof(
  fc.record({ Core: permissionSet, Standard: permissionSet, Full: permissionSet }),
  fc
    .tuple(
      actionList({ minLength: 10, maxLength: 28 }),
      fc.array(fc.record({ inline: fc.integer({ min: 1, max: 9 }), start: fc.nat({ max: 9 }) }), {
        minLength: 3,
        maxLength: 3,
      }),
    )
    .map(([actions, cuts]) => {
      const cutAt = (cut: (typeof cuts)[number] | undefined) => {
        const { inline, start } = cut ?? { inline: 1, start: 0 };
        const rotated = [...actions.slice(start), ...actions.slice(0, start)];
        return {
          version: '2026-01-01',
          inlineActions: rotated.slice(0, inline),
          managedActions: rotated.slice(inline),
        };
      };
      return { Core: cutAt(cuts[0]), Standard: cutAt(cuts[1]), Full: cutAt(cuts[2]) };
    }),
);

const statement: fc.Arbitrary<ShortStatement> = fc.record({
  effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
  actions: fc.shuffledSubarray(ACTIONS, { minLength: 1, maxLength: 8 }),
  regions: fc.subarray(REGIONS, { maxLength: 2 }),
});

const boundaryStatement: fc.Arbitrary<ShortStatement> = fc.record({
  effect: fc.constant('Allow'),
  actions: fc.shuffledSubarray(ACTIONS, { minLength: 12 }),
  regions: fc.constant([]),
});

/** The statements of every managed policy that is not the project's, by ARN. */
const library: fc.Arbitrary<Readonly<Record<string, readonly ShortStatement[]>>> = fc.record({
  ...Object.fromEntries(
    [SECURITY_AUDIT, ...LISTED_POLICIES, ...STRANGERS_POLICIES].map((arn) => [
      arn,
      fc.array(statement, { minLength: 1, maxLength: 2 }),
    ]),
  ),
  ...Object.fromEntries(BOUNDARIES.map((arn) => [arn, fc.tuple(boundaryStatement)])),
});

/** Few tags, tags of another letter case, names that every object knows, and as many as a spec may have. */
export const tags: fc.Arbitrary<Readonly<Record<string, string>>> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.dictionary(fc.constantFrom('env', 'team', 'constructor'), fc.constantFrom('a', 'b')),
  },
  { weight: 2, arbitrary: fc.constant({ Env: 'a', TEAM: 'b' }) },
  {
    weight: 2,
    arbitrary: fc
      .record({ start: fc.constantFrom('x', 'y'), count: fc.integer({ min: 20, max: 45 }) })
      .map(({ start, count }) =>
        Object.fromEntries(Array.from({ length: count }, (_, index) => [`${start}${index}`, 'v'])),
      ),
  },
);

/** Specs of one role: everything may change but its name and path. */
const spec: fc.Arbitrary<IntegrationSpec> = fc.record({
  partition: fc.constant('aws'),
  accountId: fc.constant('123456789012'),
  datadogSite: fc.constant('datadoghq.com'),
  datadogAccountId: fc.constantFrom(DATADOG_ACCOUNT_ID, DATADOG_ACCOUNT_ID, '417141415827'),
  externalId: fc.constantFrom('abcdef', ...EXTERNAL_IDS),
  roleName: fc.constant(ROLE_NAME),
  path: fc.constant('/'),
  description: fc.constantFrom('', 'Datadog'),
  maxSessionDurationSeconds: fc.constantFrom(3_600, 7_200),
  permissionsBoundary: fc.option(fc.constantFrom(...BOUNDARIES)),
  tags,
  permissions: fc.constantFrom('Core', 'Standard', 'Full'),
  excludeActions: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.subarray(EXCLUSIONS, { minLength: 1, maxLength: 3 }) },
  ),
  resourceCollection: fc.boolean(),
  managedPolicyArns: fc.subarray(LISTED_POLICIES),
  regions: fc.subarray(REGIONS, { maxLength: 2 }),
  existingRole: fc.constant('Fail'),
  selfTest: fc.constantFrom('Report', 'Off'),
});

/** What may have happened to the role besides what this resource did. */
export interface Meddling {
  readonly strangersAttachments: readonly string[];
  readonly strangersInlinePolicy: boolean;
  readonly strangersTag: boolean;
  /** Numbers of this role's policy names that policies of others have. */
  readonly takenNumbers: readonly number[];
  readonly inlinePolicy: 'as made' | 'deleted' | readonly string[];
  /** Which of the own policies somebody detached, as an index. */
  readonly detached: number | null;
  /** The actions of an own policy that is no longer needed. */
  readonly leftOver: readonly string[] | null;
  /** Older versions of each own policy. */
  readonly olderVersions: number;
}

const few = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 5 });
const meddling: fc.Arbitrary<Meddling> = fc
  .record({
    strangersAttachments: fc.subarray(STRANGERS_POLICIES, { maxLength: 4 }),
    strangersInlinePolicy: fc.boolean(),
    strangersTag: fc.boolean(),
    takenNumbers: fc.subarray([1, 2, 3], { maxLength: 2 }),
    inlineDeleted: fc.nat({ max: 9 }).map((dice) => dice === 9),
    inlineActions: few(fc.shuffledSubarray(ACTIONS, { minLength: 1, maxLength: 6 })),
    detached: few(fc.nat({ max: 3 })),
    leftOver: few(fc.shuffledSubarray(ACTIONS, { minLength: 1, maxLength: 6 })),
    olderVersions: fc.nat({ max: 4 }),
  })
  .map(({ inlineDeleted, inlineActions, ...rest }) => ({
    ...rest,
    inlinePolicy: inlineDeleted ? 'deleted' : (inlineActions ?? 'as made'),
  }));

/** A standing role, what has happened to it, and what it shall become. */
export interface Situation {
  readonly permissionSets: PermissionSets;
  readonly library: Readonly<Record<string, readonly ShortStatement[]>>;
  readonly before: IntegrationSpec;
  readonly after: IntegrationSpec;
  readonly meddling: Meddling;
  /** How far the attachment quota is above what both states need. */
  readonly headroom: number;
}

export const situations: fc.Arbitrary<Situation> = fc.record({
  permissionSets,
  library,
  before: spec,
  after: spec,
  meddling,
  headroom: fc.nat({ max: 4 }),
});
