import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  type IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { DeleteParameterCommand } from '@aws-sdk/client-ssm';
import type { RoleSeed } from '../../sandbox';
import { type CustomerAccount, DATADOG, EXTERNAL_ID, ROLE } from '../../support/customer-account';
import { TEAM_POLICY } from '../neighbours';

/** A resource control policy under which no role of the account can be assumed. */
export const NOBODY_ASSUMES = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole', Resource: '*' }],
};

/** A role of the name that the resource wants, as people once made it for Datadog by hand. */
export const roleOfPeople: RoleSeed = {
  name: ROLE,
  description: 'made by hand',
  maxSessionSeconds: 3600,
  trust: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: DATADOG },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': EXTERNAL_ID } },
      },
    ],
  },
  tags: { team: 'them', made: 'by hand' },
  inline: {
    DatadogIntegrationPolicy: allow(['cloudwatch:Get*', 'ec2:Describe*']),
    ByHand: allow(['s3:ListAllMyBuckets']),
  },
  attached: [TEAM_POLICY, 'arn:aws:iam::aws:policy/SecurityAudit'],
};

const OWN_POLICY = `arn:aws:iam::123456789012:policy/datadog-integration-role/${ROLE}-permissions-`;
const FIRST = `${OWN_POLICY}1`;
const SECOND = `${OWN_POLICY}2`;

const INSTANCE_PROFILE = `${ROLE}-by-hand`;

/** Not the resource's, and still there when everything else is gone. */
export async function makeInstanceProfile({ iam }: CustomerAccount): Promise<void> {
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: INSTANCE_PROFILE }));
}

/** People attach, add and use what the resource knows nothing of. */
export async function addThingsByHand({ iam }: CustomerAccount): Promise<void> {
  await iam.send(new AttachRolePolicyCommand({ RoleName: ROLE, PolicyArn: TEAM_POLICY }));
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: ROLE,
      PolicyName: 'ByHand',
      PolicyDocument: JSON.stringify(allow(['s3:ListAllMyBuckets'])),
    }),
  );
  await iam.send(
    new AddRoleToInstanceProfileCommand({ RoleName: ROLE, InstanceProfileName: INSTANCE_PROFILE }),
  );
}

/** Somebody has begun to delete by hand, record included. */
export async function deleteHalfByHand({ iam, ssm }: CustomerAccount): Promise<void> {
  await iam.send(new DetachRolePolicyCommand({ RoleName: ROLE, PolicyArn: FIRST }));
  await iam.send(new DeletePolicyCommand({ PolicyArn: FIRST }));
  await iam.send(new DeleteRolePolicyCommand({ RoleName: ROLE, PolicyName: 'DatadogIntegrationPolicy' }));
  await ssm.send(new DeleteParameterCommand({ Name: `/datadog-integration-role/${ROLE}` }));
}

/**
 * As if an older permission set were in force: actions lie in other documents than they belong to, and one policy has
 * as many versions as IAM allows.
 */
export async function moveActionsByHand({ iam, account }: CustomerAccount): Promise<void> {
  const policies = account.digest().policies;
  const actionsOf = (arn: string): string[] => {
    const document = JSON.parse(policies[arn.split('/').at(-1) ?? '']?.document ?? '{}');
    return document.Statement.flatMap((statement: { Action: string[] }) => statement.Action);
  };
  const [first, second] = [actionsOf(FIRST), actionsOf(SECOND)];
  const moved = first.splice(0, 5);
  const back = second.splice(0, 5);
  for (const extra of ['s3:ListBucket', 's3:GetObject', 's3:GetBucketAcl'])
    await newVersion(iam, FIRST, [...first, ...back, extra]);
  await newVersion(iam, FIRST, [...first, ...back]);
  await newVersion(iam, SECOND, [...second, ...moved]);
}

async function newVersion(iam: IAMClient, arn: string, actions: readonly string[]): Promise<void> {
  await iam.send(
    new CreatePolicyVersionCommand({
      PolicyArn: arn,
      PolicyDocument: JSON.stringify(allow(actions)),
      SetAsDefault: true,
    }),
  );
}

function allow(actions: readonly string[]) {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] };
}
