import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error';
import type { Call, OperationTable, ResultFields } from '../service';
import { arnOf } from '../state';
import type { ChangeSet } from './change-set';
import { DELETED, findStack, requiredStack, validationError } from './lookup';
import { changesNothing, deploy, refuseBusy } from './operate';
import { stackPermission } from './permissions';
import { placeOf, planOfCall } from './plan-of-call';

export const CHANGE_SET_OPERATIONS: OperationTable = {
  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html */
  CreateChangeSet: {
    write: true,
    required: ['StackName', 'ChangeSetName'],
    permissions: (call) => [stackPermission(call, 'CreateChangeSet')],
    run: createChangeSet,
  },
  DescribeChangeSet: {
    write: false,
    required: ['ChangeSetName'],
    permissions: (call) => [stackPermission(call, 'DescribeChangeSet')],
    run: (call) => shown(requiredChangeSet(call)),
  },
  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ExecuteChangeSet.html */
  ExecuteChangeSet: {
    write: true,
    required: ['ChangeSetName'],
    permissions: (call) => [stackPermission(call, 'ExecuteChangeSet')],
    run: async (call) => {
      const set = requiredChangeSet(call);
      if (set.executionStatus !== 'AVAILABLE')
        throw new AwsError(
          'InvalidChangeSetStatus',
          `ChangeSet [${set.id}] cannot be executed in its current status of [${set.status}]`,
        );
      refuseBusy(requiredStack(call, set.stackId));
      set.executionStatus = 'EXECUTE_COMPLETE';
      await deploy(call, set.plan, call.parameters.flag('DisableRollback'));
      return {};
    },
  },
  DeleteChangeSet: {
    write: true,
    required: ['ChangeSetName'],
    permissions: (call) => [stackPermission(call, 'DeleteChangeSet')],
    run: (call) => {
      setsIn(call).delete(requiredChangeSet(call).id);
      return {};
    },
  },
  ListChangeSets: {
    write: false,
    required: ['StackName'],
    permissions: (call) => [stackPermission(call, 'ListChangeSets')],
    run: (call) => {
      const { id } = requiredStack(call, call.parameters.requiredText('StackName'));
      return { Summaries: [...setsIn(call).values()].filter(({ stackId }) => stackId === id).map(shown) };
    },
  },
};

function setsIn({ account }: Call): Map<string, ChangeSet> {
  return account.changeSets;
}

async function createChangeSet(call: Call): Promise<ResultFields> {
  const { parameters, world, account, region } = call;
  const stackName = parameters.requiredText('StackName');
  const name = parameters.requiredText('ChangeSetName');
  const type = parameters.text('ChangeSetType') ?? 'UPDATE';
  const stack = findStack(call, stackName);
  const isNew = stack === undefined || stack.status === DELETED || stack.status === 'REVIEW_IN_PROGRESS';
  if (type === 'CREATE' && !isNew)
    throw validationError(
      `Stack [${stackName}] already exists and cannot be created again with the changeSet [${name}].`,
    );
  if (type === 'UPDATE' && stack === undefined) throw validationError(`Stack [${stackName}] does not exist`);
  if (stack !== undefined) refuseBusy(stack);
  const current = stack && world.machines.stacks.planOf(stack.id);
  const plan = await planOfCall(call, stack?.name ?? stackName, current);
  const nothing = current !== undefined && changesNothing(current, plan);
  const set: ChangeSet = {
    id: arnOf(account, 'cloudformation', `changeSet/${name}/${randomUUID()}`, region),
    name,
    stackId: stack?.id ?? world.machines.stacks.review(placeOf(call), plan),
    stackName: plan.name,
    type,
    createdAt: new Date(call.now),
    plan,
    status: nothing ? 'FAILED' : 'CREATE_COMPLETE',
    // The AWS CLI knows it by these words: awscli/customizations/cloudformation/deployer.py
    reason: nothing
      ? "The submitted information didn't contain changes. Submit different information to create a change set."
      : undefined,
    executionStatus: nothing ? 'UNAVAILABLE' : 'AVAILABLE',
  };
  setsIn(call).set(set.id, set);
  return { Id: set.id, StackId: set.stackId };
}

function requiredChangeSet(call: Call): ChangeSet {
  const wanted = call.parameters.requiredText('ChangeSetName');
  const stackName = call.parameters.text('StackName');
  const set = [...setsIn(call).values()].findLast(
    ({ id, name, stackId, stackName: ofStack }) =>
      id === wanted || (name === wanted && (stackName === ofStack || stackName === stackId)),
  );
  if (set === undefined) throw new AwsError('ChangeSetNotFound', `ChangeSet [${wanted}] does not exist`, 404);
  return set;
}

function shown(set: ChangeSet): ResultFields {
  const { template, parameters } = set.plan;
  return {
    ChangeSetName: set.name,
    ChangeSetId: set.id,
    StackId: set.stackId,
    StackName: set.stackName,
    Description: template.Description,
    CreationTime: set.createdAt,
    ExecutionStatus: set.executionStatus,
    Status: set.status,
    StatusReason: set.reason,
    Capabilities: set.plan.capabilities,
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
    Tags: Object.entries(set.plan.tags).map(([Key, Value]) => ({ Key, Value })),
    // Only what is new: of what a change does to a resource that is there, the sandbox says nothing.
    Changes:
      set.type === 'CREATE'
        ? Object.entries(template.Resources).map(([LogicalResourceId, { Type: ResourceType }]) => ({
            Type: 'Resource',
            ResourceChange: { Action: 'Add', LogicalResourceId, ResourceType },
          }))
        : [],
  };
}
