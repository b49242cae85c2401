import { ROLE } from '../../support/customer-account';
import type { Attack } from '../attack';
import { ATTACKERS_EXTERNAL_ID } from '../neighbours';
import { COMMON, deploys, refused } from './common';

export const NAMES: readonly Attack[] = [
  {
    ...COMMON,
    id: 'stack-author/name-outside-the-pattern',
    title: 'a new role of another name',
    mustNotBecome: 'a role that the template’s administrator did not allow',
    attempt: deploys({ RoleName: 'SomethingElse' }),
    holds: refused(['SomethingElse'], 'SomethingElse'),
  },
  {
    ...COMMON,
    id: 'stack-author/pattern-across-a-path',
    title: 'a new role whose path, not its name, matches the pattern',
    own: true,
    mustNotBecome: 'a role that the template’s administrator did not allow',
    attempt: deploys({ RoleName: 'Anything', Path: '/DatadogIntegrationRoleX/' }),
    holds: refused(['Anything'], 'Anything'),
  },
  {
    ...COMMON,
    id: 'stack-author/line-break-in-the-name',
    title: 'a role name with a line break',
    mustNotBecome: 'a line of his own in a log or mail',
    attempt: deploys({ RoleName: `${ROLE}\nforged` }),
    holds: refused(['RoleName']),
  },
  {
    ...COMMON,
    id: 'stack-author/name-in-other-letters',
    title: 'the name of somebody’s integration in other letter case',
    own: true,
    mustNotBecome: 'a change of an integration of another stack',
    prepare: (world) => world.deploy(world.victims),
    attempt: deploys({ RoleName: ROLE.toUpperCase(), ExternalId: ATTACKERS_EXTERNAL_ID }),
    holds: refused([ROLE], ROLE),
  },
  {
    ...COMMON,
    id: 'stack-author/same-stack-name-again',
    title: 'a stack of the same name and logical id as one that left its role behind',
    own: true,
    mustNotBecome: 'the owner of what an earlier stack of that name has made',
    prepare: (world) => world.deploy(world.customer.stack('attackers')),
    attempt: deploys({ Description: 'mine' }),
    holds: refused([ROLE], ROLE),
  },
];
