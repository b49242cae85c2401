import { JsonText } from '../sandbox/lambda/environment';
import { EXTERNAL_ID, ROLE } from '../support/customer-account';
import { type Attack, unless, type Violations } from './attack';
import { linesOf, trustsNoStranger, unchangedRoles } from './findings';
import { ATTACKERS_ACCOUNT, ATTACKERS_EXTERNAL_ID, BREAK_GLASS, GUARD_RAIL } from './neighbours';
import { guardedIntegration, victimsIntegration, whileAtWork } from './preparations';
import type { AttackWorld } from './world';

const COMMON = { threat: 'invoker', rightHeld: ['lambda:InvokeFunction'] } as const;

type Fields = Readonly<Record<string, unknown>>;

/** Sends an event in the name of a stack. */
const send = (stackId: (world: AttackWorld) => string, fields: Fields) => (world: AttackWorld) =>
  world.forge(world.eventOf(stackId(world), fields));

const victims = ({ victims }: AttackWorld) => victims.id;
const stackElsewhere = (partition: string, region: string, account: string) => () =>
  `arn:${partition}:cloudformation:${region}:${account}:stack/elsewhere/0f0f0f0f-0000-4000-8000-000000000000`;

const properties = (fields: Fields = {}) => ({ ExternalId: ATTACKERS_EXTERNAL_ID, ...fields });
const UPDATE = {
  RequestType: 'Update',
  PhysicalResourceId: ROLE,
  OldResourceProperties: { ExternalId: EXTERNAL_ID },
};

/** Nothing was made, changed or deleted, and Datadog comes in as before. */
const nothingHappened = (world: AttackWorld): Violations => {
  const after = world.account.digest();
  return [
    ...unchangedRoles(world, ROLE),
    ...trustsNoStranger(world),
    ...unless(
      JSON.stringify(after.roles) === JSON.stringify(world.before.roles),
      'a role was made, changed or deleted',
    ),
    ...unless(
      JSON.stringify(after.policies) === JSON.stringify(world.before.policies),
      'a policy was made, changed or deleted',
    ),
    ...unless(
      JSON.stringify(after.parameters) === JSON.stringify(world.before.parameters),
      'a parameter was written',
    ),
  ];
};

const repliedFailed = ({ collector }: AttackWorld): Violations =>
  unless(
    collector.bodies.length === 1 && JSON.parse(collector.bodies[0] ?? '{}').Status === 'FAILED',
    `there was not one FAILED reply but ${collector.bodies.length}: ${collector.bodies.join(' ').slice(0, 300)}`,
  );

