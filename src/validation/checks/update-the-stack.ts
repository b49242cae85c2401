import { parseArn } from '../../aws/arn';
import type { Target } from '../target';

/** What makes the provider put everything back that the stack's own properties call for. */
export const UPDATE_THE_STACK =
  'Update the stack with a change of any property of the integration (such as Revision)';

/** The logical id of the integration in this project's template.yaml, which has the parameter Revision. */
const LOGICAL_ID = 'DatadogIntegration';
/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
const STACK = /^stack\/[A-Za-z][A-Za-z0-9-]*\/[A-Za-z0-9-]+$/;
const REGION = /^[a-z0-9-]+$/;

/**
 * The command that updates the stack with another Revision and everything else as it is, and when it is the one; empty where the
 * stack is not one of this project's template, so that its own template has to be changed.
 *
 * An update takes the default of each parameter that it does not name, so that all of them are named:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Parameter.html
 */
export function updateByRevision({ owner, spec }: Target): readonly string[] {
  const stack = parseArn(owner?.stackId ?? '');
  if (owner?.logicalId !== LOGICAL_ID || stack?.service !== 'cloudformation') return [];
  if (stack.accountId !== spec.accountId || !STACK.test(stack.resource) || !REGION.test(stack.region))
    return [];
  const where = `--region ${stack.region} --stack-name ${owner.stackId}`;
  const others = `aws cloudformation describe-stacks ${where} --query "Stacks[0].Parameters[?ParameterKey!='Revision'].join('',['ParameterKey=',ParameterKey,',UsePreviousValue=true'])" --output text`;
  return [
    'If that stack is made of this project’s template.yaml, this does it:',
    `aws cloudformation update-stack ${where} --use-previous-template --capabilities CAPABILITY_IAM --parameters ParameterKey=Revision,ParameterValue="$(date +%s)" $(${others})`,
  ];
}
