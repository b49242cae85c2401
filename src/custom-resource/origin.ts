import { parseArn } from '../aws/arn';
import type { Stack } from './request';
import type { Place } from './response-url';

/** What an event is held against: it must come from CloudFormation, for a stack of the function's own account and region. */
export interface Origin {
  /** The function as it was called. Without it, as in a local harness, stacks of any place are served. */
  readonly invokedFunctionArn?: string | undefined;
  /** Whether a ResponseURL may also be on this machine, by http too: for an AWS that is played. Default false. */
  readonly allowsLoopback?: boolean | undefined;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
export function placeOfFunction({ invokedFunctionArn = '' }: Origin): Place | undefined {
  const arn = parseArn(invokedFunctionArn);
  return arn?.service === 'lambda' ? arn : undefined;
}

/**
 * What is wrong with a stack that is not where the function is; undefined when it is. Everything that the function makes
 * is in its own account, so the stack would have a resource that does not exist where it says.
 */
export function foreignStackProblem(stack: Stack, origin: Origin): string | undefined {
  const own = placeOfFunction(origin);
  if (own === undefined) return undefined;
  const isOwn =
    own.accountId === stack.accountId && own.region === stack.region && own.partition === stack.partition;
  if (isOwn) return undefined;
  return (
    `StackId is of a stack in ${describe(stack)}, but the function behind this ServiceToken is in ${describe(own)}: ` +
    'deploy the provider into the stack’s own account and region, and name it there; ' +
    'a ServiceToken of another account or region is not supported'
  );
}

function describe({ accountId, region, partition }: Place): string {
  return `account ${accountId}, region ${region}, partition ${partition}`;
}