const FORGERIES: readonly Attack[] = [
  {
    ...COMMON,
    id: 'invoker/update-of-the-victims',
    title: 'an Update in the name of the victim’s stack, at rest, that trusts his account',
    mustNotBecome: 'iam:UpdateAssumeRolePolicy',
    prepare: victimsIntegration,
    attempt: send(victims, {
      ...UPDATE,
      ResourceProperties: properties({ DatadogAccountId: ATTACKERS_ACCOUNT }),
    }),
    holds: (world) => [...nothingHappened(world), ...repliedFailed(world)],
  },
  {
    ...COMMON,
    id: 'invoker/external-id-of-his-own',
    title: 'an Update in the name of the victim’s stack, at rest, with his own external id',
    own: true,
    mustNotBecome: 'Datadog reading this account for his organization',
    prepare: victimsIntegration,
    attempt: send(victims, { ...UPDATE, ResourceProperties: properties() }),
    holds: (world) => [...nothingHappened(world), ...repliedFailed(world)],
  },
  {
    ...COMMON,
    id: 'invoker/delete-of-the-victims',
    title: 'a Delete in the name of the victim’s stack, at rest',
    mustNotBecome: 'iam:DeleteRole',
    prepare: victimsIntegration,
    attempt: send(victims, { RequestType: 'Delete', PhysicalResourceId: ROLE }),
    holds: (world) => [...nothingHappened(world), ...repliedFailed(world)],
  },
  {
    ...COMMON,
    id: 'invoker/delete-of-what-a-rename-has-left',
    title: 'a Delete in the name of the victim’s stack, at rest, of a role that a rename could not remove',
    own: true,
    mustNotBecome: 'iam:DeleteRole',
    prepare: async (world) => {
      await world.deploy(world.victims);
      const denial = world.customer.sandbox.faults.add({
        match: { operation: 'DeleteRole' },
        effect: { type: 'error', code: 'AccessDenied', message: 'not authorized', status: 403 },
      });
      await world.deploy(world.victims, { RoleName: `${ROLE}Renamed` });
      denial.remove();
    },
    attempt: send(victims, { RequestType: 'Delete', PhysicalResourceId: ROLE }),
    holds: (world) => [...nothingHappened(world), ...repliedFailed(world)],
  },
  {
    ...COMMON,
    id: 'invoker/create-for-no-stack',
    title: 'a Create in the name of a stack that there is not',
    mustNotBecome: 'iam:CreateRole',
    attempt: send(stackElsewhere('aws', 'us-east-1', '123456789012'), {
      RequestType: 'Create',
      ResourceProperties: properties({ RoleName: `${ROLE}Forged` }),
    }),
    holds: (world) => [...nothingHappened(world), ...repliedFailed(world)],
  },
  {
    ...COMMON,
    id: 'invoker/create-for-a-stack-at-rest',
    title: 'a Create of another logical id in the name of the victim’s stack, at rest',
    own: true,
    mustNotBecome: 'iam:CreateRole',
    prepare: victimsIntegration,
    attempt: send(victims, {
      RequestType: 'Create',
      LogicalResourceId: 'Another',
      ResourceProperties: properties({ RoleName: `${ROLE}Forged` }),
    }),
    holds: (world) => [...nothingHappened(world), ...repliedFailed(world)],
  },
  {
    ...COMMON,
    id: 'invoker/create-for-a-deleted-stack',
    title: 'a Create in the name of a stack that is deleted',
    own: true,
    mustNotBecome: 'a role that nobody’s deletion will ever find',
    prepare: async (world) => {
      await world.deploy(world.victims);
      await world.victims.delete();
    },
    attempt: send(victims, { RequestType: 'Create', ResourceProperties: properties() }),
    holds: (world) => [...nothingHappened(world), ...repliedFailed(world)],
  },
  {
    ...COMMON,
    id: 'invoker/stack-of-the-same-name',
    title: 'an Update whose StackId has the name of the victim’s stack and another unique id',
    own: true,
    mustNotBecome: 'iam:UpdateAssumeRolePolicy',
    prepare: victimsIntegration,
    attempt: send(({ victims }) => victims.id.replace(/[^/]+$/, '0f0f0f0f-0000-4000-8000-000000000000'), {
      ...UPDATE,
      ResourceProperties: properties(),
    }),
    holds: (world) => [...nothingHappened(world), ...repliedFailed(world)],
  },
  {
    ...COMMON,
    id: 'invoker/replay-of-a-creation',
    title: 'the victim’s own Create once more, after he has updated it',
    mustNotBecome: 'the undoing of an update',
    prepare: async (world) => {
      await world.deploy(world.victims);
      await world.deploy(world.victims, { Permissions: 'Full', Description: 'second' });
    },
    attempt: async (world) => world.forge(world.victims.requests[0]),
    holds: nothingHappened,
  },
  {
    ...COMMON,
    id: 'invoker/replay-of-a-deletion',
    title: 'the Delete that the clean-up after a rename has sent, after the name is used again',
    mustNotBecome: 'iam:DeleteRole',
    prepare: async (world) => {
      await world.deploy(world.victims);
      await world.deploy(world.victims, { RoleName: `${ROLE}Renamed` });
      await world.deploy(world.victims, { RoleName: ROLE });
    },
    attempt: async (world) =>
      world.forge(
        world.victims.requests.find(
          ({ RequestType, PhysicalResourceId }) => RequestType === 'Delete' && PhysicalResourceId === ROLE,
        ),
      ),
    holds: nothingHappened,
  },
];

