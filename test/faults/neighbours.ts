import { CreateInstanceProfileCommand, CreatePolicyCommand, TagRoleCommand } from '@aws-sdk/client-iam';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import type { AccountSeed } from '../sandbox';
import { type CustomerAccount, DATADOG, ROLE } from '../support/customer-account';

const ACCOUNT_ID = '123456789012';
/** Registered in the same organization, with a role of the same name. */
const OTHER_ACCOUNT_ID = '123456789013';
const OWN_PATH = '/datadog-integration-role/';
const OTHER_OWNER = [
  {
    Key: 'datadog-integration-role:stack-id',
    Value: 'arn:aws:cloudformation:us-east-1:123456789012:stack/other/00000000-0000-4000-8000-000000000000',
  },
  { Key: 'datadog-integration-role:logical-id', Value: 'DatadogIntegration' },
];

export const TEAM_POLICY = `arn:aws:iam::${ACCOUNT_ID}:policy/team-extra`;
/** Allows the same: where one takes the other's place, nothing may be missing in between. */
export const EQUAL_TEAM_POLICY = `arn:aws:iam::${ACCOUNT_ID}:policy/team-extra-too`;
export const TEAM_BOUNDARY = `arn:aws:iam::${ACCOUNT_ID}:policy/team-boundary`;
export const NARROW_BOUNDARY = `arn:aws:iam::${ACCOUNT_ID}:policy/team-narrow-boundary`;
/** What the provider may attach besides its own policies: a parameter of template.yaml. */
export const ATTACHABLE_POLICIES = `arn:aws:iam::${ACCOUNT_ID}:policy/team-*`;

const trust = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: DATADOG },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': 'of-somebody-else' } },
    },
  ],
};
const document = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:List*', Resource: '*' }],
};
const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const nothingOfEc2 = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', NotAction: 'ec2:*', Resource: '*' }],
};

/** Names that differ from this resource's own by a letter, a digit or their owner. */
const ROLES = [`${ROLE}1`, `${ROLE}s`, ROLE.slice(0, -1)];
const POLICIES = [
  { name: 'team-extra', path: '/', document },
  { name: 'team-extra-too', path: '/', document },
  { name: 'team-boundary', path: '/', document: everything },
  { name: 'team-narrow-boundary', path: '/', document: nothingOfEc2 },
  { name: `${ROLE}-permission-1`, path: OWN_PATH, document },
  { name: `${ROLE}-permissions-`, path: OWN_PATH, document },
  { name: `${ROLE}-permissions-x`, path: OWN_PATH, document },
  { name: `${ROLE}1-permissions-1`, path: OWN_PATH, document },
];
const PARAMETERS = [
  `/datadog-integration-role/${ROLE}1`,
  `/datadog-integration-role/${ROLE.slice(0, -1)}`,
  `/datadog-integration-role/${ROLE}/adopted-by-hand`,
  `/datadog-integration-rolf/${ROLE}`,
];
const POLICY_OF_OTHER_STACK = `${ROLE}-permissions-2`;
const UNTAGGED_POLICY = `${ROLE}-permissions-3`;

const SEED: AccountSeed = {
  policies: POLICIES,
  roles: ROLES.map((name) => ({
    name,
    trust,
    inline: { DatadogIntegrationPolicy: document },
    attached: [TEAM_POLICY, `arn:aws:iam::${ACCOUNT_ID}:policy${OWN_PATH}${ROLE}-permission-1`],
  })),
};

/** Fills an account with things of others, among them another stack's integration, that lie as close as possible. */
export async function settleNeighbours({ account, datadog, iam, ssm }: CustomerAccount): Promise<void> {
  account.seed(SEED);
  datadog().accounts.add({ accountId: OTHER_ACCOUNT_ID, roleName: ROLE });
  await iam.send(new TagRoleCommand({ RoleName: `${ROLE}1`, Tags: OTHER_OWNER }));
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: ROLE }));
  for (const Name of PARAMETERS)
    await ssm.send(new PutParameterCommand({ Name, Value: '{}', Type: 'String' }));
}

/** Others' policies under the very names that this resource would take: numbers that it has to pass over. */
export async function takeNumbers({ account, iam }: CustomerAccount): Promise<void> {
  account.seed({ policies: [{ name: UNTAGGED_POLICY, path: OWN_PATH, document }] });
  await iam.send(
    new CreatePolicyCommand({
      PolicyName: POLICY_OF_OTHER_STACK,
      Path: OWN_PATH,
      PolicyDocument: JSON.stringify(document),
      Tags: OTHER_OWNER,
    }),
  );
}

/** A name that no other policy may have, whatever its path: and so far nobody has looked under this one. */
export function takeNumberElsewhere({ account }: CustomerAccount): void {
  account.seed({ policies: [{ name: `${ROLE}-permissions-2`, path: '/team/', document }] });
}
