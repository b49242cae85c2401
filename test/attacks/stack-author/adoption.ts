import { DATADOG, EXTERNAL_ID, ROLE } from '../../support/customer-account';
import { adoptableRole, GUIDE_EXTERNAL_ID, guideRole } from '../../support/guide-role';
import { type Attack, unless } from '../attack';
import { boundaryTest } from '../boundary';
import {
  ADMINISTRATOR_ACCESS,
  ATTACKERS_EXTERNAL_ID,
  EVERYTHING,
  FRIEND,
  OPERATORS,
  PROVIDERS_BOUNDARY,
  REGION,
  SECURITY_BOUNDARY,
  trusting,
} from '../neighbours';
import { PROBES } from '../probes';
import {
  ADOPT,
  administrators,
  COMMON,
  deploys,
  refused,
  SCHEDULERS_ROLE,
  seed,
  WIDE_PATTERN,
} from './common';

export const ADOPTION: readonly Attack[] = [
  {
    ...COMMON,
    id: 'stack-author/adopt-another-name',
    title: 'adopts an administrator’s role whose name matches the pattern',
    mustNotBecome: 'the owner of a role that nobody meant for Datadog',
    prepare: seed(administrators(OPERATORS)),
    attempt: deploys({ ...ADOPT, RoleName: OPERATORS, ExternalId: ATTACKERS_EXTERNAL_ID }),
    holds: refused([OPERATORS, 'AdoptableRoleNames'], OPERATORS),
  },
  {
    ...COMMON,
    id: 'stack-author/adopt-across-a-path',
    title: 'adopts a role under a path that matches the pattern',
    mustNotBecome: 'the owner of somebody’s emergency access',
    attempt: deploys({ ...ADOPT, RoleName: FRIEND.name, Path: FRIEND.path }),
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
    attempt: deploys(ADOPT),
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
    attempt: deploys({ ...ADOPT, PermissionsBoundary: PROVIDERS_BOUNDARY }),
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
    attempt: deploys(ADOPT),
    holds: refused([GUIDE_EXTERNAL_ID.slice(0, 4)], ROLE),
  },
  {
    ...COMMON,
    id: 'stack-author/adopt-an-administrator',
    title: 'adopts a role of an adoptable name that is an administrator',
    own: true,
    mustNotBecome: 'an administrator whom Datadog may be',
    prepare: seed({ ...adoptableRole, attached: [ADMINISTRATOR_ACCESS] }),
    attempt: deploys(ADOPT),
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
      deploys({ ...ADOPT, RoleName: world.customer.providerRole, ExternalId: ATTACKERS_EXTERNAL_ID })(world),
    holds: (world) => refused([world.customer.providerRole])(world),
  },
  {
    ...COMMON,
    id: 'stack-author/adopt-the-validator',
    title: 'adopts the validator’s role, whose name matches the pattern',
    setting: WIDE_PATTERN,
    mustNotBecome: 'the end of all validation',
    attempt: (world) =>
      deploys({ ...ADOPT, RoleName: world.customer.validatorRole, ExternalId: ATTACKERS_EXTERNAL_ID })(world),
    holds: (world) => refused([world.customer.validatorRole])(world),
  },
  {
    ...COMMON,
    id: 'stack-author/adopt-the-scheduler',
    title: 'adopts the role that starts the validator',
    own: true,
    setting: WIDE_PATTERN,
    mustNotBecome: 'the end of all validation',
    attempt: deploys({ ...ADOPT, RoleName: SCHEDULERS_ROLE }),
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
    attempt: deploys({ ...ADOPT, ExternalId: ATTACKERS_EXTERNAL_ID }),
    holds: refused([ROLE], ROLE),
  },
  {
    ...COMMON,
    id: 'stack-author/adopt-another-organizations-role',
    title: 'adopts a role that Datadog uses with another external id',
    mustNotBecome: 'the end of somebody’s integration, while everything says passed',
    prepare: seed(guideRole),
    attempt: deploys(ADOPT),
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
    attempt: deploys(ADOPT),
    holds: refused(['DatadogIntegration', ROLE], ROLE),
  },
  {
    ...COMMON,
    id: 'stack-author/adopt-in-other-letters',
    title: 'adopts by the role’s name in other letter case',
    own: true,
    mustNotBecome: 'a record that the role’s own name does not find',
    prepare: seed(adoptableRole),
    attempt: deploys({ ...ADOPT, RoleName: ROLE.toLowerCase() }),
    holds: refused([ROLE.toLowerCase()], ROLE),
  },
  {
    ...COMMON,
    id: 'stack-author/adopt-a-live-integration',
    title: 'adopts the integration of another stack',
    mustNotBecome: 'the owner of somebody’s integration',
    prepare: (world) => world.deploy(world.victims),
    attempt: deploys({ ...ADOPT, ExternalId: ATTACKERS_EXTERNAL_ID }),
    holds: refused([ROLE], ROLE),
  },
];