const PLACES: readonly Attack[] = (
  [
    ['account', 'of another account', stackElsewhere('aws', 'us-east-1', ATTACKERS_ACCOUNT)],
    ['region', 'of another region', stackElsewhere('aws', 'eu-west-1', '123456789012')],
    ['partition', 'of another partition', stackElsewhere('aws-us-gov', 'us-gov-west-1', '123456789012')],
  ] as const
).map(([name, what, stackId]) => ({
  ...COMMON,
  id: `invoker/stack-of-another-${name}`,
  title: `a Create in the name of a stack ${what}`,
  mustNotBecome: 'a role that the answer does not name, in an account that nobody meant',
  attempt: send(stackId, { RequestType: 'Create', ResourceProperties: properties() }),
  holds: (world: AttackWorld) => [
    ...nothingHappened(world),
    ...repliedFailed(world),
    ...unless(
      world.customer.calls().length === 0,
      `the provider has made ${world.customer.calls().length} calls`,
    ),
  ],
}));

/** Hosts that nobody can have: whatever is sent there arrives nowhere. */
const HOSTS = [
  ['plain', 'https://collector.attacker.invalid'],
  ['suffix', 'https://cloudformation-custom-resource-response-useast1.s3.amazonaws.com.attacker.invalid'],
  ['user', 'https://cloudformation-custom-resource-response-useast1.s3.amazonaws.com@attacker.invalid'],
  ['backslash', 'https://attacker.invalid\\.s3.amazonaws.com'],
  ['unencrypted', 'http://cloudformation-custom-resource-response-useast1.s3.amazonaws.invalid'],
] as const;

const ADDRESSES: readonly Attack[] = HOSTS.map(([name, host]) => ({
  ...COMMON,
  id: `invoker/answers-elsewhere-${name}`,
  title: `the victim’s own update, with the answer to ${host}`,
  ...(name === 'plain' ? {} : { own: true as const }),
  mustNotBecome: 'the attributes of an integration, at his address',
  prepare: victimsIntegration,
  attempt: async (world: AttackWorld) => {
    // While the victim’s stack is at work: nothing but the address is wrong.
    world.customer.sandbox.faults.add({
      match: { operation: 'GetRole' },
      times: 1,
      effect: {
        type: 'run',
        when: 'before',
        run: async () => {
          const [request] = world.victims.requests.slice(-1);
          const ResourceProperties = { ...request?.ResourceProperties, RoleName: `${ROLE}Elsewhere` };
          const address = new URL(request?.ResponseURL ?? '');
          const ResponseURL = host + address.pathname + address.search;
          await world.forge({ ...request, RequestType: 'Create', ResourceProperties, ResponseURL });
        },
      },
    });
    await world.deploy(world.victims, { Description: 'updated' });
  },
  holds: ({ account }: AttackWorld) =>
    unless(
      account.digest().roles[`${ROLE}Elsewhere`] === undefined,
      'an event was carried out whose answer goes elsewhere',
    ),
}));

const BUSY = 'arn:aws:cloudformation:us-east-1:123456789012:stack/busy/0b0b0b0b-0000-4000-8000-000000000000';

