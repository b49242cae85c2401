import type { Service } from '../service';

type Wire = Pick<Service, 'protocol' | 'version' | 'target'>;

interface FirstReads {
  /** As in IAM actions. */
  readonly name: string;
  readonly signingName?: string;
  readonly wire: Wire;
  readonly operations: readonly string[];
  readonly denialCode?: string;
}

const query = (version: string): Wire => ({ protocol: 'query', version });
const json = (target: string): Wire => ({ protocol: 'json', version: '', target });

/**
 * The calls with which an integration begins in services whose contents the sandbox does not have: authorized as AWS
 * does, and answered with nothing. Operations are named as their actions.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const READS: readonly FirstReads[] = [
  { name: 'autoscaling', wire: query('2011-01-01'), operations: ['DescribeAutoScalingGroups'] },
  { name: 'dynamodb', wire: json('DynamoDB_20120810'), operations: ['ListTables'] },
  {
    name: 'ec2',
    wire: query('2016-11-15'),
    operations: ['DescribeInstances', 'DescribeRegions'],
    denialCode: 'UnauthorizedOperation',
  },
  { name: 'elasticloadbalancing', wire: query('2015-12-01'), operations: ['DescribeLoadBalancers'] },
  { name: 'rds', wire: query('2014-10-31'), operations: ['DescribeDBInstances'] },
  { name: 'sqs', wire: json('AmazonSQS'), operations: ['ListQueues'] },
  {
    name: 'tag',
    signingName: 'tagging',
    wire: json('ResourceGroupsTaggingAPI_20170126'),
    operations: ['GetResources'],
  },
];

export const FIRST_READS: readonly Service[] = READS.map(
  ({ name, signingName, wire, operations, denialCode }) => {
    const isQuery = wire.protocol === 'query';
    return {
      name,
      ...(signingName === undefined ? {} : { signingName }),
      ...wire,
      namespace: isQuery ? `http://${name}.amazonaws.com/doc/${wire.version}/` : '',
      global: false,
      validationCode: isQuery ? 'ValidationError' : 'ValidationException',
      denial: {
        code: denialCode ?? (isQuery ? 'AccessDenied' : 'AccessDeniedException'),
        status: isQuery ? 403 : 400,
      },
      invalidTokenCode: isQuery ? 'InvalidClientTokenId' : 'UnrecognizedClientException',
      operations: Object.fromEntries(
        operations.map((operation) => [
          operation,
          {
            write: false,
            permissions: () => [{ action: `${name}:${operation}`, resource: '*', resourceLabel: '' }],
            run: () => ({}),
          },
        ]),
      ),
    };
  },
);
