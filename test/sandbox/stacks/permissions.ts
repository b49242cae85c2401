import { tagKeys } from '../authorize/context';
import type { Call, Permission } from '../service';
import { arnOf } from '../state';
import { findStack } from './lookup';

/**
 * The permission for a stack that a call names: an id is the ARN; a name stands for all stacks that ever had it, as
 * denials show (https://github.com/aws/aws-parallelcluster/pull/754).
 */
export function stackPermission(call: Call, operation: string): Permission {
  const nameOrId = call.parameters.text('StackName') ?? '';
  const tags = findStack(call, nameOrId)?.tags ?? {};
  return {
    action: `cloudformation:${operation}`,
    resource: nameOrId.startsWith('arn:')
      ? nameOrId
      : arnOf(call.account, 'cloudformation', `stack/${nameOrId}/*`, call.region),
    conditionKeys: tagKeys('aws:ResourceTag/', new Map(Object.entries(tags))),
  };
}

/**
 * The permission for a call that names no stack. Denials name no resource then, so nothing less than `*` is sure to be
 * enough (https://github.com/scopely-devops/skew/issues/81).
 */
export function permissionForAll(operation: string): Permission {
  return { action: `cloudformation:${operation}`, resource: '*', resourceLabel: '' };
}
