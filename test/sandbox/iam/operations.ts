import { tagKeys } from '../authorize/context';
import type { Call, ConditionKeys, Operation, ResultFields } from '../service';
import type { ManagedPolicy, Role, Tags } from '../state';
import { peekPolicy, peekRole, requiredPolicy, requiredRole, roleArn } from './lookup';

/** What an operation adds to the condition keys of its permission. */
type KeysOf = (call: Call) => ConditionKeys;

const NO_KEYS: KeysOf = () => ({});

/**
 * An operation on the role that `RoleName` names, with its permission: the role's ARN as resource, and the
 * condition keys that IAM offers for roles.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
export function roleOperation(
  action: string,
  write: boolean,
  required: readonly string[],
  run: (call: Call, role: Role) => ResultFields | undefined,
  keys = NO_KEYS,
): Operation {
  return {
    write,
    required: ['RoleName', ...required],
    permissions: (call) => {
      const role = peekRole(call);
      return [
        {
          action: `iam:${action}`,
          resource: roleArn(call),
          resourceLabel: `role ${call.parameters.text('RoleName')}`,
          conditionKeys: {
            ...resourceTags(role?.tags),
            'iam:PermissionsBoundary': role?.boundaryArn,
            ...keys(call),
          },
        },
      ];
    },
    run: (call) => run(call, requiredRole(call)),
  };
}

/** The same for an operation on the managed policy that `PolicyArn` names. */
export function policyOperation(
  action: string,
  write: boolean,
  required: readonly string[],
  run: (call: Call, policy: ManagedPolicy) => ResultFields | undefined,
  options: { readonly find?: (call: Call) => ManagedPolicy; readonly keys?: KeysOf } = {},
): Operation {
  const { find = requiredPolicy, keys = NO_KEYS } = options;
  return {
    write,
    required: ['PolicyArn', ...required],
    permissions: (call) => {
      const arn = call.parameters.text('PolicyArn') ?? '';
      return [
        {
          action: `iam:${action}`,
          resource: arn,
          resourceLabel: `policy ${arn}`,
          conditionKeys: { ...resourceTags(peekPolicy(call)?.tags), ...keys(call) },
        },
      ];
    },
    run: (call) => run(call, find(call)),
  };
}

function resourceTags(tags: Tags | undefined): ConditionKeys {
  return tags === undefined
    ? {}
    : { ...tagKeys('aws:ResourceTag/', tags), ...tagKeys('iam:ResourceTag/', tags) };
}