const RACES: readonly Attack[] = [
  {
    ...COMMON,
    id: 'invoker/borrow-a-busy-stack',
    title: 'a Create of a logical id that the stack has not, while the victim’s stack is at work',
    own: true,
    mustNotBecome: 'iam:CreateRole',
    prepare: victimsIntegration,
    attempt: whileAtWork((world) =>
      world.eventOf(world.victims.id, {
        RequestType: 'Create',
        LogicalResourceId: 'NotInTheTemplate',
        ResourceProperties: properties({ RoleName: `${ROLE}Forged` }),
      }),
    ),
    holds: ({ account }) =>
      unless(account.digest().roles[`${ROLE}Forged`] === undefined, 'a role was made that no template has'),
  },
  {
    ...COMMON,
    id: 'invoker/borrow-a-busy-stranger',
    title: 'a Create in the name of somebody’s stack at work that has no integration in it',
    own: true,
    mustNotBecome: 'iam:CreateRole',
    prepare: async ({ account }) =>
      account.seed({
        stacks: [
          {
            name: 'busy',
            id: BUSY,
            status: 'UPDATE_IN_PROGRESS',
            resources: [{ logicalId: 'Queue', type: 'AWS::SQS::Queue', physicalId: 'queue' }],
          },
        ],
      }),
    attempt: send(() => BUSY, {
      RequestType: 'Create',
      ResourceProperties: properties({ RoleName: `${ROLE}Forged` }),
    }),
    holds: nothingHappened,
  },
  {
    ...COMMON,
    id: 'invoker/guard-rail-in-the-old-properties',
    title: 'while the victim’s stack is at work, an Update whose old properties list security’s policy',
    own: true,
    mustNotBecome: 'iam:DetachRolePolicy on what security has attached',
    prepare: guardedIntegration,
    attempt: whileAtWork((world) =>
      world.eventOf(world.victims.id, {
        ...UPDATE,
        OldResourceProperties: { ExternalId: EXTERNAL_ID, ManagedPolicyArns: [GUARD_RAIL] },
      }),
    ),
    holds: ({ account }) =>
      unless(
        account.digest().roles[ROLE]?.attached.includes(GUARD_RAIL) === true,
        'security’s policy is detached',
      ),
  },
  {
    ...COMMON,
    id: 'invoker/delete-of-another-role',
    title: 'while the victim’s stack is at work, a Delete whose physical id is another stack’s role',
    own: true,
    mustNotBecome: 'iam:DeleteRole on an integration of another stack',
    prepare: async (world) => {
      await world.deploy(world.attackers, { RoleName: `${ROLE}Other` });
      await world.deploy(world.victims);
    },
    attempt: whileAtWork((world) =>
      world.eventOf(world.victims.id, { RequestType: 'Delete', PhysicalResourceId: `${ROLE}Other` }),
    ),
    holds: ({ account }) =>
      unless(account.digest().roles[`${ROLE}Other`] !== undefined, 'the role of another stack is gone'),
  },
];

/** Far deeper than any recursion goes; JSON.parse reads it without complaint. */
const DEEP = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
const HOLE = 'is nested';

/** Sends an event with the nested list wherever it says HOLE. */
const sendNested = (fields: Fields) => (world: AttackWorld) =>
  world.forge(
    new JsonText(
      JSON.stringify(world.eventOf(world.victims.id, fields)).replaceAll(JSON.stringify(HOLE), DEEP),
    ),
  );

