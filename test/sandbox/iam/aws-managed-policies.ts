import { PARTITION_IDS } from '../partitions';
import type { ManagedPolicy } from '../state';

interface Definition {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly description: string;
  readonly document: string;
}

const CREATED_AT = Date.UTC(2015, 1, 6, 18, 40, 0);

function managed(name: string, path: string, id: string, description: string, actions: string[]): Definition {
  const statement = { Effect: 'Allow', Action: actions, Resource: '*' };
  return {
    name,
    path,
    id,
    description,
    document: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
  };
}

const DEFINITIONS: readonly Definition[] = [
  managed('SecurityAudit', '/', 'ANPAIX2T3QCXHR2OGGCTO', 'Read access to security configuration metadata.', [
    'account:GetAccountInformation',
    'account:ListRegions',
    'cloudtrail:DescribeTrails',
    'config:Describe*',
    'ec2:Describe*',
    'iam:GenerateCredentialReport',
    'iam:Get*',
    'iam:List*',
    'kms:List*',
    's3:GetBucketPolicy',
    's3:ListAllMyBuckets',
  ]),
  managed('ReadOnlyAccess', '/', 'ANPAILL3HVNFSB6DCOWYQ', 'Provides read-only access to AWS services.', [
    'account:List*',
    'cloudwatch:Describe*',
    'cloudwatch:Get*',
    'cloudwatch:List*',
    'ec2:Describe*',
    'iam:Get*',
    'iam:List*',
    's3:Get*',
    's3:List*',
    'ssm:Describe*',
    'ssm:Get*',
    'ssm:List*',
  ]),
  managed(
    'ViewOnlyAccess',
    '/job-function/',
    'ANPAID22R6XPJATWOFDK6',
    'Lists resources across AWS services.',
    [
      'cloudwatch:ListMetrics',
      'ec2:DescribeInstances',
      'iam:List*',
      's3:ListAllMyBuckets',
      'ssm:DescribeParameters',
    ],
  ),
  managed(
    'CloudWatchReadOnlyAccess',
    '/',
    'ANPAJN23PDQP7SZQAE3QE',
    'Provides read only access to CloudWatch.',
    [
      'cloudwatch:Describe*',
      'cloudwatch:Get*',
      'cloudwatch:List*',
      'logs:Describe*',
      'logs:Get*',
      'sns:Get*',
      'sns:List*',
    ],
  ),
  managed(
    'AWSLambdaBasicExecutionRole',
    '/service-role/',
    'ANPAJNCQGXC42545SKXIK',
    'Provides write permissions to CloudWatch Logs.',
    ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
  ),
];

const BY_PARTITION: ReadonlyMap<string, readonly ManagedPolicy[]> = new Map(
  PARTITION_IDS.map((partition) => [
    partition,
    DEFINITIONS.map((definition) => inPartition(partition, definition)),
  ]),
);

function inPartition(
  partition: string,
  { name, path, id, description, document }: Definition,
): ManagedPolicy {
  return {
    name,
    path,
    arn: `arn:${partition}:iam::aws:policy${path}${name}`,
    id,
    description,
    createdAt: CREATED_AT,
    updatedAt: CREATED_AT,
    defaultVersionId: 'v1',
    nextVersion: 2,
    versions: new Map([['v1', { id: 'v1', document, createdAt: CREATED_AT }]]),
    tags: new Map(),
    detachedAt: 0,
  };
}

/** The AWS managed policies that the sandbox knows, each with a small but plausible document. */
export function awsManagedPolicies(partition: string): readonly ManagedPolicy[] {
  return BY_PARTITION.get(partition) ?? [];
}

export function isAwsManagedArn(arn: string): boolean {
  return /^arn:[^:]+:iam::aws:policy\//.test(arn);
}
