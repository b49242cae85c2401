import { BREAK_GLASS, roleArn } from './neighbours';

/** Something that a principal may or may not do. */
export interface Probe {
  readonly action: string;
  readonly resource: string;
}

/**
 * What an attacker would want, one action of each kind: identities, code and commands, secrets and data, stacks, and what
 * Datadog itself reads. The last one exists nowhere: only somebody with `*` may do it.
 */
const ACTIONS = [
  ...['CreateUser', 'CreateAccessKey', 'CreateRole', 'PutRolePolicy', 'AttachRolePolicy', 'PassRole'],
  ...['UpdateAssumeRolePolicy', 'DeleteRole', 'DeleteRolePermissionsBoundary', 'CreatePolicyVersion'],
  ...['TagRole', 'AttachUserPolicy', 'AddUserToGroup', 'GetRole', 'ListRoles'],
].map((action) => `iam:${action}`);

const OTHER_ACTIONS = [
  'organizations:LeaveOrganization',
  'account:PutAlternateContact',
  'sso:CreateAccountAssignment',
  'secretsmanager:GetSecretValue',
  'ssm:GetParameter',
  'ssm:PutParameter',
  'ssm:SendCommand',
  'kms:Decrypt',
  'kms:CreateGrant',
  'lambda:UpdateFunctionCode',
  'lambda:InvokeFunction',
  'lambda:GetFunction',
  'codebuild:StartBuild',
  'ec2:RunInstances',
  'ec2:TerminateInstances',
  'ec2:DescribeInstances',
  'cloudformation:CreateStack',
  'cloudformation:DescribeStacks',
  's3:GetObject',
  's3:PutObject',
  's3:PutBucketNotification',
  's3:GetBucketPolicy',
  'dynamodb:GetItem',
  'logs:FilterLogEvents',
  'logs:DescribeLogGroups',
  'events:PutEvents',
  'sns:Publish',
  'cloudwatch:GetMetricData',
  'support:CreateCase',
  'invented:ByTheTest',
];

export const PROBES: readonly Probe[] = [
  ...[...ACTIONS, ...OTHER_ACTIONS].map((action) => ({ action, resource: '*' })),
  { action: 'sts:AssumeRole', resource: '*' },
  { action: 'sts:AssumeRole', resource: roleArn(BREAK_GLASS) },
  { action: 'sts:AssumeRole', resource: 'arn:aws:iam::999999999999:role/Elsewhere' },
  { action: 'sts:TagSession', resource: '*' },
  { action: 'iam:PutRolePolicy', resource: roleArn(BREAK_GLASS) },
  { action: 'iam:UpdateAssumeRolePolicy', resource: roleArn(BREAK_GLASS) },
];

export const nameOfProbe = ({ action, resource }: Probe) =>
  resource === '*' ? action : `${action} on ${resource}`;
