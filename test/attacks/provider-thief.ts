import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  PutRolePermissionsBoundaryCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { ROLE } from '../support/customer-account';
import { adoptableRole } from '../support/guide-role';
import { type Attack, unless } from './attack';
import { demandedBoundaries } from './boundary';
import { tried } from './clients';
import {
  ACCOUNT_ID,
  ACCOUNT_ROOT,
  ADMINISTRATOR_ACCESS,
  ATTACKERS_ROOT,
  BREAK_GLASS,
  EVERYTHING,
  FRIEND,
  GUARD_RAIL,
  OPERATORS,
  policyArn,
  roleArn,
  SECURITY_BOUNDARY,
  trusting,
} from './neighbours';
import { operators } from './preparations';
import { allRefused, assume, document, everythingInline, tryAll } from './theft';
import type { AttackWorld } from './world';

const COMMON = {
  threat: 'provider-thief',
  rightHeld: ['the credentials of the provider’s role'],
  mustNotBecome: 'an action outside the boundary that template.yaml demands',
} as const;

const NEW = `${ROLE}Backdoor`;
const OWN_PATH = '/datadog-integration-role/';
const OWN_POLICY = policyArn('datadog-integration-role/Backdoor');

const OPEN = document(trusting(ATTACKERS_ROOT));
const thief = ({ thiefOf }: AttackWorld) => thiefOf('Provider');
const nothing = () => [];

const createRole = (world: AttackWorld, boundary?: string, name = NEW, path = '/') =>
  thief(world).iam.send(
    new CreateRoleCommand({
      RoleName: name,
      Path: path,
      AssumeRolePolicyDocument: OPEN,
      ...(boundary === undefined ? {} : { PermissionsBoundary: boundary }),
    }),
  );

const ownPolicy = (world: AttackWorld) =>
  thief(world).iam.send(
    new CreatePolicyCommand({
      PolicyName: 'Backdoor',
      Path: OWN_PATH,
      PolicyDocument: document(EVERYTHING),
    }),
  );

/** The boundary that new roles must have; any will do where template.yaml demands none. */
const demanded = ({ customer }: AttackWorld) => demandedBoundaries(customer)[0];

const MAKING: readonly Attack[] = [
  {
    ...COMMON,
    id: 'provider-thief/make-an-administrator',
    title: 'makes a role with every permission that trusts his account',
    attempt: (world) =>
      tryAll(world, [() => createRole(world), () => thief(world).iam.send(everythingInline(NEW))]),
    holds: nothing,
  },
  {
    ...COMMON,
    id: 'provider-thief/make-an-administrator-by-a-policy',
    title: 'makes a policy with every permission under the product’s path and attaches it to a role of his',
    attempt: (world) =>
      tryAll(world, [
        () => createRole(world),
        () => ownPolicy(world),
        () => thief(world).iam.send(new AttachRolePolicyCommand({ RoleName: NEW, PolicyArn: OWN_POLICY })),
      ]),
    holds: nothing,
  },
  {
    ...COMMON,
    id: 'provider-thief/make-an-administrator-within',
    title: 'makes a role as template.yaml demands it, with every permission, that trusts his account',
    own: true,
    attempt: (world) =>
      tryAll(world, [
        () => createRole(world, demanded(world)),
        () => thief(world).iam.send(everythingInline(NEW)),
      ]),
    holds: nothing,
  },
  {
    ...COMMON,
    id: 'provider-thief/boundary-of-his-own',
    title: 'makes a role whose boundary is a policy that he has written',
    own: true,
    attempt: (world) =>
      tryAll(world, [
        () => ownPolicy(world),
        () => createRole(world, OWN_POLICY),
        () => thief(world).iam.send(everythingInline(NEW)),
      ]),
    holds: nothing,
  },
  {
    ...COMMON,
    id: 'provider-thief/boundary-of-aws',
    title: 'makes a role whose boundary is AdministratorAccess',
    own: true,
    attempt: (world) =>
      tryAll(world, [
        () => createRole(world, ADMINISTRATOR_ACCESS),
        () => thief(world).iam.send(everythingInline(NEW)),
      ]),
    holds: nothing,
  },
  {
    ...COMMON,
    id: 'provider-thief/swap-the-boundary',
    title: 'makes a role as demanded, and gives it another boundary afterwards',
    own: true,
    attempt: (world) =>
      tryAll(world, [
        () => createRole(world, demanded(world)),
        () => thief(world).iam.send(everythingInline(NEW)),
        () => boundary(world, NEW, ADMINISTRATOR_ACCESS),
        () => boundary(world, NEW, OWN_POLICY),
      ]),
    holds: nothing,
  },
  {
    ...COMMON,
    id: 'provider-thief/take-the-boundary-off',
    title: 'makes a role as demanded, and takes its boundary off',
    attempt: (world) =>
      tryAll(world, [
        () => createRole(world, demanded(world)),
        () => thief(world).iam.send(everythingInline(NEW)),
        () => noBoundary(world, NEW),
      ]),
    holds: nothing,
  },
  {
    ...COMMON,
    id: 'provider-thief/rewrite-the-boundary',
    title: 'writes a new version of the boundary itself, or deletes and makes it again',
    attempt: async (world) => {
      const PolicyArn = demanded(world) ?? policyArn('none');
      const { iam } = thief(world);
      await tryAll(world, [
        () =>
          iam.send(
            new CreatePolicyVersionCommand({
              PolicyArn,
              PolicyDocument: document(EVERYTHING),
              SetAsDefault: true,
            }),
          ),
        () => iam.send(new DeletePolicyCommand({ PolicyArn })),
      ]);
    },
    holds: allRefused,
  },
  {
    ...COMMON,
    id: 'provider-thief/make-under-a-matching-path',
    title: 'makes a role whose path, not its name, matches the pattern',
    own: true,
    attempt: (world) =>
      tryAll(world, [
        () => createRole(world, demanded(world), 'Anything', '/DatadogIntegrationRoleX/'),
        () => thief(world).iam.send(everythingInline('Anything')),
      ]),
    holds: nothing,
  },
  {
    ...COMMON,
    id: 'provider-thief/attach-administrator-access',
    title: 'attaches AdministratorAccess to a role of his',
    attempt: (world) =>
      tryAll(world, [
        () => createRole(world, demanded(world)),
        () =>
          thief(world).iam.send(
            new AttachRolePolicyCommand({ RoleName: NEW, PolicyArn: ADMINISTRATOR_ACCESS }),
          ),
      ]),
    holds: ({ seen }) => unless(seen[1] !== 'done', 'AdministratorAccess is attached'),
  },
];

