import type { Call, Operation, ResultFields } from '../service';
import type { ManagedPolicy, Role } from '../state';
import { conditionKeysFor } from './condition-keys';
import { peekPolicy, peekRole, requiredPolicy, requiredRole, roleArn } from './lookup';

/**
 * An operation on the role that `RoleName` names, with its permission: the role's ARN as resource, and the
 * condition keys that IAM has for the action.
 */
export function roleOperation(
  action: string,
  write: boolean,
  required: readonly string[],
  run: (call: Call, role: Role) => ResultFields | undefined,
): Operation {
  return {
    write,
    required: ['RoleName', ...required],
    permissions: (call) => [
      {
        action: `iam:${action}`,
        resource: roleArn(call),
        resourceLabel: `role ${call.parameters.text('RoleName')}`,
        conditionKeys: conditionKeysFor(action, 'role', call, peekRole(call)),
      },
    ],
    run: (call) => run(call, requiredRole(call)),
  };
}

/** The same for an operation on the managed policy that `PolicyArn` names. */
export function policyOperation(
  action: string,
  write: boolean,
  required: readonly string[],
  run: (call: Call, policy: ManagedPolicy) => ResultFields | undefined,
  { find = requiredPolicy }: { readonly find?: (call: Call) => ManagedPolicy } = {},
): Operation {
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
          conditionKeys: conditionKeysFor(action, 'policy', call, peekPolicy(call)),
        },
      ];
    },
    run: (call) => run(call, find(call)),
  };
}
