import { DATADOG, EXTERNAL_ID, ROLE } from '../support/customer-account';
import { repliesOf } from '../support/replies';
import { addToTrust, editDatadogsTrust } from '../support/role-edits';
import { type Attack, unless, type Violations } from './attack';
import { leaks, saidBy } from './findings';
import type { AttackWorld } from './world';

const COMMON = {
  threat: 'log-and-mail-reader',
  rightHeld: ['logs:FilterLogEvents', 'sns:Subscribe', 'events:PutRule'],
} as const;

const CANARY = 'canary-of-a-no-echo-parameter';

/** Somebody breaks Datadog's way in, so that there is something to tell. */
const broken = async (world: AttackWorld) => {
  await addToTrust(world.customer, {
    Effect: 'Deny',
    Principal: { AWS: DATADOG },
    Action: 'sts:AssumeRole',
  });
  await world.validate();
};

const validated = async (world: AttackWorld) => {
  await world.deploy(world.victims);
  await world.validate();
  await broken(world);
};

const told = ({ runs }: AttackWorld, where: keyof ReturnType<typeof saidBy>) => ({
  [where]: runs.map((run) => saidBy(run)[where] ?? '').join('\n'),
});

const noWhole =
  (where: string, externalId = EXTERNAL_ID) =>
  (world: AttackWorld): Violations =>
    leaks(externalId, told(world, where));

const reasons = ({ victims }: AttackWorld) => ({
  'a reason': repliesOf(victims)
    .map(({ reason }) => reason)
    .join('\n'),
});

const signatures = ({ victims }: AttackWorld) =>
  victims.requests.map(({ ResponseURL }) => new URL(ResponseURL).searchParams.get('X-Amz-Signature') ?? '');

const SPECIAL = 'with+plus/slash=equals:and@more,0001';
const OTHERS_EXTERNAL_ID = 'of-another-organization-0815';

const contents = ({ account }: AttackWorld) => JSON.stringify(account.digest());