const boundary = (world: AttackWorld, RoleName: string, PermissionsBoundary: string) =>
  thief(world).iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));

const noBoundary = (world: AttackWorld, RoleName: string) =>
  thief(world).iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }));

const openTo = (world: AttackWorld, RoleName: string) =>
  thief(world).iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: OPEN }));

/** All that could make a role his: whom it trusts, what it may do, what holds it in check. */
const takeOver = (world: AttackWorld, name: string) => [
  () => openTo(world, name),
  () => thief(world).iam.send(everythingInline(name)),
  () => noBoundary(world, name),
  () => boundary(world, name, ADMINISTRATOR_ACCESS),
  () => thief(world).iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn: OWN_POLICY })),
  () => thief(world).iam.send(new DeleteRoleCommand({ RoleName: name })),
];

const TAKING: readonly Attack[] = [
  {
    ...COMMON,
    id: 'provider-thief/take-the-integration',
    title: 'makes the integration’s own role trust his account, with every permission',
    prepare: (world) => world.deploy(world.victims),
    attempt: (world) => tryAll(world, takeOver(world, ROLE).slice(0, 5)),
    holds: nothing,
  },
  {
    ...COMMON,
    id: 'provider-thief/take-operators',
    title: 'makes an administrator’s role that people have made, and whose name matches, trust his account',
    prepare: operators,
    attempt: (world) => tryAll(world, [() => openTo(world, OPERATORS)]),
    holds: nothing,
  },
  {
    ...COMMON,
    id: 'provider-thief/be-operators',
    title: 'assumes an administrator’s role whose name matches and that its account may assume',
    own: true,
    prepare: operators,
    attempt: async (world) => {
      world.seen.push(await tried(assume(thief(world).sts, OPERATORS)));
    },
    holds: allRefused,
  },
  {
    ...COMMON,
    id: 'provider-thief/be-operators-by-a-tag',
    title: 'tags that role as the product’s own, and assumes it',
    own: true,
    prepare: operators,
    attempt: async (world) => {
      const Tags = [
        { Key: 'datadog-integration-role:stack-id', Value: 'x' },
        { Key: 'datadog-integration-role:logical-id', Value: 'x' },
      ];
      await tried(thief(world).iam.send(new TagRoleCommand({ RoleName: OPERATORS, Tags })));
      world.seen.push(await tried(assume(thief(world).sts, OPERATORS)));
    },
    holds: allRefused,
  },
  {
    ...COMMON,
    id: 'provider-thief/take-a-fenced-role',
    title: 'lifts the boundary of a role with every permission that people have made',
    prepare: async ({ account }) =>
      account.seed({
        roles: [{ ...adoptableRole, inline: { Everything: EVERYTHING }, boundaryArn: SECURITY_BOUNDARY }],
      }),
    attempt: (world) => tryAll(world, takeOver(world, ROLE).slice(0, 5)),
    holds: nothing,
  },
  {
    ...COMMON,
    id: 'provider-thief/take-himself',
    title: 'gives the provider’s own role every permission; its name matches the pattern',
    setting: { RoleNamePattern: 'datadog-*' },
    attempt: async (world) => tryAll(world, takeOver(world, world.customer.providerRole)),
    holds: nothing,
  },
  {
    ...COMMON,
    id: 'provider-thief/take-the-validator',
    title: 'gives the validator’s role every permission; its name matches the pattern',
    own: true,
    setting: { RoleNamePattern: 'datadog-*' },
    attempt: async (world) => {
      const RoleName = world.customer.validatorRole;
      const mark = new TagRoleCommand({ RoleName, Tags: [{ Key: 'taken', Value: 'true' }] });
      await tryAll(world, [...takeOver(world, RoleName), () => thief(world).iam.send(mark)]);
    },
    holds: nothing,
  },
  {
    ...COMMON,
    id: 'provider-thief/take-break-glass',
    title: 'makes a role of another name trust his account',
    attempt: async (world) => {
      await tryAll(world, takeOver(world, BREAK_GLASS));
      world.seen.push(await tried(assume(thief(world).sts, BREAK_GLASS)));
    },
    holds: allRefused,
  },
  {
    ...COMMON,
    id: 'provider-thief/take-across-a-path',
    title: 'makes a role trust his account whose path, not its name, matches the pattern',
    attempt: (world) =>
      tryAll(world, [
        () => openTo(world, FRIEND.name),
        () => thief(world).iam.send(everythingInline(FRIEND.name)),
        () => thief(world).iam.send(new UntagRoleCommand({ RoleName: FRIEND.name, TagKeys: ['x'] })),
      ]),
    holds: allRefused,
  },
  {
    ...COMMON,
    id: 'provider-thief/make-a-role-again',
    title: 'deletes a fenced role and makes it again under its name, without the fence',
    own: true,
    prepare: async ({ account }) => {
      const resource = roleArn(ROLE);
      account.seed({
        roles: [
          { name: ROLE, trust: trusting(ACCOUNT_ROOT), boundaryArn: SECURITY_BOUNDARY },
          {
            // Somebody’s role that lets that one in.
            name: 'Vault',
            trust: trusting(resource),
            inline: { Secrets: EVERYTHING },
          },
        ],
      });
    },
    attempt: (world) =>
      tryAll(world, [
        () => thief(world).iam.send(new DeleteRoleCommand({ RoleName: ROLE })),
        () => createRole(world, demanded(world), ROLE),
        () => thief(world).iam.send(everythingInline(ROLE)),
      ]),
    holds: nothing,
  },
  {
    ...COMMON,
    id: 'provider-thief/session-that-a-trust-names',
    title: 'makes a role again of which a trust policy of others names a session, which no boundary limits',
    own: true,
    prepare: async ({ account }) => {
      const { partition, id } = account;
      account.seed({
        roles: [
          {
            name: 'Vault',
            trust: trusting(`arn:${partition}:sts::${id}:assumed-role/${NEW}/thief`),
            inline: { Secrets: EVERYTHING },
          },
        ],
      });
    },
    attempt: async (world) => {
      await tryAll(world, [
        () => createRole(world, demanded(world)),
        () => thief(world).iam.send(everythingInline(NEW)),
      ]);
      const session = `arn:aws:sts::${ACCOUNT_ID}:assumed-role/${NEW}/thief`;
      world.seen.push(world.account.canAssume(session, 'Vault') ? 'the vault is open' : 'closed');
    },
    holds: ({ seen }) =>
      unless(!seen.includes('the vault is open'), 'a session of his is let into the vault'),
  },
];

