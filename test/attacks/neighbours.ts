import type { AccountSeed } from '../sandbox';
import { documentOf } from '../support/role-edits';

export const ACCOUNT_ID = '123456789012';
export const REGION = 'us-east-1';
/** The account that the attacker owns. */
export const ATTACKERS_ACCOUNT = '999999999999';
/** What Datadog gave the attacker for an organization of his own. */
export const ATTACKERS_EXTERNAL_ID = 'of-the-attackers-own-organization';

export const EVERYTHING = documentOf({ Effect: 'Allow', Action: '*', Resource: '*' });
export const ADMINISTRATOR_ACCESS = 'arn:aws:iam::aws:policy/AdministratorAccess';

export const BREAK_GLASS = 'BreakGlass';
/** Not a name that the provider may use, but its ARN matches what template.yaml has allowed once. */
export const FRIEND = { name: 'RescueByFriends', path: '/DatadogIntegrationRoleAndFriends/' };
/** A role that people have made, with a name that the provider may use. */
export const OPERATORS = 'DatadogIntegrationRoleOperators';
export const CLOUDFORMATIONS_ROLE = 'CloudFormationExecution';

export const policyArn = (name: string) => `arn:aws:iam::${ACCOUNT_ID}:policy/${name}`;
export const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT_ID}:role/${name}`;

/** Denies what security never wants to see done. */
export const GUARD_RAIL = policyArn('SecurityGuardRail');
/** Security's own boundary: it is narrower than anything that the product sets. */
export const SECURITY_BOUNDARY = policyArn('SecurityBoundary');

/** The boundary that template.yaml makes. */
export const PROVIDERS_BOUNDARY = policyArn(
  'datadog-integration-role-boundary/datadog-IntegrationBoundary-us-east-1',
);

/** A trust policy that lets in those principals. */
export function trusting(principal: string | Readonly<Record<string, unknown>>, condition?: object) {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: typeof principal === 'string' ? { AWS: principal } : principal,
        Action: 'sts:AssumeRole',
        ...(condition === undefined ? {} : { Condition: condition }),
      },
    ],
  };
}

export const ACCOUNT_ROOT = `arn:aws:iam::${ACCOUNT_ID}:root`;
/** A user whom trust policies may name. */
export const ADMINISTRATOR = `arn:aws:iam::${ACCOUNT_ID}:user/administrator`;
export const ATTACKERS_ROOT = `arn:aws:iam::${ATTACKERS_ACCOUNT}:root`;

/** What others have in the account: an attack must never change it. */
export const NEIGHBOURS: AccountSeed = {
  policies: [
    {
      name: 'SecurityGuardRail',
      document: documentOf({ Effect: 'Deny', Action: 's3:GetObject', Resource: '*' }),
    },
    {
      name: 'SecurityBoundary',
      document: documentOf(
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Effect: 'Deny', Action: ['s3:*', 'iam:Create*', 'iam:Put*'], Resource: '*' },
      ),
    },
  ],
  roles: [
    { name: BREAK_GLASS, trust: trusting(ACCOUNT_ROOT), attached: [ADMINISTRATOR_ACCESS] },
    { ...FRIEND, trust: trusting(ADMINISTRATOR), attached: [ADMINISTRATOR_ACCESS] },
    {
      name: CLOUDFORMATIONS_ROLE,
      trust: trusting({ Service: 'cloudformation.amazonaws.com' }),
      attached: [ADMINISTRATOR_ACCESS],
    },
  ],
};

export const NEIGHBOUR_ROLES = [BREAK_GLASS, FRIEND.name, CLOUDFORMATIONS_ROLE];
export const NEIGHBOUR_POLICIES = ['SecurityGuardRail', 'SecurityBoundary'];
