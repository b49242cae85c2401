import type { Parameters } from '../parameters';
import type { Service } from '../service';
import { CHANGE_SET_OPERATIONS } from './change-sets';
import { DESCRIBE_STACK_EVENTS } from './describe-events';
import { RESOURCE_OPERATIONS } from './describe-resources';
import { DESCRIBE_STACKS } from './describe-stacks';
import { LIST_EXPORTS } from './list-exports';
import { LIST_IMPORTS } from './list-imports';
import { LIST_STACK_RESOURCES } from './list-stack-resources';
import { LIST_STACKS } from './list-stacks';
import { STACK_OPERATIONS } from './operate';
import { TEMPLATE_OPERATIONS } from './templates';

const STACK_NAME = /^(?:[a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*)$/;

/**
 * CloudFormation: the stacks that somebody has published in the account, and those that it makes of templates.
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
  operations: {
    DescribeStacks: DESCRIBE_STACKS,
    DescribeStackEvents: DESCRIBE_STACK_EVENTS,
    ListExports: LIST_EXPORTS,
    ListImports: LIST_IMPORTS,
    ListStackResources: LIST_STACK_RESOURCES,
    ListStacks: LIST_STACKS,
    ...RESOURCE_OPERATIONS,
    ...STACK_OPERATIONS,
    ...CHANGE_SET_OPERATIONS,
    ...TEMPLATE_OPERATIONS,
  },
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