export const LOG_AND_MAIL_READER: readonly Attack[] = [
  {
    ...COMMON,
    id: 'log-and-mail-reader/external-id-in-the-providers-log',
    title: 'reads what the provider logs of a creation, an update and a deletion',
    mustNotBecome: 'the external id',
    attempt: async (world) => {
      await world.deploy(world.victims);
      await world.deploy(world.victims, { Permissions: 'Full' });
      await world.victims.delete();
    },
    holds: (world) => leaks(EXTERNAL_ID, { 'the log': world.logs() }),
  },
  {
    ...COMMON,
    id: 'log-and-mail-reader/external-id-in-the-validators-log',
    title: 'reads what the validator logs',
    mustNotBecome: 'the external id',
    attempt: validated,
    holds: noWhole('the log'),
  },
  {
    ...COMMON,
    id: 'log-and-mail-reader/external-id-in-the-event',
    title: 'reads the validator’s events',
    mustNotBecome: 'the external id',
    attempt: validated,
    holds: noWhole('the event'),
  },
  {
    ...COMMON,
    id: 'log-and-mail-reader/external-id-in-the-mail',
    title: 'reads the alert',
    mustNotBecome: 'the external id',
    attempt: validated,
    holds: noWhole('the mail'),
  },
  {
    ...COMMON,
    id: 'log-and-mail-reader/short-external-id',
    title: 'the external id has eight characters: its first and last four are all of it',
    own: true,
    mustNotBecome: 'the external id',
    attempt: async (world) => {
      await world.deploy(world.victims, { ExternalId: 'Zq7xKw9p' });
      await world.validate();
      await broken(world);
    },
    holds: (world) => [
      ...noWhole('the log', 'Zq7xKw9p')(world),
      ...noWhole('the event', 'Zq7xKw9p')(world),
      ...noWhole('the mail', 'Zq7xKw9p')(world),
      ...unless(
        !/Zq7x.{0,3}Kw9p/.test(JSON.stringify(world.runs.map(saidBy))),
        'its halves are side by side',
      ),
    ],
  },
  {
    ...COMMON,
    id: 'log-and-mail-reader/encoded-external-id',
    title: 'the external id has characters that URLs and shells write in another way',
    own: true,
    mustNotBecome: 'the external id, in whatever spelling',
    attempt: async (world) => {
      await world.deploy(world.victims, { ExternalId: SPECIAL });
      await world.validate();
      await broken(world);
    },
    holds: (world) =>
      [SPECIAL, encodeURIComponent(SPECIAL), Buffer.from(SPECIAL).toString('base64')].flatMap((spelling) => [
        ...noWhole('the log', spelling)(world),
        ...noWhole('the event', spelling)(world),
        ...noWhole('the mail', spelling)(world),
      ]),
  },
  {
    ...COMMON,
    id: 'log-and-mail-reader/external-id-of-somebody-else',
    title: 'the trust policy has got another external id: drift shows what it found',
    own: true,
    mustNotBecome: 'that external id',
    prepare: (world) => world.deploy(world.victims),
    attempt: async (world) => {
      await editDatadogsTrust(world.customer, (statement) => ({
        ...statement,
        Condition: { StringEquals: { 'sts:ExternalId': OTHERS_EXTERNAL_ID } },
      }));
      await world.validate();
    },
    holds: (world) => [
      ...noWhole('the log', OTHERS_EXTERNAL_ID)(world),
      ...noWhole('the event', OTHERS_EXTERNAL_ID)(world),
      ...noWhole('the mail', OTHERS_EXTERNAL_ID)(world),
    ],
  },
  {
    ...COMMON,
    id: 'log-and-mail-reader/response-url',
    title: 'reads what the provider logs of operations that succeed and that fail',
    mustNotBecome: 'the right to answer CloudFormation',
    attempt: async (world) => {
      await world.deploy(world.victims);
      await world.deploy(world.victims, { Regions: ['nowhere-1'] });
      await world.victims.delete();
    },
    holds: (world) =>
      signatures(world).flatMap((signature) =>
        leaks(signature, { 'the log': world.logs(), ...reasons(world), 'the account': contents(world) }),
      ),
  },
  {
    ...COMMON,
    id: 'log-and-mail-reader/no-echo-in-an-unknown-property',
    title: 'a NoEcho value stands under a property that does not exist',
    mustNotBecome: 'that value',
    attempt: (world) => world.deploy(world.victims, { ApiKey: CANARY, Nested: { Deep: [CANARY] } }),
    holds: (world) => leaks(CANARY, { 'the log': world.logs(), ...reasons(world) }),
  },
  {
    ...COMMON,
    id: 'log-and-mail-reader/no-echo-in-a-wrong-shape',
    title: 'a NoEcho value stands inside a property of the wrong shape',
    own: true,
    mustNotBecome: 'that value',
    attempt: (world) =>
      world.deploy(world.victims, {
        ManagedPolicyArns: { Secret: CANARY },
        Tags: [{ Secret: CANARY }],
        Regions: [[CANARY]],
      }),
    holds: (world) => leaks(CANARY, { 'the log': world.logs() }),
  },
  {
    ...COMMON,
    id: 'log-and-mail-reader/no-echo-in-old-properties',
    title: 'a NoEcho value was among the properties before an update',
    own: true,
    mustNotBecome: 'that value',
    attempt: async (world) => {
      await world.deploy(world.victims);
      await world.forge(
        world.eventOf(world.victims.id, {
          RequestType: 'Update',
          PhysicalResourceId: ROLE,
          OldResourceProperties: { ApiKey: CANARY },
        }),
      );
    },
    holds: (world) =>
      leaks(CANARY, { 'the log': world.logs(), 'the reply': world.collector.bodies.join('\n') }),
  },
  {
    ...COMMON,
    id: 'log-and-mail-reader/credentials',
    title: 'reads what the functions log when AWS refuses everything',
    mustNotBecome: 'the credentials of a function',
    attempt: async (world) => {
      const denied = { type: 'error', code: 'AccessDenied', message: 'denied', status: 403 } as const;
      world.customer.sandbox.faults.add({ match: { service: 'iam' }, effect: denied });
      await world.deploy(world.victims);
      await world.customer.validator.invoke({});
    },
    holds: (world) => [
      ...leaks('sandbox-session-token', { 'the log': world.logs(), ...reasons(world) }),
      ...leaks('sandbox/ASIA', { 'the log': world.logs(), ...reasons(world) }),
    ],
  },
  {
    ...COMMON,
    id: 'log-and-mail-reader/content-of-an-unanswerable-event',
    title: 'reads what the provider logs of an event without a ResponseURL',
    mustNotBecome: 'what that event held',
    attempt: (world) => world.forge({ RequestType: 'Create', ResourceProperties: { ApiKey: CANARY } }),
    holds: (world) => leaks(CANARY, { 'the log': world.logs() }),
  },
];
