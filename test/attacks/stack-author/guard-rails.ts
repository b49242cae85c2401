import { AttachRolePolicyCommand, PutRolePermissionsBoundaryCommand } from '@aws-sdk/client-iam';
import { ROLE } from '../../support/customer-account';
import { type Attack, unless, type Violations } from '../attack';
import { ADMINISTRATOR_ACCESS, GUARD_RAIL, policyArn, SECURITY_BOUNDARY } from '../neighbours';
import type { AttackWorld, Properties } from '../world';
import { COMMON, deploys, refused } from './common';

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

export const GUARD_RAILS: readonly Attack[] = [
  {
    ...COMMON,
    id: 'stack-author/unlist-the-guard-rail',
    title: 'lists the policy that security has attached, and unlists it',
    mustNotBecome: 'iam:DetachRolePolicy on what security has attached',
    prepare: fenced(),
    attempt: async (world) => {
      await deploys({ ManagedPolicyArns: [GUARD_RAIL] })(world);
      await deploys({ Description: 'without it' })(world);
    },
    holds: isFenced,
  },
  {
    ...COMMON,
    id: 'stack-author/update-away-the-boundary',
    title: 'updates something else while security’s boundary is on the role',
    mustNotBecome: 'iam:DeleteRolePermissionsBoundary',
    prepare: fenced(),
    attempt: deploys({ Description: 'something else' }),
    holds: isFenced,
  },
  {
    ...COMMON,
    id: 'stack-author/swap-the-boundary',
    title: 'asks for a boundary that allows everything instead of security’s',
    own: true,
    mustNotBecome: 'iam:PutRolePermissionsBoundary',
    prepare: fenced(),
    attempt: deploys({ PermissionsBoundary: ADMINISTRATOR_ACCESS }),
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
      await deploys({ PermissionsBoundary: SECURITY_BOUNDARY })(world);
      await deploys({ Description: 'without it' })(world);
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
    attempt: deploys({ ManagedPolicyArns: [ADMINISTRATOR_ACCESS] }),
    holds: refused(['AdministratorAccess'], ROLE),
  },
  {
    ...COMMON,
    id: 'stack-author/attach-a-neighbours-policy',
    title: 'lists a policy that the product has made for another integration',
    mustNotBecome: 'permissions that change with another integration',
    prepare: (world) => world.deploy(world.victims, { Permissions: 'Full' }),
    attempt: deploys({
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
    attempt: deploys({
      PermissionsBoundary: 'arn:aws:iam::123456789012:policy/datadog-integration-role/Soft',
    }),
    holds: refused(['PermissionsBoundary'], ROLE),
  },
  {
    ...COMMON,
    id: 'stack-author/forge-ownership-by-tags',
    title: 'sets ownership tags of another stack as tags of his own',
    mustNotBecome: 'a role that belongs to two',
    attempt: deploys({ Tags: [{ Key: 'datadog-integration-role:stack-id', Value: 'x' }] }),
    holds: refused(['Tags'], ROLE),
  },
  {
    ...COMMON,
    id: 'stack-author/forge-ownership-in-other-letters',
    title: 'the same in other letter case',
    mustNotBecome: 'a role that belongs to two',
    attempt: deploys({ Tags: [{ Key: 'DATADOG-Integration-Role:Stack-Id', Value: 'x' }] }),
    holds: refused(['Tags'], ROLE),
  },
];
