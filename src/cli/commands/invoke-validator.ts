import {
  CloudFormationClient,
  DescribeStackResourceCommand,
  paginateListExports,
} from '@aws-sdk/client-cloudformation';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { allPages, type Call } from '../../aws/calls';
import { awsErrorFacts, isAccessDenied } from '../../aws/errors';
import { createFailFastCall } from '../../aws/fail-fast-call';
import { callFailureOf } from '../../probe/call-failure';
import type { Report } from '../../report/report';
import { asSentence, show } from '../../runtime/text';
import { UserError } from '../../runtime/user-error';
import type { Subject } from '../arguments/command';
import { type Session, withCalls } from '../session/open-session';
import { recordRequest } from './records';

/** The deployed validator was not found, could not be invoked, or failed. */
export class NoAnswerOfValidator extends UserError {
  override readonly name = 'NoAnswerOfValidator';
}

const FIND_LIMIT_MS = 20_000;
/** The function's own time-out (template.yaml) and what Lambda takes to start it. */
export const INVOKE_LIMIT_MS = 330_000;
/** Logical id of the function in template.yaml. */
const LOGICAL_ID = 'Validator';
/** How template.yaml exports the provider beside it: `<stack>-ServiceToken`. */
const EXPORT = /^(.+)-ServiceToken$/;

/**
 * Has the deployed validator validate, as its schedule does: with the role that trust policies let in, and publishing what
 * it finds.
 *
 * @throws NoAnswerOfValidator, InvalidEvent
 */
export async function invokeValidator(
  { role, stack, functionName }: Extract<Subject, { kind: 'invoke' }>,
  session: Session,
): Promise<readonly Report[]> {
  const event = recordRequest(role);
  const name = functionName ?? (await findFunction(stack, session));
  const lambda = new LambdaClient({
    ...session.settings,
    region: session.region,
    requestHandler: { requestTimeout: INVOKE_LIMIT_MS },
  });
  try {
    // Repeated, it would publish twice.
    const answer = await lambda.send(
      new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) }),
    );
    return reportsIn(name, answer);
  } catch (error) {
    throw error instanceof NoAnswerOfValidator ? error : notInvoked(name, error);
  } finally {
    lambda.destroy();
  }
}

function reportsIn(
  name: string,
  {
    FunctionError,
    Payload,
  }: { readonly FunctionError?: string | undefined; readonly Payload?: Uint8Array | undefined },
): readonly Report[] {
  const answer: unknown = JSON.parse(Buffer.from(Payload ?? []).toString() || 'null');
  if (FunctionError !== undefined) {
    const message =
      typeof answer === 'object' && answer !== null && 'errorMessage' in answer
        ? String(answer.errorMessage)
        : FunctionError;
    throw new NoAnswerOfValidator(
      `The validator ${name} failed: ${asSentence(message)} Its log says more: aws logs tail, with the log group of the function's stack.`,
    );
  }
  if (!Array.isArray(answer)) {
    throw new NoAnswerOfValidator(
      `The function ${name} answered something else than reports: ${show(answer)}. Name the validator with --function.`,
    );
  }
  return answer;
}

function notInvoked(name: string, error: unknown): NoAnswerOfValidator {
  const { name: code } = awsErrorFacts(error);
  const { message } = callFailureOf(error);
  const advice =
    code === 'ResourceNotFoundException'
      ? 'Name the validator of this region with --function, or its stack with --stack.'
      : isAccessDenied(error)
        ? 'Ask for lambda:InvokeFunction on this function, or name a profile that has it with --profile.'
        : 'Try again; if it stays, see the function in the Lambda console.';
  return new NoAnswerOfValidator(
    `The validator ${name} could not be invoked: ${asSentence(message)} ${advice}`,
    { cause: error },
  );
}

/** The function of the stack that is named, or of the only one that exports a provider. */
async function findFunction(stack: string | undefined, session: Session): Promise<string> {
  const client = new CloudFormationClient({ ...session.settings, region: session.region });
  try {
    return await withCalls(FIND_LIMIT_MS, async (context) => {
      const call = createFailFastCall(context);
      const found = stack ?? onlyStack(await exportingStacks(client, call), session.region);
      const { StackResourceDetail } = await call((options) =>
        client.send(
          new DescribeStackResourceCommand({ StackName: found, LogicalResourceId: LOGICAL_ID }),
          options,
        ),
      );
      const physicalId = StackResourceDetail?.PhysicalResourceId;
      if (physicalId === undefined || physicalId === '')
        throw new NoAnswerOfValidator(`The stack ${found} has no validator yet: wait until it is created.`);
      return physicalId;
    });
  } catch (error) {
    throw error instanceof NoAnswerOfValidator ? error : notFound(stack, session.region, error);
  }
}

async function exportingStacks(client: CloudFormationClient, call: Call): Promise<readonly string[]> {
  const exports = await allPages(
    call,
    client,
    (sender) => paginateListExports({ client: sender }, {}),
    (page) => page.Exports,
  );
  return exports.flatMap(({ Name = '', Value = '' }) => {
    const [, stack] = EXPORT.exec(Name) ?? [];
    return stack !== undefined && Value.includes(':function:') ? [stack] : [];
  });
}

function onlyStack(stacks: readonly string[], region: string): string {
  const [stack, ...others] = stacks;
  if (stack === undefined) {
    throw new NoAnswerOfValidator(
      `No stack of this project was found in ${region}: name the region with --region, the stack with --stack, or the function with --function.`,
    );
  }
  if (others.length > 0) {
    throw new NoAnswerOfValidator(
      `There are several stacks of this project in ${region}: ${stacks.join(', ')}. Name the one that is meant with --stack.`,
    );
  }
  return stack;
}

function notFound(stack: string | undefined, region: string, error: unknown): NoAnswerOfValidator {
  const { message } = callFailureOf(error);
  const denied = isAccessDenied(error)
    ? 'Ask for cloudformation:ListExports and cloudformation:DescribeStackResource, or name the function with --function.'
    : `Name a stack of ${region} that was made from template.yaml with DeployValidator=true, or the function with --function.`;
  return new NoAnswerOfValidator(
    `The validator${stack === undefined ? '' : ` of the stack ${show(stack)}`} could not be found: ${asSentence(message)} ${denied}`,
    { cause: error },
  );
}
