import { setTimeout as sleep } from 'node:timers/promises';
import { AwsError } from '../aws-error';
import type { CheckedPlan } from '../cloudformation/plan';
import type { Call, OperationTable } from '../service';
import { DELETED, findStack, requiredStack, stacksOf, validationError } from './lookup';
import { stackPermission } from './permissions';
import { placeOf, planOfCall } from './plan-of-call';
import type { PublishedStack } from './published-stack';

/**
 * Operations are over when their call is answered, so that clients, which look every 30 seconds, need not wait; one that takes longer
 * than this goes on behind its answer, as all of them do on AWS.
 */
const ANSWERED_AFTER_MS = 20_000;

export const STACK_OPERATIONS: OperationTable = {
  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
  CreateStack: {
    write: true,
    required: ['StackName'],
    permissions: (call) => [stackPermission(call, 'CreateStack')],
    run: async (call) => {
      const name = call.parameters.requiredText('StackName');
      if (findStack(call, name) !== undefined)
        throw new AwsError('AlreadyExistsException', `Stack [${name}] already exists`);
      const plan = await planOfCall(call, name);
      return { StackId: await deploy(call, plan, keepsWhatFailed(call)) };
    },
  },
  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStack.html */
  UpdateStack: {
    write: true,
    required: ['StackName'],
    permissions: (call) => [stackPermission(call, 'UpdateStack')],
    run: async (call) => {
      const stack = requiredStack(call, call.parameters.requiredText('StackName'));
      refuseBusy(stack);
      const current = call.world.machines.stacks.planOf(stack.id);
      const plan = await planOfCall(call, stack.name, current);
      if (current !== undefined && changesNothing(current, plan))
        throw validationError('No updates are to be performed.');
      return { StackId: await deploy(call, plan, call.parameters.flag('DisableRollback')) };
    },
  },
  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStack.html: of one that is not there, nothing is said */
  DeleteStack: {
    write: true,
    required: ['StackName'],
    permissions: (call) => [stackPermission(call, 'DeleteStack')],
    run: async (call) => {
      const stack = findStack(call, call.parameters.requiredText('StackName'));
      if (stack === undefined || stack.status === DELETED) return undefined;
      const reason = keptBy(call, stack);
      if (reason !== undefined) call.account.stacks.set(stack.id, { ...stack, reason });
      else if (stack.status === 'REVIEW_IN_PROGRESS') call.account.stacks.delete(stack.id);
      else await answeredInTime(call.world.machines.stacks.delete(placeOf(call), stack.id));
      return undefined;
    },
  },
  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ContinueUpdateRollback.html */
  ContinueUpdateRollback: {
    write: true,
    required: ['StackName'],
    permissions: (call) => [stackPermission(call, 'ContinueUpdateRollback')],
    run: async (call) => {
      const stack = requiredStack(call, call.parameters.requiredText('StackName'));
      if (stack.status !== 'UPDATE_ROLLBACK_FAILED')
        throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not continue rollback.`);
      const skip = call.parameters.texts('ResourcesToSkip');
      await answeredInTime(call.world.machines.stacks.continueRollback(placeOf(call), stack.id, { skip }));
      return {};
    },
  },
};

/** @returns the stack's id */
export async function deploy(call: Call, plan: CheckedPlan, keeps: boolean): Promise<string> {
  const { id, ended } = call.world.machines.stacks.deploy(placeOf(call), plan, {
    onFailure: keeps ? 'DO_NOTHING' : 'ROLLBACK',
  });
  await answeredInTime(ended);
  return id;
}

async function answeredInTime(operation: Promise<unknown>): Promise<void> {
  const timer = new AbortController();
  await Promise.race([
    operation,
    sleep(ANSWERED_AFTER_MS, undefined, { signal: timer.signal }).catch(() => undefined),
  ]);
  timer.abort();
}

/** Whether a plan is what the stack already is. */
export function changesNothing(current: CheckedPlan, plan: CheckedPlan): boolean {
  const essence = ({ text, parameters, tags }: CheckedPlan) =>
    JSON.stringify([text, sorted(parameters), sorted(tags)]);
  return essence(current) === essence(plan);
}

function sorted(values: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1));
}

export function refuseBusy({ id, status }: PublishedStack): void {
  if (!status.endsWith('_IN_PROGRESS') || status === 'REVIEW_IN_PROGRESS') return;
  throw validationError(`Stack:${id} is in ${status} state and can not be updated.`);
}

function keepsWhatFailed({ parameters }: Call): boolean {
  return parameters.flag('DisableRollback') || parameters.text('OnFailure') === 'DO_NOTHING';
}

/**
 * Why a stack cannot be deleted: others use what it exports. The call succeeds all the same, and the stack stays in its status, with
 * this for its reason (https://github.com/aws/aws-cdk/issues/604).
 */
function keptBy(call: Call, { exports = {} }: PublishedStack): string | undefined {
  for (const name of Object.keys(exports)) {
    const importers = importersOf(call, name).map((stack) => stack.name);
    if (importers.length > 0)
      return `Export ${name} cannot be deleted as it is in use by ${importers.join(' and ')}`;
  }
  return undefined;
}

/** Stacks that use what another one exports under a name. */
export function importersOf(call: Call, name: string): PublishedStack[] {
  return stacksOf(call).filter(({ status, imports = [] }) => status !== DELETED && imports.includes(name));
}