const SHAPES: readonly Attack[] = [
  ...(['RequestType', 'ResourceType', 'PhysicalResourceId', 'OldResourceProperties'] as const).map(
    (field): Attack => ({
      ...COMMON,
      id: `invoker/nested-${field}`,
      title: `${field} is a list in a list, 100,000 deep`,
      mustNotBecome: 'an event without a reply',
      attempt: sendNested({ RequestType: 'Update', PhysicalResourceId: ROLE, [field]: HOLE }),
      holds: (world) => [...nothingHappened(world), ...repliedFailed(world), ...linesOf(world, 65_536)],
    }),
  ),
  {
    ...COMMON,
    id: 'invoker/nested-properties',
    title: 'the properties are lists in lists, 100,000 deep',
    mustNotBecome: 'an event without a reply',
    attempt: sendNested({
      RequestType: 'Create',
      ResourceProperties: { ExternalId: HOLE, Tags: HOLE, Regions: HOLE },
    }),
    holds: (world) => [...nothingHappened(world), ...repliedFailed(world), ...linesOf(world, 65_536)],
  },
  {
    ...COMMON,
    id: 'invoker/megabytes-in-a-property',
    title: 'a description of 5 MB',
    mustNotBecome: 'a log line of many megabytes',
    attempt: send(victims, {
      RequestType: 'Create',
      ResourceProperties: properties({ Description: 'x'.repeat(5_000_000) }),
    }),
    holds: (world) => [...nothingHappened(world), ...repliedFailed(world), ...linesOf(world, 65_536)],
  },
  {
    ...COMMON,
    id: 'invoker/prototype',
    title: 'properties named __proto__, constructor and toString',
    mustNotBecome: 'properties that nobody has checked',
    attempt: async (world) =>
      world.forge(
        JSON.parse(
          JSON.stringify(world.eventOf(world.victims.id, { RequestType: 'Create' })).replace(
            '"ResourceProperties":{',
            '"ResourceProperties":{"__proto__":{"DatadogAccountId":"999999999999"},"constructor":{},"toString":"x",',
          ),
        ),
      ),
    holds: (world) => [...nothingHappened(world), ...repliedFailed(world)],
  },
  ...([null, [], 'text', 7, {}, { RequestType: 'Create' }] as const).map(
    (event, index): Attack => ({
      ...COMMON,
      id: `invoker/no-event-${index + 1}`,
      title: `the event is ${JSON.stringify(event)}`,
      mustNotBecome: 'anything at all',
      attempt: (world) => world.forge(event),
      holds: nothingHappened,
    }),
  ),
  {
    ...COMMON,
    id: 'invoker/line-break-in-the-logical-id',
    title: 'ids with line breaks: they stand in every line of the log',
    own: true,
    mustNotBecome: 'a line of his own in the log',
    attempt: send(victims, {
      RequestType: 'Create',
      LogicalResourceId: 'x\n{"level":"info","message":"forged"}',
    }),
    holds: (world) =>
      unless(
        !world.logs().split('\n').includes('{"level":"info","message":"forged"}'),
        'a line of the log is his',
      ),
  },
  {
    ...COMMON,
    id: 'invoker/validator-for-break-glass',
    title: 'asks the validator for a role that is no integration',
    own: true,
    mustNotBecome: 'sessions or facts of that role',
    attempt: async (world) => {
      const { attempts } = await world.customer.validator.invoke({ roleName: BREAK_GLASS });
      world.seen.push(JSON.stringify(attempts.map(({ value }) => value)));
    },
    holds: ({ seen, customer }) => [
      ...unless(seen.join('') === '[[]]', `the validator tells: ${seen.join('').slice(0, 200)}`),
      ...unless(
        !customer.sandbox.journal.calls().some(({ operation }) => operation === 'AssumeRole'),
        'the validator has tried to be that role',
      ),
    ],
  },
  {
    ...COMMON,
    id: 'invoker/validator-with-other-wishes',
    title: 'asks the validator with fields that it has not, nested and huge',
    own: true,
    mustNotBecome: 'a crash, or a log line of many megabytes',
    attempt: async (world) => {
      await world.customer.validator.invoke(
        new JsonText(`{"topicArn":"x","y${'z'.repeat(1_000_000)}":${DEEP}}`),
      );
      await world.customer.validator.invoke(new JsonText(`{"roleName":${DEEP}}`));
      await world.customer.validator.invoke(new JsonText(DEEP));
      await world.customer.validator.invoke({ roleName: `${ROLE}\n${'x'.repeat(1_000_000)}` });
      await world.customer.validator.invoke(['x'.repeat(1_000_000)]);
    },
    holds: (world) => [...nothingHappened(world), ...linesOf(world, 65_536)],
  },
];

export const INVOKER: readonly Attack[] = [...FORGERIES, ...PLACES, ...ADDRESSES, ...RACES, ...SHAPES];