const ELSEWHERE: readonly Attack[] = [
  {
    ...COMMON,
    id: 'provider-thief/policies-of-others',
    title: 'writes, deletes and tags policies outside the product’s path',
    attempt: async (world) => {
      const { iam } = thief(world);
      const PolicyDocument = document(EVERYTHING);
      await tryAll(world, [
        () => iam.send(new CreatePolicyCommand({ PolicyName: 'Elsewhere', PolicyDocument })),
        () => iam.send(new CreatePolicyVersionCommand({ PolicyArn: GUARD_RAIL, PolicyDocument })),
        () => iam.send(new DeletePolicyCommand({ PolicyArn: GUARD_RAIL })),
      ]);
    },
    holds: allRefused,
  },
  {
    ...COMMON,
    id: 'provider-thief/parameters-of-others',
    title: 'reads and writes parameters outside the product’s prefix',
    attempt: async (world) => {
      const { ssm } = thief(world);
      await tryAll(world, [
        () => ssm.send(new GetParameterCommand({ Name: '/production/password' })),
        () => ssm.send(new GetParameterCommand({ Name: '/datadog-integration-roles/x' })),
        () => ssm.send(new PutParameterCommand({ Name: '/production/password', Value: 'x', Type: 'String' })),
      ]);
    },
    holds: allRefused,
  },
  {
    ...COMMON,
    id: 'provider-thief/twelve-hours',
    title: 'asks for a session of the integration’s role that outlives the theft',
    own: true,
    mustNotBecome: 'a session of more than an hour',
    prepare: (world) => world.deploy(world.victims, { MaxSessionDuration: 43_200 }),
    attempt: async (world) => {
      world.seen.push(await tried(assume(thief(world).sts, ROLE, 43_200)));
    },
    holds: ({ seen }) => unless(!seen.includes('done'), 'the session lasts for twelve hours'),
  },
];

export const PROVIDER_THIEF: readonly Attack[] = [...MAKING, ...TAKING, ...ELSEWHERE];
