import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  GetRoleCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { ROLE } from '../support/customer-account';
import { adoptableRole } from '../support/guide-role';
import type { Attack } from './attack';
import { tried } from './clients';
import { RECORD, SNAPSHOT } from './forgery';
import {
  ACCOUNT_ROOT,
  ADMINISTRATOR_ACCESS,
  ATTACKERS_ROOT,
  BREAK_GLASS,
  EVERYTHING,
  FRIEND,
  OPERATORS,
  REGION,
  trusting,
} from './neighbours';
import { operators } from './preparations';
import { allRefused, asAdministrator, assume, document, everythingInline, tryAll } from './theft';
import { type AttackWorld, RECORDS } from './world';

const COMMON = {
  threat: 'validator-thief',
  rightHeld: ['the credentials of the validator’s role'],
} as const;

const thief = ({ thiefOf }: AttackWorld) => thiefOf('Validator');

const clientOf = ({ customer }: AttackWorld) => ({
  endpoint: customer.sandbox.endpoint,
  region: REGION,
  maxAttempts: 1,
  credentials: customer.account.credentialsOf(customer.validatorRole, 'thief', customer.validator.arn),
});

const parameter = (world: AttackWorld, Name: string) => () =>
  thief(world).ssm.send(new PutParameterCommand({ Name, Value: '{}', Type: 'String', Overwrite: true }));

export const VALIDATOR_THIEF: readonly Attack[] = [
  {
    ...COMMON,
    id: 'validator-thief/change-roles',
    title: 'changes the integration’s role in every way there is',
    mustNotBecome: 'any change of a role',
    prepare: (world) => world.deploy(world.victims),
    attempt: async (world) => {
      const { iam } = thief(world);
      const PolicyDocument = document(trusting(ATTACKERS_ROOT));
      await tryAll(world, [
        () => iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: ROLE, PolicyDocument })),
        () => iam.send(everythingInline(ROLE)),
        () => iam.send(new AttachRolePolicyCommand({ RoleName: ROLE, PolicyArn: ADMINISTRATOR_ACCESS })),
        () => iam.send(new TagRoleCommand({ RoleName: ROLE, Tags: [{ Key: 'x', Value: 'y' }] })),
        () => iam.send(new UpdateRoleCommand({ RoleName: ROLE, Description: 'x' })),
        () => iam.send(new DeleteRoleCommand({ RoleName: ROLE })),
        () =>
          iam.send(new CreateRoleCommand({ RoleName: `${ROLE}X`, AssumeRolePolicyDocument: PolicyDocument })),
        () =>
          iam.send(
            new CreatePolicyCommand({
              PolicyName: 'x',
              Path: '/datadog-integration-role/',
              PolicyDocument: document(EVERYTHING),
            }),
          ),
      ]);
    },
    holds: allRefused,
  },
  {
    ...COMMON,
    id: 'validator-thief/be-an-administrator',
    title: 'makes users and keys',
    mustNotBecome: 'an administrator',
    attempt: async (world) => {
      world.seen.push(...(await asAdministrator(thief(world).iam)));
    },
    holds: allRefused,
  },
  {
    ...COMMON,
    id: 'validator-thief/forge-records',
    title: 'writes and deletes records and snapshots',
    mustNotBecome: 'what the provider remembers',
    prepare: (world) => world.deploy(world.victims),
    attempt: (world) =>
      tryAll(world, [
        parameter(world, RECORD),
        parameter(world, SNAPSHOT),
        parameter(world, '/production/password'),
        () => thief(world).ssm.send(new DeleteParameterCommand({ Name: RECORD })),
      ]),
    holds: allRefused,
  },
  {
    ...COMMON,
    id: 'validator-thief/record-of-a-role-named-status',
    title: 'writes the record of a role whose name is `status`, which its pattern nearly allows',
    own: true,
    mustNotBecome: 'what the provider remembers',
    attempt: (world) => tryAll(world, [parameter(world, `${RECORDS}/status`)]),
    holds: allRefused,
  },
  {
    ...COMMON,
    id: 'validator-thief/be-break-glass',
    title: 'assumes, and looks at, roles of other names and paths',
    mustNotBecome: 'those roles',
    attempt: async (world) => {
      const { iam, sts } = thief(world);
      const friend = { name: 'OfFriends', path: FRIEND.path };
      world.account.seed({ roles: [{ ...friend, trust: trusting(ACCOUNT_ROOT) }] });
      await tryAll(world, [
        () => assume(sts, BREAK_GLASS),
        () => assume(sts, friend.path.slice(1) + friend.name),
        () => iam.send(new GetRoleCommand({ RoleName: friend.name })),
      ]);
    },
    holds: allRefused,
  },
  {
    ...COMMON,
    id: 'validator-thief/be-operators',
    title: 'assumes an administrator’s role whose name matches and that its account may assume',
    own: true,
    mustNotBecome: 'an administrator',
    prepare: operators,
    attempt: async (world) => {
      world.seen.push(await tried(assume(thief(world).sts, OPERATORS)));
    },
    holds: allRefused,
  },
  {
    ...COMMON,
    id: 'validator-thief/be-an-integration-of-others',
    title: 'assumes a role that people have made for Datadog',
    own: true,
    mustNotBecome: 'that role',
    prepare: async ({ account }) => account.seed({ roles: [adoptableRole] }),
    attempt: async (world) => {
      world.seen.push(await tried(assume(thief(world).sts, ROLE)));
    },
    holds: allRefused,
  },
  {
    ...COMMON,
    id: 'validator-thief/forge-events',
    title: 'puts events of other sources on the bus',
    mustNotBecome: 'events that automations of others believe',
    attempt: async (world) => {
      const events = new EventBridgeClient(clientOf(world));
      const entries = [
        { Source: 'com.example.payments', DetailType: 'Payment', Detail: '{}' },
        { Source: 'datadog-integration-role', DetailType: 'Something Else', Detail: '{}' },
      ];
      await tryAll(
        world,
        entries.map((entry) => () => events.send(new PutEventsCommand({ Entries: [entry] }))),
      );
    },
    holds: allRefused,
  },
  {
    ...COMMON,
    id: 'validator-thief/other-topics',
    title: 'publishes to topics of others, and to telephones',
    mustNotBecome: 'messages that others believe',
    attempt: async (world) => {
      const sns = new SNSClient(clientOf(world));
      await tryAll(world, [
        () =>
          sns.send(
            new PublishCommand({ TopicArn: 'arn:aws:sns:us-east-1:123456789012:pager', Message: 'x' }),
          ),
        () => sns.send(new PublishCommand({ PhoneNumber: '+15550100', Message: 'x' })),
      ]);
    },
    holds: allRefused,
  },
  {
    ...COMMON,
    id: 'validator-thief/twelve-hours',
    title: 'asks for a session of the integration’s role that outlives the theft',
    own: true,
    mustNotBecome: 'a session of more than an hour',
    prepare: (world) => world.deploy(world.victims, { MaxSessionDuration: 43_200 }),
    attempt: async (world) => {
      world.seen.push(await tried(assume(thief(world).sts, ROLE, 43_200)));
    },
    holds: ({ seen }) => (seen.includes('done') ? ['the session lasts for twelve hours'] : []),
  },
];
