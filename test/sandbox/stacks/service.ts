import type { Parameters } from '../parameters';
import type { Service } from '../service';
import { RESOURCE_OPERATIONS } from './describe-resources';
import { DESCRIBE_STACKS } from './describe-stacks';
import { LIST_EXPORTS } from './list-exports';

const STACK_NAME = /^(?:[a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*)$/;

/**
 * CloudFormation as others see it: the stacks that somebody has published in the account.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/Welcome.html
 */
export const CLOUDFORMATION: Service = {
  name: 'cloudformation',
  protocol: 'query',
  version: '2010-05-15',
  namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
  global: false,
  validationCode: 'ValidationError',
  denial: { code: 'AccessDenied', status: 403 },
  invalidTokenCode: 'InvalidClientTokenId',
  checkParameters: checkStackName,
  operations: { DescribeStacks: DESCRIBE_STACKS, ListExports: LIST_EXPORTS, ...RESOURCE_OPERATIONS },
};

/** As quoted in https://github.com/aws/aws-cdk/pull/27692. @throws AwsError ValidationError */
function checkStackName(parameters: Parameters): void {
  const name = parameters.text('StackName');
  if (name === undefined || STACK_NAME.test(name)) return;
  const place = `Value '${name}' at 'stackName' failed to satisfy constraint: Member must`;
  throw parameters.invalid([
    ...(name === '' ? [`${place} have length greater than or equal to 1`] : []),
    `${place} satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*`,
  ]);
}
